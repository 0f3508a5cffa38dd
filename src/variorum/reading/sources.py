"""A source's folder in, a `Source` out: text.txt, source.toml, outline.tsv, translation.<language>.md.

The text is data: it is split at line feeds and never changed. What the outline and the text say of one another is
checked here, because a Source whose outline does not fit cannot be set.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from variorum.model.limits import MAX_CONTRIBUTION_BYTES, MAX_ORIGINAL_BYTES, MAX_TEXT_BYTES
from variorum.model.loci import LOCUS_FORM, is_locus
from variorum.model.passages import Passage, PassageKind, Translation
from variorum.model.problems import Problem
from variorum.model.source import Source
from variorum.reading.files import (
    ParseCache,
    Refused,
    decode,
    decode_contribution,
    digest_of,
    line_end_hints,
    list_files,
    load_toml,
    read_bytes,
)
from variorum.reading.frontmatter import read_front_matter, string
from variorum.reading.language_tags import is_language_tag, what_tag
from variorum.reading.layer import with_layer
from variorum.reading.tables import table_rows
from variorum.text.excerpt import beginning
from variorum.text.nearest import nearest
from variorum.text.scripts import direction_of

KEYS = ("title", "label", "siglum", "language", "origin", "rights", "sha256")
OPTIONAL_KEYS = ("order", "direction", "original", "original_sha256")
_COLUMNS = ("lines", "kind", "locus", "remark")
_RANGE = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")
_SIGLUM = re.compile(r"(?=\d*[^\W\d_])[^\W_][\w.-]{0,9}")
_ORIGINAL = re.compile(r"original\.[a-z0-9]{1,9}")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


def read_source(root: Path, id_: str, cache: ParseCache) -> tuple[Source | None, list[Problem]]:
    """Read one source without its annotations; None if so much is wrong that it cannot be set."""
    folder = f"sources/{id_}"
    try:
        text = read_bytes(root, f"{folder}/text.txt", MAX_TEXT_BYTES)
        toml = read_bytes(root, f"{folder}/source.toml", MAX_CONTRIBUTION_BYTES)
        outline = read_bytes(root, f"{folder}/outline.tsv", MAX_TEXT_BYTES)
        digest = digest_of(text, toml, outline)
        source, problems = cache.recall(folder, digest, partial(_read, folder, id_, text, toml, outline, digest))
    except Refused as refused:
        return None, [refused.problem]
    found = [
        *line_end_hints(f"{folder}/source.toml", toml),
        *line_end_hints(f"{folder}/outline.tsv", outline),
        *problems,
    ]
    source, more = with_layer(root, source, cache)
    found += more
    about = cache.recall(f"{folder}/source.toml", digest_of(toml), partial(_read_toml, f"{folder}/source.toml", toml))
    found += _original_problems(root, folder, about)
    for path in list_files(root, folder, r"translation\..+\.md", found):
        try:
            data = read_bytes(root, path, MAX_TEXT_BYTES)
            found += line_end_hints(path, data)
            known = digest_of(data)
            translation = cache.recall(path, known, partial(_read_translation, path, data, known))
            source = replace(source, translations=(*source.translations, translation))
        except Refused as refused:
            found.append(refused.problem)
    return source, found


def _original_problems(root: Path, folder: str, about: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with the file that a source was brought in from: it is lost, or not that file any more."""
    name, said = about.get("original", ""), about.get("original_sha256", "")
    if not name:
        return
    try:
        actual = hashlib.sha256(read_bytes(root, f"{folder}/{name}", MAX_ORIGINAL_BYTES)).hexdigest()
    except Refused as refused:
        yield refused.problem
        return
    if actual != said.lower():
        message = f"its sha256 is {actual}, source.toml says {said or 'nothing'}. Restore it, or bring it in again: "
        yield Problem(f"{folder}/{name}", 1, "original-changed", f"{message}variorum import --again")


def source_at(id_: str, files: Mapping[str, bytes]) -> Source | None:
    """Return a source from the bytes of text.txt, source.toml and outline.tsv, as an earlier version had them."""
    try:
        return _read(f"sources/{id_}", id_, files["text.txt"], files["source.toml"], files["outline.tsv"], "")[0]
    except Refused:
        return None


