"""The head of a contribution: a strict, small part of YAML in, strings with their lines out.

Scalars are strings whatever they look like (`1.10`, `no`). Tags, anchors, aliases, merge keys, duplicate keys, unknown
keys and several documents are refused, each with its line. The events come from PyYAML; nothing is ever constructed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from variorum.model.limits import MAX_HEAD_LEVELS, MAX_VALUE_CHARS
from variorum.reading.files import Refused, refuse_hidden_characters
from variorum.text.nearest import nearest

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the C parser where PyYAML was built with it
_ONE_WORD = frozenset({"passage", "kind", "relation", "by", "lang", "language", "date", "source", "state"})
_CURLY = re.compile("[“”„‘’‚«»](.+)[“”‘’«»]")
_LONG = frozenset({"lemma", "before", "after", "gloss", "gloss_of", "was", "now"})


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the front matter with the line it stands on: a string, a list, or a mapping of such."""

    content: str | tuple[Value, ...] | Mapping[str, Value]
    line: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The head of a file, and where its text begins."""

    path: str
    values: Mapping[str, Value]
    text: str  # what stands below
    text_line: int  # 1-based line on which it begins

    @property
    def lines(self) -> dict[str, int]:
        """On which line each key stands."""
        return {key: value.line for key, value in self.values.items()}


def read_front_matter(
    path: str, text: str, *, keys: tuple[str, ...], others: tuple[tuple[tuple[str, ...], str], ...] = ()
) -> FrontMatter:
    """Split a contribution into its head and its text; raises `Refused`, also for a key that is not one of `keys`.

    `others` are keys that belong elsewhere, and what to say to whoever put them here.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise Refused(path, 1, "front-matter-missing", _no_beginning(lines))
    end = 1
    while end < len(lines) and lines[end].rstrip() != "---":
        end += 1
    if end == len(lines):
        raise Refused(
            path, 1, "front-matter-missing", "the front matter is not closed; end it with a line of three dashes"
        )
    values = _plain_mapping(lines[1:end]) or read_mapping(path, "\n".join(lines[1:end]))
    for key, value in values.items():
        if key not in keys:
            belongs = next((said for theirs, said in others if key in theirs), "")
            message = f"unknown key “{key}”: {belongs}" if belongs else unknown_key(key, keys)
            raise Refused(path, value.line, "key-unknown", message)
    below = end + 1
    while below < len(lines) and not lines[below].strip():
        below += 1
    return FrontMatter(path, values, "\n".join(lines[below:]), min(below + 1, len(lines)))


def unknown_key(key: str, keys: tuple[str, ...]) -> str:
    """Say that there is no such key, and which may be meant."""
    near = nearest(key.strip().lower(), keys, least=_LIKE_KEY) or _OTHER_NAMES.get(key.strip().lower(), "")
    meant = f"write “{near}:”; " if near in keys else ""
    return f"unknown key “{key}”; {meant}the keys are {', '.join(keys)}"


# What people call the keys who have not read of them.
_OTHER_NAMES = {
    "author": "by",
    "name": "by",
    "signed": "by",
    "type": "kind",
    "quote": "lemma",
    "words": "lemma",
    "text": "lemma",
    "locus": "passage",
    "paragraph": "passage",
    "translation": "gloss",
    "year": "date",
    "reason": "why",
    "works": "passages",
    "sources": "passages",
}
_LIKE_KEY = 70.0  # per cent of equal letters; keys are short, and few


def string(path: str, values: Mapping[str, Value], key: str, *, line: int = 1, required: bool = False) -> str:
    """Return a string of the head; raises `Refused` if it is missing though required, or is no string."""
    value = values.get(key)
    if value is None or value.content == "":
        if required:
            said = f"“{key}:” is empty; write what belongs there" if value else f"“{key}:” is missing; add it"
            raise Refused(path, value.line if value else line, "key-missing", said)
        return ""
    if not isinstance(value.content, str):
        raise Refused(path, value.line, "value-invalid", f"“{key}:” takes words, not a list")
    if key in _ONE_WORD and (match := _CURLY.fullmatch(value.content)):
        message = f'the quotation marks of {value.content} are those of a word processor; write {key}: "{match[1]}"'
        raise Refused(path, value.line, "value-invalid", message)
    if key not in _LONG and (len(value.content) > MAX_VALUE_CHARS or "\n" in value.content):
        message = f"“{key}:” takes one line of at most {MAX_VALUE_CHARS} characters"
        raise Refused(path, value.line, "value-invalid", message)
    return value.content


def _no_beginning(lines: list[str]) -> str:
    """Say what stands in the place of the three dashes with which a file begins."""
    form = "the first line must be three dashes (---), then the keys, then three dashes"
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if first and lines[first].rstrip() == "---":
        return f"{form}; delete the blank lines before them"
    begun = next((n for n, line in enumerate(lines[:_PREAMBLE_LINES]) if line.rstrip() == "---"), 0)
    if begun and _PLAIN.fullmatch(lines[begun + 1] if begun + 1 < len(lines) else ""):
        return f"{form}; they stand on line {begun + 1}: delete what stands before them"
    if lines[0].strip("-–— \t") == "" and lines[0].strip():
        return f"{form}; here stands “{lines[0].strip()}”"
    return form


_PREAMBLE_LINES = 10  # in which the dashes are looked for that should be the first line

