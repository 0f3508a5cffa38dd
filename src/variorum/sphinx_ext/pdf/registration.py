"""What Sphinx must know of the book before anybody asks for it: the builder's name, and the settings.

The builder itself, and all that sets the book, is loaded when Sphinx makes the builder: that takes 40 ms, and no other
build needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.builders import Builder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class NamedBuilder(Builder):
    """Stands for the builder in Sphinx' list; to make one is to load and make the real one."""

    name = "variorum-pdf"

    def __new__(cls, app: Sphinx, env: BuildEnvironment) -> Builder:  # type: ignore[misc]  # it is no NamedBuilder
        """Return the builder of the book."""
        from variorum.sphinx_ext.pdf.builder import PdfBuilder

        return PdfBuilder(app, env)


def register(app: Sphinx) -> None:
    """Add the builder and its settings."""
    app.add_builder(NamedBuilder)
    app.add_config_value("variorum_pdf_paper", "170x240", "", str)  # a key of FORMATS, or mm: "156x234"
    app.add_config_value("variorum_pdf_notes", "", "", str)  # one of NOTES; "" = as the paper has it
    app.add_config_value("variorum_pdf_two_sided", True, "", bool)
    app.add_config_value("variorum_pdf_colour", False, "", bool)
    app.add_config_value("variorum_pdf_bleed", 0, "", (int, float))  # mm round a page, with marks to cut it by
    app.add_config_value("variorum_pdf_face", "", "", str)  # a family for text and notes, e.g. "OpenDyslexic"
    app.add_config_value("variorum_pdf_fonts", "", "", str)  # a folder, seen from conf.py; "" = the system's Noto
    # what is set: ids of sources, "norwegian:h3" for a division, docnames of pages; "" = the whole edition
    app.add_config_value("variorum_pdf_only", "", "", (str, list, tuple))
    app.add_config_value("variorum_pdf_without", [], "", list)  # pages to leave out, e.g. ["guide/*"]
    # where translations stand: source → "after", "facing" or "none", with languages: "after en de"; "*" for all others
    app.add_config_value("variorum_pdf_translations", {}, "", dict)
