"""The files that strangers send: one annotation or one parallel in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

from variorum.model.body import Body, parse_body
from variorum.model.edition import Parallel, ParallelPassage, Silence
from variorum.model.kinds import ANNOTATION_KINDS, RELATIONS
from variorum.model.limits import MAX_CONTRIBUTION_BYTES, MAX_PASSAGES
from variorum.model.problems import Problem
from variorum.model.source import Annotation
from variorum.reading.files import (
    NAMES,
    ParseCache,
    Refused,
    decode_contribution,
    digest_of,
    id_of,
    is_id,
    line_end_hints,
    list_files,
    read_bytes,
)
from variorum.reading.frontmatter import FrontMatter, Value, read_front_matter, string, unknown_key
from variorum.reading.language_tags import is_language_tag, what_tag
from variorum.text import dates
from variorum.text.nearest import nearest

T = TypeVar("T")

ANNOTATION_KEYS = ("passage", "lemma", "before", "after", "kind", "by", "lang", "formerly")
PARALLEL_KEYS = ("title", "relation", "date", "passages", "touches", "silent", "by", "lang", "formerly")
PARALLEL_PASSAGE_KEYS = ("source", "passage", "lemma", "gloss", "before", "after", "why", "gloss_of")
SILENCE_KEYS = ("source", "why")
# Keys that only the other kind of file has, and where that belongs.
_OF_PARALLELS = (
    ("relation", "passages", "touches", "silent", "title"),
    "this is a parallel; it belongs into parallels/",
)
_OF_NOTES = (("kind", "passage", "lemma"), "this is a note on one source; it belongs into sources/<id>/annotations/")
_OF_PASSAGES = (
    ("source", "gloss", "gloss_of", "before", "after", "why"),
    "it is said of one passage; write it between the braces of that one, after a comma",
)


def read_annotations(root: Path, source: str, cache: ParseCache) -> tuple[list[Annotation], list[Problem]]:
    """Read every annotation of a source, in the order of their file names; lemmata are not looked for yet."""
    return _read_folder(root, f"sources/{source}/annotations", cache, partial(_read_annotation, source))


def read_parallels(root: Path, cache: ParseCache) -> tuple[list[Parallel], list[Problem]]:
    """Read every parallel, in the order of their file names; lemmata are not looked for yet."""
    return _read_folder(root, "parallels", cache, _read_parallel)


def _read_folder(
    root: Path, folder: str, cache: ParseCache, read: Callable[[str, bytes, str], tuple[T, tuple[Problem, ...]]]
) -> tuple[list[T], list[Problem]]:
    """Read every file of a folder; `read` makes of its path, bytes and digest what it says and what is wrong."""
    found: list[T] = []
    problems: list[Problem] = []
    for path in list_files(root, folder, r".*\.md", problems):
        try:
            data = read_bytes(root, path, MAX_CONTRIBUTION_BYTES, is_listed=True)
            problems += line_end_hints(path, data)
            digest = digest_of(data)
            thing, faults = cache.recall(path, digest, partial(read, path, data, digest))
        except Refused as refused:
            problems.append(refused.problem)
        else:
            found.append(thing)
            problems += faults
    return found, problems


def parse_annotation(path: str, data: bytes) -> Annotation:
    """Return the annotation of a file as it is read from elsewhere than the disk; raises `Refused`."""
    return _read_annotation(path.split("/")[1], path, data, digest_of(data))[0]


def parse_parallel(path: str, data: bytes) -> Parallel:
    """Return the parallel of a file as it is read from elsewhere than the disk; raises `Refused`."""
    return _read_parallel(path, data, digest_of(data))[0]


def _read_annotation(source: str, path: str, data: bytes, digest: str) -> tuple[Annotation, tuple[Problem, ...]]:
    id_ = id_of(path)
    head = read_front_matter(path, decode_contribution(path, data), keys=ANNOTATION_KEYS, others=(_OF_PARALLELS,))
    kind = string(path, head.values, "kind", required=True)
    if kind not in ANNOTATION_KINDS:
        raise _not_one_of(path, head, "kind", kind, ANNOTATION_KINDS)
    body, problems = _read_body(head)
    annotation = Annotation(
        id=id_,
        source=source,
        passage=string(path, head.values, "passage", required=True),
        kind=kind,
        by=string(path, head.values, "by", required=True),
        body=body,
        path=path,
        lines=head.lines | {"body": head.text_line},
        lemma=_lemma(path, head.values),
        before=string(path, head.values, "before"),
        after=string(path, head.values, "after"),
        digest=digest,
        lang=_language(path, head),
        formerly=_former_ids(path, head),
    )
    return annotation, problems


def _read_parallel(path: str, data: bytes, digest: str) -> tuple[Parallel, tuple[Problem, ...]]:
    id_ = id_of(path)
    elsewhere = (_OF_NOTES, _OF_PASSAGES)
    head = read_front_matter(path, decode_contribution(path, data), keys=PARALLEL_KEYS, others=elsewhere)
    relation = string(path, head.values, "relation", required=True)
    if relation not in RELATIONS:
        raise _not_one_of(path, head, "relation", relation, RELATIONS)
    date = string(path, head.values, "date")
    days = dates.days_of(date) if "date" in head.values else (dates.UNDATED, dates.UNDATED)
    if days is None:
        meant = dates.in_edtf(date)
        form = "write 1906, 1906-07, 1906-07-16, 1904/1906 or 1932? for an uncertain year"
        form += "" if date else "; what has no date has no line for it"
        message = f"“{date}” is not EDTF; " + (f"did you mean {meant}?" if meant else form)
        raise Refused(path, head.lines["date"], "date-invalid", message)
    body, problems = _read_body(head)
    parallel = Parallel(
        id=id_,
        title=string(path, head.values, "title", required=True),
        relation=relation,
        date=date,
        first_day=days[0],
        last_day=days[1],
        passages=_read_passages(path, head),
        body=body,
        path=path,
        lines=head.lines | {"body": head.text_line},
        digest=digest,
        touches=tuple(_read_passage(path, item, "why") for item in _list(path, head, "touches")),
        silent=tuple(_read_silence(path, item) for item in _list(path, head, "silent")),
        by=string(path, head.values, "by"),
        lang=_language(path, head),
        formerly=_former_ids(path, head),
    )
    return parallel, problems


def _language(path: str, head: FrontMatter) -> str:
    language = string(path, head.values, "lang")
    if language and not is_language_tag(language):
        raise Refused(path, head.lines["lang"], "value-invalid", f"“lang:” takes {what_tag(language)}")
    return language


def _former_ids(path: str, head: FrontMatter) -> tuple[str, ...]:
    """Return the ids that a thing had before: one word, or a list of them."""
    value = head.values.get("formerly")
    if value is None:
        return ()
    items = value.content if isinstance(value.content, tuple) else (value,)
    for item in _not_too_many(path, value.line, items):
        if not isinstance(item.content, str) or not is_id(item.content.removesuffix(".md")):
            message = f"“formerly:” takes the name that the file had, or a list [one, two]; {NAMES}"
            raise Refused(path, item.line, "value-invalid", message)
    return tuple(str(item.content).removesuffix(".md") for item in items)


def _read_passages(path: str, head: FrontMatter) -> tuple[ParallelPassage, ...]:
    value = head.values.get("passages")
    if value is None or not isinstance(value.content, tuple):
        line = value.line if value else 1
        raise Refused(path, line, "key-missing", "“passages:” is missing or no list; write “- {source: …, passage: …}”")
    return tuple(_read_passage(path, item) for item in _not_too_many(path, value.line, value.content))


def _list(path: str, head: FrontMatter, key: str) -> tuple[Value, ...]:
    value = head.values.get(key)
    if value is None or value.content == "":
        return ()
    if not isinstance(value.content, tuple):
        raise Refused(path, value.line, "value-invalid", f"“{key}:” is a list; write “- {{source: …}}” below it")
    return _not_too_many(path, value.line, value.content)


def _not_too_many(path: str, line: int, items: tuple[Value, ...]) -> tuple[Value, ...]:
    if len(items) > MAX_PASSAGES:
        message = f"{len(items):,} passages; at most {MAX_PASSAGES} stand in one parallel, so make several of it"
        raise Refused(path, line, "value-invalid", message)
    return items


def _read_passage(path: str, item: Value, *required: str) -> ParallelPassage:
    values = _table(path, item, PARALLEL_PASSAGE_KEYS, "each passage is “{source: …, passage: …, lemma: …}”")
    return ParallelPassage(
        source=string(path, values, "source", line=item.line, required=True),
        passage=string(path, values, "passage", line=item.line, required=True),
        line=item.line,
        lemma=_lemma(path, values),
        gloss=string(path, values, "gloss"),
        gloss_of=string(path, values, "gloss_of"),
        before=string(path, values, "before"),
        after=string(path, values, "after"),
        why=string(path, values, "why", line=item.line, required="why" in required),
    )


def _lemma(path: str, values: Mapping[str, Value]) -> str:
    """Return the lemma, "" if there is none; raises `Refused` if it is there but empty, for it may have been lost."""
    lemma = string(path, values, "lemma")
    if "lemma" in values and not lemma.strip():
        message = "“lemma:” is empty; quote the words, or take the key away if the whole passage is meant"
        raise Refused(path, values["lemma"].line, "lemma-empty", message)
    return lemma


def _read_silence(path: str, item: Value) -> Silence:
    if isinstance(item.content, str):
        return Silence(item.content, item.line)
    values = _table(path, item, SILENCE_KEYS, "each silence is “{source: …}” or “{source: …, why: …}”")
    source = string(path, values, "source", line=item.line, required=True)
    return Silence(source, item.line, string(path, values, "why"))


def _table(path: str, item: Value, keys: tuple[str, ...], form: str) -> Mapping[str, Value]:
    """Return a map of the front matter; raises `Refused` if it is none, or has other keys than these."""
    values = item.content
    if not isinstance(values, Mapping):
        raise Refused(path, item.line, "value-invalid", form)
    for key, value in values.items():
        if key not in keys:
            raise Refused(path, value.line, "key-unknown", unknown_key(key, keys))
    return values


def _read_body(head: FrontMatter) -> tuple[Body, tuple[Problem, ...]]:
    body, faults = parse_body(head.text, head.text_line)
    return body, tuple(Problem(head.path, fault.line, fault.code, fault.message) for fault in faults)


def _not_one_of(path: str, head: FrontMatter, key: str, value: str, known: Mapping[str, object]) -> Refused:
    near = nearest(value.strip().lower(), [*known], least=_LIKE_WORD)
    meant = f"did you mean {near}? " if near else ""
    message = f"unknown {key} “{value}”; {meant}it is one of {', '.join(known)}"
    return Refused(path, head.lines[key], "value-invalid", message)


_LIKE_WORD = 65.0  # per cent of equal letters; the words of a closed list are few, and little like one another
