"""The smallest edition that has one of everything."""

project = "Mini"
author = "The editors"
release = "1"
extensions = ["myst_parser", "sphinxcontrib.bibtex", "variorum"]
smartquotes = False
nitpicky = True
bibtex_bibfiles = ["references.bib"]
bibtex_reference_style = "author_year"
variorum_work_keys = "AuthorYear"
variorum_work_names = "Last, First"
variorum_work_uses = "cited"
variorum_script_languages = {"Devanagari": "ne"}
html_theme = "variorum"