def _read(
    folder: str, id_: str, text: bytes, toml: bytes, outline: bytes, digest: str
) -> tuple[Source, tuple[Problem, ...]]:
    about = _read_toml(f"{folder}/source.toml", toml)
    problems: list[Problem] = []
    actual = hashlib.sha256(text).hexdigest()
    if about["sha256"].lower() != actual:
        problems.append(
            Problem(
                f"{folder}/text.txt",
                1,
                "source-changed",
                f"its sha256 is {actual}, source.toml says {about['sha256']}. Was the text corrected? Then variorum "
                f"reanchor {id_} --accept carries over all that hangs on it; if not, restore the file",
            )
        )
    lines = [line.removesuffix("\r") for line in decode(f"{folder}/text.txt", text).split("\n")]
    path = f"{folder}/outline.tsv"
    passages = []
    covered = 0
    loci: dict[str, int] = {}
    last: Passage | None = None
    told = 0  # how many rows were found broken so far: what lies between such a row's neighbours is said with it
    for number, passage in _read_outline(path, decode_contribution(path, outline), problems):
        broken, told = len(problems) > told, len(problems)
        problems += _account(path, number, passage, covered, lines, gap_is_told=broken)
        # a row that reaches too far is said once: the next ones begin after it began
        reaches_too_far = last is not None and last.first_line < passage.first_line <= covered
        covered = passage.last_line if reaches_too_far else max(covered, passage.last_line)
        last, told = passage, len(problems)
        if passage.locus and passage.locus in loci:
            problems.append(
                Problem(path, number, "locus-repeated", f"{passage.locus} is already on line {loci[passage.locus]}")
            )
            told = len(problems)
            continue
        loci[passage.locus] = number
        passages.append(_with_text(passage, lines))
    if len(problems) == told:
        problems += _skipped(path, 1, covered + 1, len(lines), lines)
    source = Source(
        id=id_,
        siglum=about["siglum"],
        title=about["title"],
        label=about["label"],
        language=about["language"],
        origin=about["origin"],
        rights=about["rights"],
        order=about["order"],
        passages=tuple(passages),
        digest=digest,
        direction=about.get("direction") or direction_of(about["language"]),
    )
    return source, tuple(problems)


def _read_toml(path: str, data: bytes) -> Mapping[str, Any]:
    text = decode_contribution(path, data)
    about = load_toml(path, text)
    for key in about:
        if key not in (*KEYS, *OPTIONAL_KEYS):
            known = ", ".join((*KEYS, *OPTIONAL_KEYS))
            raise Refused(path, _line_of(text, key), "key-unknown", f"unknown key “{key}”; the keys are {known}")
    for key in KEYS:
        if not isinstance(about.get(key), str) or not about[key].strip():
            raise Refused(path, 1, "key-missing", f'“{key} = "…"” is missing; add it')
    if not isinstance(about.setdefault("order", 0), int):
        raise Refused(path, _line_of(text, "order"), "value-invalid", "“order” takes a whole number")
    if not _SIGLUM.fullmatch(about["siglum"]):
        raise Refused(path, _line_of(text, "siglum"), "value-invalid", "“siglum” takes a short word such as No")
    if not is_language_tag(about["language"]):
        raise Refused(path, _line_of(text, "language"), "value-invalid", "“language” takes a tag such as nb or ne")
    for key, fits, form in _OPTIONAL:
        if key in about and not (isinstance(about[key], str) and fits(about[key])):
            raise Refused(path, _line_of(text, key), "value-invalid", f"“{key}” takes {form}")
    return about


# What the keys take that may be left out: key, whether a value fits, what to write.
_OPTIONAL: tuple[tuple[str, Callable[[str], object], str], ...] = (
    ("direction", {"ltr", "rtl"}.__contains__, 'the direction of the lines, "ltr" or "rtl"'),
    ("original", _ORIGINAL.fullmatch, "the name of a file beside it such as original.xml"),
    ("original_sha256", _SHA256.fullmatch, "the checksum of the original, 64 figures and letters a-f"),
)


