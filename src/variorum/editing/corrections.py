"""What readers want put right: a message of theirs in, the files of the edition with the new words out.

The form in the page (theme/static/mistake_form.js) ends a message in lines that say which words become which. Nothing
is written here, and only words of ours change: those of translations, names and parallels, never those of a source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from variorum.editing.renaming import Place, Renaming
from variorum.model.edition import Name
from variorum.model.limits import MAX_TEXT_BYTES
from variorum.reading.contributions import parse_parallel
from variorum.reading.files import Refused, decode_contribution, is_there, read_bytes, with_line_ends_of
from variorum.reading.frontmatter import read_front_matter, string
from variorum.reading.names import PATH as NAMES
from variorum.reading.names import parse_names
from variorum.reading.sources import parse_translation
from variorum.text.quoting import quoted

KEYS = ("correct", "passage", "name", "was", "now", "by")
_BLOCK = re.compile(r"(?m)^---[ \t]*\n(?=correct:)(?:(?!---[ \t]*$).*\n)+---[ \t]*$")
_ID = r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"
_TRANSLATION = re.compile(rf"sources/{_ID}/translation\.{_ID}\.md")
_NO_WORDS = re.compile(r"[ \t]*(?:id|kind|wikidata|years)[ \t]*=")
_PARALLEL = re.compile(rf"parallels/{_ID}\.md")


@dataclass(frozen=True, slots=True)
class Correction:
    """Words of ours that are to be other words."""

    path: str  # e.g. "sources/nepali/translation.en.md"
    passage: str  # its locus, of a translation
    name: str  # id in names.toml; "" if it is not known
    was: str
    now: str
    by: str
    line: int  # of the message


def corrections_in(path: str, data: bytes) -> list[Correction]:
    """Return the corrections of a message, in their order; raises `Refused` if there is none, or one cannot be read."""
    text = decode_contribution(path, data).replace("\r\n", "\n")
    found = [_correction(path, text, match) for match in _BLOCK.finditer(text)]
    if not found:
        message = "there is no correction in it; it begins with a line --- and a line “correct: <file>”"
        raise Refused(path, 1, "front-matter-missing", message)
    return found


def _correction(path: str, text: str, match: re.Match[str]) -> Correction:
    head = read_front_matter(path, match[0], keys=KEYS)
    line = text.count("\n", 0, match.start()) + 1
    words = {
        key: " ".join(string(path, head.values, key, required=key in ("correct", "was", "now")).split()) for key in KEYS
    }
    return Correction(words.pop("correct"), **words, line=line)


def corrected(root: Path, path: str, corrections: Sequence[Correction]) -> Renaming:
    """Return what changes if all corrections of the message at `path` are made; raises `Refused` if one cannot be."""
    texts: dict[str, str] = {}
    files: dict[str, bytes] = {}
    places: list[Place] = []
    for one in corrections:
        if not (one.path == NAMES or _TRANSLATION.fullmatch(one.path) or _PARALLEL.fullmatch(one.path)):
            raise _refused(path, one, f"{one.path} is no translation, no parallel and not {NAMES}; mend it by hand")
        if not is_there(root, one.path):
            raise _refused(path, one, f"the edition has no {one.path}")
        data = read_bytes(root, one.path, MAX_TEXT_BYTES)
        old = texts.get(one.path) or decode_contribution(one.path, data).replace("\r\n", "\n")
        new = _with_new_words(path, one, old)
        _hold_as_read(path, one, old, new)
        texts[one.path], files[one.path] = new, with_line_ends_of(data, new)
        places += _places(one.path, old, new)
    return Renaming(files, tuple(places), ())


def _with_new_words(path: str, one: Correction, text: str) -> str:
    """Return the text in which the old words of the correction are the new ones."""
    start, end = _scope(path, one, text)
    pattern = _pattern(one.was)
    found = [match for match in pattern.finditer(text, start, end) if not _says_no_words(text, match.start())]
    found = [match for match in found if _is_whole(text, match)] or found
    if not found:
        there = _pattern(one.now).search(text, start, end)
        lost = f"does not say “{one.was}” (any more); look it up and mend it by hand"
        raise _refused(path, one, f"{_where(one)} {f'says “{one.now}” already' if there else lost}")
    if len(found) > 1 and not one.name:
        message = f"“{one.was}” stands {len(found)} times in {_where(one)}; write more words into was: and now:"
        raise _refused(path, one, message)
    for match in reversed(found):
        in_a_string = one.path == NAMES or _in_head(text, match.start())
        now = quoted(one.now)[1:-1] if in_a_string else one.now
        text = text[: match.start()] + now + text[match.end() :]
    return text


def _scope(path: str, one: Correction, text: str) -> tuple[int, int]:
    """Return from where to where the words are looked for: the passage of a translation, the entry of a name."""
    if one.passage and _TRANSLATION.fullmatch(one.path):
        begin = re.compile(rf"(?m)^## {re.escape(one.passage)}(?:[ \t][^\n]*)?$")
        return _section(path, one, text, begin, re.compile(r"(?m)^## "))
    if one.name:
        begin = re.compile(rf"(?m)^[ \t]*id[ \t]*=[ \t]*[\"']{re.escape(one.name)}[\"'][^\n]*$")
        return _section(path, one, text, begin, re.compile(r"(?m)^[ \t]*\[\[[ \t]*name"))
    return 0, len(text)


def _section(path: str, one: Correction, text: str, begin: re.Pattern[str], end: re.Pattern[str]) -> tuple[int, int]:
    first = begin.search(text)
    if first is None:
        raise _refused(path, one, f"{one.path} has no {one.passage or one.name}")
    after = end.search(text, first.end())
    return first.end(), after.start() if after else len(text)


def _pattern(words: str) -> re.Pattern[str]:
    """Match words whatever blanks part them, and with their quotation marks written as in a string."""
    parts = (re.escape(part).replace('"', r"\\?\"") for part in words.split())
    return re.compile(r"\s+".join(parts))


def _is_whole(text: str, match: re.Match[str]) -> bool:
    """Whether no letter stands right before or after what was found."""
    return not (text[match.start() - 1 : match.start()].isalnum() or text[match.end() : match.end() + 1].isalnum())


def _says_no_words(text: str, at: int) -> bool:
    """Whether a place stands in a line of names.toml that readers do not see."""
    return bool(_NO_WORDS.match(text, text.rfind("\n", 0, at) + 1))


def _in_head(text: str, at: int) -> bool:
    return text.find("\n---", 3) > at


def _hold_as_read(path: str, one: Correction, old: str, new: str) -> None:
    """Raise `Refused` if the file cannot be read any more, or says anything else otherwise than before."""
    try:
        before, after = _read(one.path, old), _read(one.path, new)
    except Refused as refused:
        raise _refused(path, one, f"{one.path} could not be read then: {refused.problem.message}") from refused
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    if len(changed) != 1 or not changed <= ({one.name, one.passage} - {""} or changed):
        raise _refused(path, one, f"more than these words would change in {one.path}; mend it by hand")
    if one.now not in " ".join(after.get(changed.pop(), "").split()):
        raise _refused(path, one, f"“{one.now}” cannot be written into {one.path} as it is; mend it by hand")


def _read(path: str, text: str) -> Mapping[str, str]:
    """Return what a file says, by passage or id."""
    data = text.encode("utf-8")
    if path == NAMES:
        return {id_: "\n".join(_words_of(name)) for id_, name in parse_names(data)[0].items()}
    if _TRANSLATION.fullmatch(path):
        return parse_translation(path, data).passages
    found = parse_parallel(path, data)
    passages = [*found.passages, *found.touches]
    said = {"title": found.title, "": text.partition("\n---")[2]}
    return said | {f"passage {n}": f"{p.gloss}\n{p.why}" for n, p in enumerate(passages)}


def _words_of(name: Name) -> Iterator[str]:
    yield from (name.name, name.sort, name.description)
    for table in (name.spellings, name.phrases):
        for words in table.values():
            yield from words


def _places(path: str, old: str, new: str) -> Iterator[Place]:
    """Yield each line that changes."""
    was, now = old.split("\n"), new.split("\n")
    if len(was) == len(now):
        pairs = zip(was, now, strict=True)
        yield from (Place(path, n, a, b) for n, (a, b) in enumerate(pairs, start=1) if a != b)
        return
    first = next(n for n, (a, b) in enumerate(zip(was, now, strict=False)) if a != b)
    same = next(n for n, (a, b) in enumerate(zip(was[::-1], now[::-1], strict=False)) if a != b)
    yield Place(path, first + 1, " ".join(was[first : len(was) - same]), " ".join(now[first : len(now) - same]))


def _where(one: Correction) -> str:
    return f"{one.path} ({one.passage or one.name})" if one.passage or one.name else one.path


def _refused(path: str, one: Correction, message: str) -> Refused:
    return Refused(path, one.line, "value-invalid", message)
