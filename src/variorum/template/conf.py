"""Sphinx settings of this edition."""

project = "A New Edition"
author = "The editors"
copyright = "the editors; each source its own rights"
version = release = "0.1"
language = "en"

extensions = ["myst_parser", "sphinx_design", "sphinxcontrib.bibtex", "variorum"]
nitpicky = True
smartquotes = False  # for the editors' own pages; the letters of a source stay in any case

bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "variorum"
bibtex_reference_style = "variorum"
bibtex_cite_id = "work-{key}"

# variorum_work_keys = "AuthorYear"  # and other rules of the house, which `variorum check` then looks after

# variorum_repository = "https://github.com/you/edition"  # for "Annotate" and "improve this" on the pages
# variorum_contact = "you@example.org"  # where there is no repository: notes of readers come by mail

html_theme = "variorum"
html_title = project
html_copy_source = False
html_show_sphinx = False
html_use_index = False
