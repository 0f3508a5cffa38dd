"""What an edition asks of its works beyond what every bibliography must hold: its settings in conf.py."""

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


@dataclass(frozen=True, slots=True)
class HouseRules:
    """The rules of one edition; those of a new one let every library pass as it is."""

    keys: str = ANY  # or "AuthorYear": Getty1985, ThomsonND
    names: str = ANY  # or "Last, First": each person so written, other scripts with a transliteration
    uses: str = ANY  # or "cited": every work is cited somewhere, or is kept as scholarship


def rules_of(settings: Mapping[str, object]) -> HouseRules:
    """Return the rules that conf.py's settings make; a value that does not exist counts as the default."""
    said = (str(settings.get(name, "")) for name in CHOICES)
    keys, names, uses = (
        value if value in choices else choices[0] for value, choices in zip(said, CHOICES.values(), strict=True)
    )
    return HouseRules(keys, names, uses)
