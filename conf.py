"""Sphinx settings of the edition "Five Sources on Stalin"."""

project = "Five Sources on Stalin"
author = "The editors"
copyright = "2026, the editors; texts CC BY 4.0, each source its own rights"
version = release = "0.1.0"
language = "en"

extensions = ["myst_parser", "sphinx_design", "sphinxcontrib.bibtex", "variorum"]
exclude_patterns = ["_build"]
nitpicky = True

myst_enable_extensions = ["attrs_inline", "attrs_block", "colon_fence"]
smartquotes = False  # for the editors' own pages; the letters of a source stay in any case

bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "variorum"
bibtex_reference_style = "variorum"
bibtex_cite_id = "work-{key}"

variorum_work_keys = "AuthorYear"
variorum_work_names = "Last, First"
variorum_work_uses = "cited"
variorum_note_words = (20, 80)
variorum_note_works = ["evidence", "dispute"]
variorum_glosses = "en"
variorum_script_languages = {"Devanagari": "ne"}

variorum_pdf_without = ["guide/*"]  # how to use the web pages

html_theme = "variorum"
html_title = project
html_copy_source = False
html_show_sphinx = False
html_use_index = False
