"""What an edition asks of its works and notes beyond what every one must hold: its settings in conf.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ANY = "any"
AUTHOR_YEAR = "AuthorYear"
LAST_FIRST = "Last, First"
CITED = "cited"
# setting in conf.py → what it may say, the default first
CHOICES: Mapping[str, tuple[str, str]] = {
    "variorum_work_keys": (ANY, AUTHOR_YEAR),
    "variorum_work_names": (ANY, LAST_FIRST),
    "variorum_work_uses": (ANY, CITED),
}
NOTE_WORDS = "variorum_note_words"
NOTE_WORKS = "variorum_note_works"
GLOSSES = "variorum_glosses"
# setting in conf.py that takes no choice → what it is where nothing is asked
OF_NOTES: Mapping[str, tuple[str, ...] | str] = {NOTE_WORDS: (), NOTE_WORKS: (), GLOSSES: ""}


@dataclass(frozen=True, slots=True)
class HouseRules:
    """The rules of one edition; those of a new one let every library and every note pass as it is."""

    keys: str = ANY  # or "AuthorYear": Getty1985, ThomsonND
    names: str = ANY  # or "Last, First": each person so written, other scripts with a transliteration
    uses: str = ANY  # or "cited": every work is cited somewhere, or is kept as scholarship
    note_words: tuple[int, int] | None = None  # fewest and most words of an annotation, e.g. (20, 80)
    note_works: tuple[str, ...] = ()  # kinds of annotations that cite a work, e.g. ("evidence", "dispute")
    glosses: str = ""  # language of the glosses that words in other languages have, BCP 47, e.g. "en"


def rules_of(settings: Mapping[str, object]) -> HouseRules:
    """Return the rules that conf.py's settings make; a value that does not exist counts as the default."""
    said = (str(settings.get(name, "")) for name in CHOICES)
    keys, names, uses = (
        value if value in choices else choices[0] for value, choices in zip(said, CHOICES.values(), strict=True)
    )
    kinds, glosses = settings.get(NOTE_WORKS, ()), settings.get(GLOSSES, "")
    return HouseRules(
        keys,
        names,
        uses,
        _two_numbers(settings.get(NOTE_WORDS, ())),
        tuple(map(str, kinds)) if isinstance(kinds, list | tuple) else (),
        glosses if isinstance(glosses, str) else "",
    )


def _two_numbers(value: object) -> tuple[int, int] | None:
    match value:
        case [int(fewest), int(most)] if 0 <= fewest <= most:
            return fewest, most
    return None
