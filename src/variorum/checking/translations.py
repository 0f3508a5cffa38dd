"""Translations and glosses: whether they are whole, keep the figures, agree, and are not older than the text.

In: an `Edition`. Out: a Problem for each, with what to do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from variorum.model.edition import Edition
from variorum.model.passages import Passage, PassageKind, Translation
from variorum.model.problems import Problem
from variorum.model.source import Source
from variorum.text.excerpt import beginning
from variorum.text.search_folding import search_key

_SHOWN = 60  # characters of words that a message shows
_LISTED = 8  # loci


def translations_complete(edition: Edition) -> Iterator[Problem]:
    """A translation has each citable passage of its source, unless it is said to be partial, and no other."""
    for source, translation in _translations(edition):
        missing = [p.locus for p in source.citable if p.locus not in translation.passages]
        if missing and not translation.partial:
            there = len(source.citable) - len(missing)
            more = f" and {len(missing) - _LISTED} more" if len(missing) > _LISTED else ""
            message = (
                f"{source.siglum} {', '.join(missing[:_LISTED])}{more} has no translation; add “## {missing[0]}”. "
                f"If you are not through yet ({there} of {len(source.citable)}), write “state: partial” into its head"
            )
            yield Problem(translation.path, 1, "translation-missing", message)
        for locus, line in translation.lines.items():
            if source.passage(locus) is None:
                message = f"{source.siglum} has no passage {locus}"
                yield Problem(translation.path, line, "translation-left-over", message)


def translations_keep_figures(edition: Edition) -> Iterator[Problem]:
    """Every year and number in digits stands in the translation too, whatever digits the original uses."""
    for source, translation, passage, words in _translated(edition):
        if passage.kind is PassageKind.REFERENCE:
            continue
        there = set(_figures(words))
        missing = [figure for figure in dict.fromkeys(_figures(passage.text)) if figure not in there]
        if missing:
            message = f"{source.siglum} {passage.locus} has {', '.join(missing)}, its translation has not; check it"
            yield Problem(translation.path, translation.lines[passage.locus], "translation-figures", message)


def translations_are_current(edition: Edition) -> Iterator[Problem]:
    """No passage has other words than when it was translated."""
    for source, translation, passage, _ in _translated(edition):
        if translation.is_stale(passage):
            message = (
                f"{source.siglum} {passage.locus} has changed since it was translated; look it over, "
                f"then write “## {passage.locus} {passage.digest}”, or “## {passage.locus}”"
            )
            yield Problem(translation.path, translation.lines[passage.locus], "translation-stale", message)


def glosses_are_current(edition: Edition) -> Iterator[Problem]:
    """No gloss translates other words than those that the source has."""
    for parallel in edition.parallels:
        for item in (*parallel.passages, *parallel.touches):
            now = edition.quoted(item).text if item.gloss and item.gloss_of else ""
            if now and search_key(now) != search_key(item.gloss_of):
                message = (
                    f"the gloss translates “{beginning(item.gloss_of, _SHOWN)}”, the source has "
                    f"“{beginning(now, _SHOWN)}” now; look it over, then take “gloss_of:” away"
                )
                yield Problem(parallel.path, item.line, "gloss-stale", message)


def glosses_from_translation(edition: Edition) -> Iterator[Problem]:
    """A gloss has the words of the facing translation, so that one sentence has one English; or it says why not."""
    for parallel in edition.parallels:
        for item in parallel.passages:
            source = edition.source(item.source)
            facing = source.facing(parallel.lang or edition.rules.glosses or "en") if source else None
            theirs = facing.passages.get(item.passage) if facing else None
            if not item.gloss or item.why or theirs is None or source is None or facing is None:
                continue
            if parallel.lang and parallel.lang.split("-")[0] != facing.language.split("-")[0]:
                continue  # nobody has translated the source into the language of this parallel
            if not _taken_from(item.gloss, theirs):
                message = (
                    f"the gloss “{item.gloss}” does not stand so in the translation of {source.siglum} {item.passage}; "
                    "take its words, or say why: another wording is needed"
                )
                yield Problem(parallel.path, item.line, "gloss-differs", message)


TRANSLATION_RULES = (
    translations_complete,
    translations_keep_figures,
    translations_are_current,
    glosses_are_current,
    glosses_from_translation,
)


def _translations(edition: Edition) -> Iterator[tuple[Source, Translation]]:
    return ((source, translation) for source in edition.sources for translation in source.translations)


def _translated(edition: Edition) -> Iterator[tuple[Source, Translation, Passage, str]]:
    """Yield each passage that a translation has, with its words there."""
    for source, translation in _translations(edition):
        for passage in source.citable:
            if (words := translation.passages.get(passage.locus)) is not None:
                yield source, translation, passage, words


_FIGURE = re.compile(r"\d[\d.,\u00a0 ]*")


def _figures(text: str) -> Iterator[str]:
    """Yield the numbers of a text in Western digits, without the marks that group them."""
    western = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)
    for match in _FIGURE.finditer(western):
        for part in re.split(r"(?<=\d)[.,]?[ \u00a0](?!\d{3}(?!\d))|[.,](?!\d)", match[0]):
            figure = re.sub(r"[^\d]", "", part)
            if figure:
                yield figure


_LEFT_OUT = re.compile(r"\[?(?:…|\.\.\.)\]?")
_NO_WORD = re.compile(r"[\W_]+")


def _taken_from(gloss: str, translation: str) -> bool:
    """Whether the words of a gloss stand in a translation, in their order; … stands for what is left out."""
    whole, at = f" {_bare(translation)} ", 0
    for part in _LEFT_OUT.split(gloss):
        words = _bare(part)
        found = whole.find(f" {words} ", at) if words else at
        if found < 0:
            return False
        at = found + len(words)
    return True


def _bare(text: str) -> str:
    return _NO_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
