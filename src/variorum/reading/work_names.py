"""The names in a field of a work: TeX in, Persons and what is wrong with them out.

Read are BibTeX's three forms (`First von Last`, `von Last, First`, `von Last, Jr, First`), a body in braces
(`{Levada Center}`), `and others`, and biblatex' extended form (`family=Gaulle, given=Charles, prefix=de`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from variorum.model.works import Person
from variorum.reading.tex_letters import letters_of

_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_TOKEN = re.compile(r"[{}]|\s+and\s+(?=\S)|,|[\s~]+|[^{},\s~]+", re.IGNORECASE)
_HOLDING = re.compile(r"\{[^{}]*(?:[\s~,{]|$)|^[^{}]*\}")  # also braces that do not match
_EXTENDED = re.compile(r"\s*(family|given|prefix|suffix)(?:-i)?\s*=", re.IGNORECASE)
_NAME_PART = re.compile(r"\s*([a-z][a-z-]*)\s*=\s*(.*)", re.DOTALL | re.IGNORECASE)
_OTHERS = Person("others")


def split_names(raw: str) -> list[str]:
    """Return the names of a list, parted at each `and` that stands in no braces."""
    raw = raw.strip()
    return list(_outside(raw, "and")) if _holds_parts(raw) else [name for name in _AND.split(raw) if name]


def persons_of(names: Sequence[str], *, prefix_counts: bool = False) -> tuple[tuple[Person, ...], list[str]]:
    """Return the person of each name, and a sentence for each that is not written as it should be.

    `prefix_counts`: a particle (`von`, `de`) belongs to the family name, as biblatex' `useprefix` says.
    """
    people: list[Person] = []
    faults: list[str] = []
    for name in names:
        if _EXTENDED.match(name):
            people.append(_extended(name, prefix_counts))
        elif ";" in name and "{" not in name:
            faults.append(f"“{letters_of(name)}” has a semicolon; part names by “and”, or put braces around a body")
            people += (_person(part.strip(), prefix_counts)[0] for part in name.split(";") if part.strip())
        else:
            person, fault = _person(name, prefix_counts)
            people.append(person)
            faults += [fault] if fault else []
    return tuple(person for person in people if person.last or person.first), faults


def _person(name: str, prefix_counts: bool) -> tuple[Person, str]:
    if name.lower() == "others":
        return _OTHERS, ""
    if name.startswith("{") and name.endswith("}") and next(_outside(name, "blank")) == name:
        return Person(letters_of(name)), ""
    parts = [p.strip() for p in (_outside(name, ",") if _holds_parts(name) else name.split(","))]
    if len(parts) > 3:
        message = f"“{letters_of(name)}” has more commas than a name; part names by “and”, or put braces around a body"
        return Person(letters_of(name)), message
    if len(parts) == 1:
        first, prefix, last = _first_von_last(_words(parts[0]))
        return _made(last, first, prefix, "", prefix_counts), ""
    prefix, last = _von_last(_words(parts[0]))
    suffix = parts[1] if len(parts) == 3 else ""
    if not last and not prefix:
        return Person(letters_of(parts[-1])), f"“{letters_of(name)}” is a name without a family name"
    return _made(last, parts[-1], prefix, suffix, prefix_counts), ""


def _extended(name: str, prefix_counts: bool) -> Person:
    found: dict[str, str] = {}
    for part in _outside(name, ","):
        match = _NAME_PART.fullmatch(part)
        if match:
            found[match[1].lower()] = match[2].strip().strip('"')
    counts = found.get("useprefix", "").lower() == "true" or ("useprefix" not in found and prefix_counts)
    last = found.get("family", "")
    return _made(last, found.get("given", ""), found.get("prefix", ""), found.get("suffix", ""), counts)


def _made(last: str, first: str, prefix: str, suffix: str, prefix_counts: bool) -> Person:
    given = letters_of(first).replace("\u00a0", " ")
    return Person(
        letters_of(last).replace("\u00a0", " "),
        given,
        letters_of(prefix).replace("\u00a0", " "),
        letters_of(suffix),
        prefix_counts and bool(prefix),
    )


def _words(name: str) -> list[str]:
    return list(_outside(name, "blank")) if _holds_parts(name) else name.replace("~", " ").split()


def _holds_parts(text: str) -> bool:
    """Whether braces hold what would part names outside them; those of an accent do not."""
    return "{" in text and bool(_HOLDING.search(text))


def _first_von_last(words: list[str]) -> tuple[str, str, str]:
    """Part `Charles Louis de la Vallée Poussin`: particles are the words in small letters before the last word."""
    small = [n for n, word in enumerate(words[:-1]) if _is_small(word)]
    if not small:
        return " ".join(words[:-1]), "", words[-1] if words else ""
    start, end = small[0], small[-1] + 1
    return " ".join(words[:start]), " ".join(words[start:end]), " ".join(words[end:])


def _von_last(words: list[str]) -> tuple[str, str]:
    """Part `de la Vallée Poussin`: what stands before the first word with a capital is the particle."""
    small = [n for n, word in enumerate(words[:-1]) if _is_small(word)]
    end = small[-1] + 1 if small and small[0] == 0 else 0
    return " ".join(words[:end]), " ".join(words[end:])


def _is_small(word: str) -> bool:
    """Whether a word begins with a small letter; one in braces does not."""
    letter = next((c for c in letters_of(word) if c.isalpha()), "")
    return letter.islower() and (not word.startswith("{") or word.startswith("{\\"))


def _outside(text: str, at: str) -> Iterator[str]:
    """Yield the parts of a text between what stands in no braces: each `and`, comma or blank."""
    parts: list[str] = []
    depth = 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        depth += (token == "{") - (token == "}")
        bare = token.strip().lower() if token.strip() else ("blank" if token else "")
        if depth <= 0 and (bare == at or (at == "blank" and not token.strip("~ \t\n"))):
            if parts:
                yield "".join(parts).strip()
            elif at == ",":
                yield ""
            parts = []
        else:
            parts.append(token)
    if parts or at == ",":
        yield "".join(parts).strip()