# Nearly all heads are lines of `key: words` that YAML reads as they look; they need no parser.
# tests/test_frontmatter.py proves with random heads that both ways give the same values.
_PLAIN = re.compile(r'([a-z]+): (?:"([^"\\\t]*)"|(\w(?:[^:#\t]*(?::(?=[^\s:])[^:#\t]*)*[^\s:#])?))')


def _plain_mapping(lines: list[str]) -> dict[str, Value] | None:
    values: dict[str, Value] = {}
    for number, line in enumerate(lines, start=2):  # the first line of the file is the dashes
        match = _PLAIN.fullmatch(line)
        if not match or match[1] in values:
            return None
        quoted, plain = match[2], match[3]
        values[match[1]] = Value(plain if quoted is None else quoted, number)
    return values


def read_mapping(path: str, text: str) -> Mapping[str, Value]:
    """Return the keys and values of a head without its lines of dashes; raises `Refused`."""
    try:
        events = yaml.parse(text, Loader=_LOADER)
        for kind in (yaml.StreamStartEvent, yaml.DocumentStartEvent):
            event = next(events)
            if not isinstance(event, kind):
                raise Refused(path, 1, "front-matter-missing", "the front matter is empty; write the keys")
        value = _value(path, events, next(events), 1)
        next(events)  # the document's end
        extra = next(events)
    except yaml.MarkedYAMLError as error:
        unclosed = "quoted scalar" in (error.context or "")  # the end of the file helps nobody; say where it begins
        mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
        said = f"{error.problem or error.context}. Put the value into quotes if it holds a colon, #, or quotation marks"
        if unclosed and "escape" not in (error.problem or ""):
            said = "a quotation mark is opened here and not closed; close it at the end of the value"
        line, message = _likely_fault(text.split("\n")) or ((mark.line if mark else 0) + 2, said)
        raise Refused(path, line, "front-matter-broken", message) from error
    except yaml.YAMLError as error:
        raise Refused(path, 2, "front-matter-broken", "holds a character that YAML does not allow") from error
    if not isinstance(extra, yaml.StreamEndEvent):
        raise Refused(path, _line(extra), "front-matter-broken", "holds more than one document")
    if not isinstance(value.content, Mapping):
        raise Refused(path, 2, "front-matter-broken", "must be lines of the form “key: value”")
    return value.content


_QUOTED = re.compile(r'"(?:[^"\\\\]|\\\\.)*"|\'[^\']*\'')
_NO_COMMA = re.compile(r"[{,]\s*\w+\s*:\s*[^\s,{}]*\s+(\w+)\s*:\s")
_NO_BLANK = re.compile(r"\w+:[^\s:/]\S*")
_INDENTED = re.compile(r" +([a-z]+): ?\S.*")
_EQUALS = re.compile(r"([a-z]+) ?= ?(.+)")


def _likely_fault(lines: list[str]) -> tuple[int, str] | None:
    """Return line and message of what people get wrong, which YAML only notices later and says in its own words."""
    before = ""  # the line above
    for number, line in enumerate(lines, start=2):
        bare = _QUOTED.sub("_", line)
        if line.startswith("\t"):
            return number, "a tab stands at the beginning of the line; take it away, or write blanks"
        if _NO_BLANK.fullmatch(bare.strip()):
            return number, f"“{line.strip()}” has no blank after the colon; write “key: value”"
        if match := _NO_COMMA.search(bare):
            return number, f"a comma is missing before “{match[1]}:”"
        if bare.lstrip().startswith("- {") and bare.count("{") > bare.count("}"):
            return number, "the brace { of this line is not closed; end it with }"
        if _PLAIN.fullmatch(before) and (match := _INDENTED.fullmatch(bare)):
            return number, f"blanks stand before “{match[1]}:”; every key begins its line, so take them away"
        if match := _EQUALS.fullmatch(line):
            return number, f"write “{match[1]}: {match[2]}”, with a colon"
        before = line
    return None


def _value(path: str, events: Iterator[yaml.Event], event: yaml.Event, depth: int) -> Value:
    line = _line(event)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise Refused(path, line, "front-matter-broken", "uses an anchor (&) or alias (*); put the value into quotes")
    if getattr(event, "tag", None):
        raise Refused(path, line, "front-matter-broken", "uses a tag (!); put the value into quotes")
    if depth > MAX_HEAD_LEVELS:
        raise Refused(path, line, "front-matter-broken", "is nested too deep")
    if isinstance(event, yaml.ScalarEvent):
        # it may be written as an escape: "\\u202e"
        refuse_hidden_characters(path, event.value.replace("\n", " ").replace("\r", "\x00"), line)
        return Value(event.value, line)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_value(path, events, event, depth + 1))
        return Value(tuple(items), line)
    found: dict[str, Value] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _value(path, events, event, depth + 1)
        if not isinstance(key.content, str) or key.content == "<<":
            raise Refused(path, key.line, "front-matter-broken", "has a key that is not a plain word")
        if key.content in found:
            raise Refused(path, key.line, "front-matter-broken", f"has “{key.content}:” twice")
        value = _value(path, events, next(events), depth + 1)
        found[key.content] = Value(value.content, key.line)
    return Value(found, line)


def _line(event: yaml.Event) -> int:
    return (event.start_mark.line if event.start_mark else 0) + 2  # the first line of the file is the dashes
