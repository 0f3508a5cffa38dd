project = "The ferry in six scripts"
author = "The editors"
extensions = ["myst_parser", "variorum"]
html_theme = "variorum"
suppress_warnings = ["myst.header"]
