"""What is not finished: placeholders, notes of an author to himself, the citations of other programs.

In: an `Edition`. Out: a Problem for each, on its line. All of it would be shown to readers as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from variorum.model.body import CITE_ROLES, LINK_ROLES
from variorum.model.edition import Annotation, Edition, Parallel
from variorum.model.problems import Problem
from variorum.text.excerpt import beginning


class _Sign(NamedTuple):
    """What betrays a draft."""

    form: re.Pattern[str]
    code: str
    message: str  # with {0} for what stands there, {1} for what is meant by it
    trace: str  # regular expression, found fast, of what a text must hold for `form` to be found in it


def _sign(form: str, code: str, message: str, trace: str) -> _Sign:
    return _Sign(re.compile(form), code, message, trace)


# Lengths are bounded, and no bracket stands in a bracket: what strangers send is looked through once, not again from
# each of thousands of brackets.
_KEY = r"[A-Za-z][\w:.+-]{0,100}"
_ROLES = "|".join((*CITE_ROLES, *LINK_ROLES))
# In the order in which they are looked for: of one place the first counts.
_IN_BODIES = (
    _sign(
        r"Proposed by the finder: .*",
        "draft",
        "“{0}” is the finder's word; say in yours what the sources tell",
        "Proposed",
    ),
    _sign(
        r"Write the note here: one point, in \d+ to \d+ words\.?|Say here in \d+ to \d+ words[^.]{0,200}\.?",
        "draft",
        "“{0}” is a placeholder; write the note in its place",
        "Write|Say",
    ),
    _sign(
        r"\b(?:TODO|FIXME|TBD)\b(?:[: ].{0,40})?|\blorem ipsum\b",
        "draft",
        "“{0}” is a note to yourself; do it, or take it out",
        "TODO|FIXME|TBD|lorem",
    ),
    _sign(
        rf"\[[^\[\]@]{{0,200}}@({_KEY})[^\[\]]{{0,200}}\]",
        "body-markup",
        "“{0}” would be shown so; write {{cite:p}}`{1}`",
        "@",
    ),
    _sign(
        rf"\\(?:paren|text|foot|auto)?cite[a-z]{{0,20}}\*?(?:\[[^\[\]]{{0,200}}\]){{0,4}}\{{\s{{0,9}}({_KEY})?[^{{}}]{{0,200}}\}}",
        "body-markup",
        "“{0}” is TeX and would be shown so; write {{cite:p}}`{1}`",
        r"\\",
    ),
    _sign(
        r"\\(?:emph|textit|textbf|footnote|enquote|href|url)\{([^{}]{0,200})\}?",
        "body-markup",
        "“{0}” is TeX and would be shown so; write *{1}* for emphasis, [words](https://…) for a link",
        r"\\",
    ),
    _sign(
        rf"\{{({_ROLES})\}}",
        "body-markup",
        "“{0}” has no words in backticks behind it and would be shown so; write {0}`…`, without a blank between",
        "{",
    ),
    _sign(
        r"(?<!\{)\b(cite:[pt])\b(?!\})",
        "body-markup",
        "“{0}” has no braces and would be shown so; write {{{0}}}`Key`",
        "cite:",
    ),
    _sign(
        r"\|\s{0,9}:?-{3,}[-:| ]{0,200}",
        "body-markup",
        "a table would be shown as it is written; say in a sentence or a list what stands in it",
        r"\|",
    ),
    _sign(
        r"<(www\.[^<>\s]{1,200})>",
        "body-markup",
        "“{0}” would be shown so; write <https://{1}>, or [words](https://{1})",
        "<",
    ),
    _sign(
        r"\[\[([^\[\]|]{0,200})(?:\|[^\[\]]{0,200})?\]\]",
        "body-markup",
        "“{0}” would be shown so; for a link write [{1}](https://…)",
        r"\[",
    ),
    _sign(
        r"\[\^([^\]]+)\]", "body-markup", "“{0}” would be shown so; a note has no notes: say it in the sentence", r"\["
    ),
)
_IN_HEADS = (
    _sign(
        r"\b(?:TODO|FIXME|TBD)\b|^\s*(?:…|\.\.\.|\?+|xxx+)\s*$",
        "draft",
        "“{0}” is a placeholder; write {1}",
        r"TODO|FIXME|TBD|…|\.\.\.|\?|xxx",
    ),
)
_NO_NAMES = {"your name", "your name here", "name", "author"}
_SHOWN = 60  # characters of what stands there


def bodies_are_finished(edition: Edition) -> Iterator[Problem]:
    """No text holds a placeholder, or markup of another program that would be shown as it stands."""
    notes = [note for source in edition.sources for note in source.annotations]
    things: list[Annotation | Parallel] = [*notes, *edition.parallels]
    for thing in things:
        for inline in thing.body.inlines():
            if inline.kind == "text":
                for code, message in _found(inline.text, _IN_BODIES, "Key"):
                    yield Problem(thing.path, inline.line, code, message)


def heads_are_finished(edition: Edition) -> Iterator[Problem]:
    """No title, gloss, lemma or name of an author is a placeholder."""
    for source in edition.sources:
        for note in source.annotations:
            yield from _in_head(note, "by", note.by, "how you want to be named")
            if note.by.strip().casefold() in _NO_NAMES:
                message = f"“{note.by}” is a placeholder; write how you want to be named"
                yield Problem(note.path, note.lines["by"], "draft", message)
    for parallel in edition.parallels:
        yield from _in_head(parallel, "title", parallel.title, "what the passages tell of")
        for item in (*parallel.passages, *parallel.touches):
            for words, what in ((item.gloss, "the translation of the words"), (item.why, "why")):
                for code, message in _found(words, _IN_HEADS, what):
                    yield Problem(parallel.path, item.line, code, message)


DRAFT_RULES = (bodies_are_finished, heads_are_finished)


def _in_head(thing: Annotation | Parallel, key: str, words: str, what: str) -> Iterator[Problem]:
    for code, message in _found(words, _IN_HEADS, what):
        yield Problem(thing.path, thing.lines[key], code, message)


def _found(text: str, signs: tuple[_Sign, ...], otherwise: str) -> Iterator[tuple[str, str]]:
    """Yield code and message of each sign in a text; what has been found is not looked at again."""
    if not _traces(signs).search(text):
        return
    for sign in signs:
        if not sign.form.search(text):
            continue
        for match in sign.form.finditer(text):
            meant = next((group for group in match.groups() if group), otherwise)
            yield sign.code, sign.message.format(beginning(match[0], _SHOWN), meant)
        text = sign.form.sub(" ", text)


@cache
def _traces(signs: tuple[_Sign, ...]) -> re.Pattern[str]:
    """Return what finds a trace of any sign: nearly no text holds one."""
    return re.compile("|".join(dict.fromkeys(sign.trace for sign in signs)))
