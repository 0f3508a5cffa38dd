"""Who translated a source, into which language, when and how far: a line above its text, on pages and in books."""

from __future__ import annotations

from docutils import nodes

from variorum.model.passages import Translation
from variorum.model.source import Source
from variorum.sphinx_ext.doctree.page import Page
from variorum.text import dates


def translations_told(page: Page, source: Source) -> list[nodes.Node]:
    """Set a paragraph with a line for each translation; none where there is none."""
    said = [_said(page, source, translation) for translation in source.translations]
    words = "; ".join(said)
    return [nodes.paragraph(words, words, classes=["translations-told"])] if said else []


def _said(page: Page, source: Source, translation: Translation) -> str:
    wording = page.wording
    words = wording.say(
        "Translation ({language}): {by}, {date}",
        language=wording.name_of(translation.language) or translation.language,
        by=translation.by,
        date=dates.readable(translation.date, wording),
    )
    done, all_ = (wording.number(number) for number in (len(translation.passages), len(source.citable)))
    if not translation.partial:
        return words
    return f"{words}, " + wording.say("{number} of {all} passages", number=done, all=all_)
