"""Sphinx settings of the software's guide: its own pages, the small edition shown live, the reference of the core."""

import sys
from pathlib import Path

from variorum import __version__

sys.path.insert(0, str(Path(__file__).parent / "extensions"))

project = "Variorum"
author = "The editors of Variorum"
copyright = "2026, the editors of Variorum; MIT"
version = release = __version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "variorum"]
extensions += ["field_comments", "module_lists", "problem_table", "recipe_pages"]  # in extensions/
exclude_patterns = ["extensions"]
smartquotes = False
myst_enable_extensions = ["attrs_inline", "colon_fence", "fieldlist"]
myst_heading_anchors = 3

# the edition that the guide explains is the one that the tests build, and the guide shows it
variorum_edition = "../tests/editions/mini"
variorum_script_languages = {"Devanagari": "ne"}
bibtex_default_style = "variorum"
bibtex_reference_style = "variorum"
bibtex_cite_id = "work-{key}"

nitpicky = True
# those that api/ has a page for
ROOMS = "model|text|wording|reading|checking|works|parallels|editing|search|finder|importing|disk"
nitpick_ignore_regex = [("py:.*", rf"(?!variorum\.({ROOMS})\.).*|.*\.(T|_\w+|Quoting)")]  # other names lead nowhere
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "all"
autodoc_class_signature = "mixed"
default_role = "code"  # docstrings write names in single backticks

html_theme = "variorum"
html_theme_options = {"nav_pages": "your-edition pdf how-it-works recipes api/index"}
html_title = project
html_copy_source = False
html_show_sphinx = False
html_use_index = False