def _line_of(text: str, key: str) -> int:
    found = re.search(rf"^\s*{re.escape(key)}\s*=", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


_KINDS = frozenset(map(str, PassageKind))


def _read_outline(path: str, text: str, problems: list[Problem]) -> Iterator[tuple[int, Passage]]:
    """Yield each row that can be understood with its line; the others become Problems."""
    for number, (lines, kind, locus, remark) in table_rows(path, text, _COLUMNS, problems):
        span = _RANGE.fullmatch(lines)
        if not span or int(span[1]) < 1 or int(span[2] or span[1]) < int(span[1]):
            problems.append(Problem(path, number, "table-broken", f"“{lines}” is no line or range such as 12 or 12-15"))
        elif kind not in _KINDS:
            near = nearest(kind.lower(), [str(known) for known in PassageKind], least=65)
            meant = f"did you mean {near}? " if near else ""
            message = f"unknown kind “{kind}”; {meant}the kinds are {', '.join(PassageKind)}"
            problems.append(Problem(path, number, "value-invalid", message))
        elif kind == PassageKind.OMITTED and (locus or not remark):
            problems.append(
                Problem(path, number, "value-invalid", "an omitted line has no locus, and a reason as remark")
            )
        elif kind != PassageKind.OMITTED and not is_locus(locus):
            problems.append(Problem(path, number, "locus-missing", f"“{locus}” is no locus; {LOCUS_FORM}"))
        else:
            yield number, Passage(locus, PassageKind(kind), int(span[1]), int(span[2] or span[1]), "", remark)


def _account(
    path: str, number: int, passage: Passage, covered: int, lines: list[str], *, gap_is_told: bool
) -> Iterator[Problem]:
    """Yield what is wrong with a row, given that all lines up to `covered` are accounted for.

    Lines that are missing before it are not said where a broken row stands that will have meant them.
    """
    first, last = passage.first_line, passage.last_line
    if last > len(lines) or not lines[first - 1].strip() or not lines[last - 1].strip():
        yield Problem(
            path,
            number,
            "outline-blank",
            f"line {first if first == last else f'{first}-{last}'} of text.txt is blank or does not exist",
        )
    if first <= covered:
        yield Problem(
            path, number, "outline-repeats", f"line {first} of text.txt is already accounted for, or out of order"
        )
    if not gap_is_told:
        yield from _skipped(path, number, covered + 1, first - 1, lines)


def _skipped(path: str, row: int, first: int, last: int, lines: list[str]) -> Iterator[Problem]:
    """Yield one Problem for all lines with words from `first` to `last` that no row names."""
    missing = [n for n in range(first, min(last, len(lines)) + 1) if lines[n - 1].strip()]
    if missing:
        more = f"; so are {len(missing) - 1} more lines, up to {missing[-1]}" if len(missing) > 1 else ""
        words = beginning(lines[missing[0] - 1], 40)
        message = f"line {missing[0]} of text.txt is missing: “{words}”{more}"
        yield Problem(path, row, "outline-skips", message)


def _with_text(passage: Passage, lines: list[str]) -> Passage:
    if passage.kind is PassageKind.OMITTED:
        return passage
    text = "\n".join(lines[passage.first_line - 1 : passage.last_line])
    return replace(passage, text=text)


def parse_translation(path: str, data: bytes) -> Translation:
    """Return the translation of a file as it is read from elsewhere than the disk; raises `Refused`."""
    return _read_translation(path, data, digest_of(data))


_HEAD = re.compile(r"## (\S+)(?:[ \t]+([0-9a-f]{8}))?")
_NEARLY_HEAD = re.compile(r"[ \t]*#{1,6}[ \t]*(?:([^\s#]+)[ \t]+)?([^\s#]+?)[.:]?")


def _read_translation(path: str, data: bytes, digest: str) -> Translation:
    head = read_front_matter(path, decode_contribution(path, data), keys=("language", "by", "date", "state"))
    passages: dict[str, str] = {}
    lines: dict[str, int] = {}
    digests: dict[str, str] = {}
    locus = ""
    for number, line in enumerate(head.text.split("\n"), start=head.text_line):
        heading = _HEAD.fullmatch(line.rstrip())
        if heading:
            locus = heading[1]
            if locus in lines:
                raise Refused(path, number, "locus-repeated", f"{locus} is already translated on line {lines[locus]}")
            lines[locus] = number
            digests |= {locus: heading[2]} if heading[2] else {}
        elif near := _NEARLY_HEAD.fullmatch(line.rstrip()):
            words = [word for word in near.groups() if word]
            locus = next((word for word in words if any(map(str.isdigit, word))), words[-1])
            message = f"“{line.strip()}” is no heading of a passage; write “## {locus}”"
            raise Refused(path, number, "table-broken", message)
        elif line.strip() and not locus:
            raise Refused(
                path, number, "table-broken", "words before the first “## locus”; each passage begins with its locus"
            )
        elif line.strip():
            passages[locus] = f"{passages[locus]}\n{line.strip()}" if locus in passages else line.strip()
    language = string(path, head.values, "language", required=True)
    if not is_language_tag(language):
        raise Refused(path, head.lines["language"], "value-invalid", f"“language:” takes {what_tag(language)}")
    named = path.rpartition("/")[2].removeprefix("translation.").removesuffix(".md")
    if language != named:
        message = f"the file is named for “{named}”; name it translation.{language}.md, or write “language: {named}”"
        raise Refused(path, head.lines["language"], "value-invalid", message)
    state = string(path, head.values, "state")
    if state not in ("", "partial"):
        raise Refused(path, head.lines["state"], "value-invalid", "“state:” takes partial; a whole one needs none")
    return Translation(
        language=language,
        by=string(path, head.values, "by", required=True),
        date=string(path, head.values, "date", required=True),
        passages=passages,
        lines=lines,
        path=path,
        digest=digest,
        partial=state == "partial",
        digests=digests,
    )
