"""Works as citeproc is to print them: Works in, items of CSL-JSON and what CSL has no place for out.

They differ from those of `exports`, which other programs read: names stand in Latin letters where these are given, for
styles know no others; a title has its transliteration and translation after it, its italics in it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from variorum.model.works import Person, Work
from variorum.wording.messages import Wording
from variorum.works.described_work import DescribedWork
from variorum.works.exports import CSL_PEOPLE, csl_item, csl_name, people_of
from variorum.works.labels import OTHERS
from variorum.works.phrases import eprint_address, listed
from variorum.works.runs import STOP, Run
from variorum.works.sentences import certainty, language

# Citeproc sets a name without a Latin, Greek or Cyrillic letter in it as Chinese and Japanese are set: family name
# first, no blank. In scripts that do part their words this letter, which is taken out again, prevents it
# (https://hackage.haskell.org/package/citeproc, isByzantineName).
PARTED = "\u0138"
# What keeps a sign of less-than from being taken for markup; taken out again too.
NO_MARKUP = "\u2060"
# The titles of a work in CSL → our field, and other forms of it.
_TITLES: Mapping[str, tuple[str, str, str]] = {
    "title": ("title", "titletranslit", "titletrans"),
    "container-title": ("journal", "journaltranslit", ""),
    "volume-title": ("maintitle", "", ""),
}
_OURS = ("custom", "note", "abstract", "annote")  # what a style would print, if at all, where nobody looks for it
_UNPARTED = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")


def printed_item(work: Work, wording: Wording) -> dict[str, Any]:
    """Return a work for citeproc."""
    item = {name: value for name, value in csl_item(work).items() if name not in _OURS}
    for name, (field, latin, translated) in _TITLES.items():
        if name in item and item[name] == work.fields.get(field):
            item[name] = _title(work, field, work.fields.get(latin, ""), work.fields.get(translated, ""), wording)
    item.setdefault("title-short", work.title.split(": ", 1)[0])
    if "part-number" in item:  # the styles know it as part of the volume
        item["volume"] = ".".join(filter(None, (item.get("volume", ""), item.pop("part-number"))))
    if where := eprint_address(work.fields):
        item["URL"] = where
    for role, variable in CSL_PEOPLE.items():
        people = _in_latin(work, role)
        if variable in item and people:
            item[variable] = [_parted(csl_name(person)) for person in people if person.last != OTHERS]
    return item


def beyond(entry: DescribedWork) -> Iterator[Run]:
    """Say what no style has a place for: names in their own letters, the language, the note, how sure it is."""
    work = entry.work
    if work.transliterated:
        yield Run(f"[{listed(work.leads, entry.wording)}]")
        yield STOP
    yield from language(entry)
    yield STOP
    yield from entry.words("note")
    yield STOP
    yield from certainty(entry)


def _title(work: Work, field: str, latin: str, translated: str, wording: Wording) -> str:
    text, at, pieces = work.fields[field], 0, []
    for span in work.emphasis.get(field, ()):
        pieces += [_plain(text[at : span.start]), f"<i>{_plain(text[span.start : span.end])}</i>"]
        at = span.end
    pieces.append(_plain(text[at:]))
    said = [_plain(latin)] if latin else []
    said += [wording.say("“{words}”", words=_plain(translated))] if translated else []
    return "".join(pieces) + (f' <span class="nocase">[{"; ".join(said)}]</span>' if said else "")


def _plain(text: str) -> str:
    return text.replace("<", f"<{NO_MARKUP}")


def _in_latin(work: Work, role: str) -> Sequence[Person]:
    """Return the persons in a role, in Latin letters where the entry has them for those who lead it."""
    people = people_of(work, role)
    return work.transliterated if work.transliterated and people == work.leads else people


def _parted(name: dict[str, str]) -> dict[str, str]:
    family = name.get("family", "")
    return {**name, "family": family + PARTED} if is_taken_for_chinese(family) else name


def is_taken_for_chinese(family: str) -> bool:
    """Whether citeproc would print a family name as Chinese and Japanese are, though its script parts its words."""
    letter = next((c for c in family if c.isalpha()), "")
    known = any(c.isascii() or "À" <= c <= "ſ" or "Ͱ" <= c <= "ԯ" for c in family)  # by which citeproc sees it itself
    return bool(letter) and not known and not unicodedata.name(letter, "").startswith(_UNPARTED)
