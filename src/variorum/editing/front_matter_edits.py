"""Another place in the head of a contribution: the file's text and the new values in, the text with them out.

Only the letters of these values change; comments, order, quotation marks, and how a mapping is laid out stay. What was
written is read again by the strict reader: if anything else would say something else than before, nothing is returned.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from variorum.reading.contributions import ANNOTATION_KEYS, PARALLEL_KEYS
from variorum.reading.files import Refused
from variorum.reading.frontmatter import FrontMatter, Value, read_front_matter
from variorum.text.quoting import quoted

_ORDER = ("source", "passage", "lemma", "gloss", "gloss_of", "before", "after")
_KEYS = tuple({*ANNOTATION_KEYS, *PARALLEL_KEYS})
Part = tuple[str, int]  # an item of a list of the head, from 0: ("passages", 2)
_Edit = tuple[int, int, str]  # from, to, what stands there instead


def with_values(path: str, text: str, values: Mapping[str, str], part: Part | None = None) -> str | None:
    """Return the text with new values (an empty one takes its key away), or None if that cannot be done safely.

    `part` names an item of a list of the head; None means the head itself.
    """
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"), 0)
    head = "\n".join(lines[1:end])
    start = len(lines[0]) + 1
    try:
        old = _read(path, text)
        mapping = _mapping_of(yaml.compose(head, Loader=yaml.BaseLoader), part)
        if mapping is None:
            return None
        for first, last, words in sorted(_edits(head, mapping, values), reverse=True):
            head = head[:first] + words + head[last:]
        written = text[:start] + head + text[start + len("\n".join(lines[1:end])) :]
        new = _read(path, written)
    except (Refused, yaml.YAMLError, StopIteration):
        return None
    wanted = _changed({key: _plain(value) for key, value in old.values.items()}, values, part)
    same = wanted == {key: _plain(value) for key, value in new.values.items()} and old.text == new.text
    return written if same else None


def _read(path: str, text: str) -> FrontMatter:
    """Read the head as the reader of contributions does: a byte-order mark and CR LF are other people's habits."""
    return read_front_matter(path, text.removeprefix("\ufeff").replace("\r\n", "\n"), keys=_KEYS)


def _mapping_of(root: yaml.Node | None, part: Part | None) -> yaml.MappingNode | None:
    assert isinstance(root, yaml.MappingNode)  # any other head is refused
    if part is None:
        return root
    items = next((value for key, value in root.value if key.value == part[0]), None)
    item = items.value[part[1]] if isinstance(items, yaml.SequenceNode) else None
    return item if isinstance(item, yaml.MappingNode) else None


def _edits(head: str, mapping: yaml.MappingNode, values: Mapping[str, str]) -> list[_Edit]:
    """Return what has to be written where."""
    pairs: list[tuple[yaml.Node, yaml.Node]] = mapping.value
    at = {key.value: n for n, (key, _) in enumerate(pairs)}
    edits: list[_Edit] = []
    for name in _ORDER:
        if name not in values:
            continue
        words = values[name]
        if name in at and words:
            edits += _replaced(head, pairs[at[name]][1], words)
        elif name in at:
            edits.append(_removed(head, pairs, at[name]))
    new = [(name, values[name]) for name in _ORDER if values.get(name) and name not in at]
    kept = [n for name, n in at.items() if values.get(name, "kept")]
    after = max(
        (n for n in kept if pairs[n][0].value in _ORDER), key=lambda n: _ORDER.index(pairs[n][0].value), default=0
    )
    if new:
        edits.append(_inserted(head, mapping, pairs[after], new))
    return edits


def _replaced(head: str, value: yaml.Node, words: str) -> list[_Edit]:
    if value.value == words:
        return []
    first, last = value.start_mark.index, value.end_mark.index
    before = " " if head[first - 1 : first] == ":" else ""  # the key had no value
    tail = head[first:last][len(head[first:last].rstrip()) :]  # a block of lines ends below its last letter
    return [(first, last, before + quoted(words) + tail)]


def _removed(head: str, pairs: list[tuple[yaml.Node, yaml.Node]], n: int) -> _Edit:
    """Take a pair away: up to the next key, or, if it is the last, from the end of the one before."""
    first, last = pairs[n][0].start_mark.index, pairs[n][1].end_mark.index
    if n + 1 < len(pairs):
        following = pairs[n + 1][0].start_mark.index
        return first, last if "#" in head[last:following] else following, ""
    if n:
        before = pairs[n - 1][1].end_mark.index
        tail = head[first:last][len(head[first:last].rstrip()) :]
        return (first if "#" in head[before:first] else before), last, tail
    return first, last, ""


def _inserted(
    head: str, mapping: yaml.MappingNode, pair: tuple[yaml.Node, yaml.Node], new: list[tuple[str, str]]
) -> _Edit:
    """Put pairs below (or, in braces, behind) another one."""
    end = pair[1].end_mark.index
    written = [f"{name}: {quoted(words)}" for name, words in new]
    if mapping.flow_style:
        return end, end, "".join(f", {pair}" for pair in written)
    line_end = "\r\n" if "\r\n" in head else "\n"
    indent = " " * pair[0].start_mark.column
    if head[end - 1 : end] == "\n":  # below a block of lines
        return end, end, "".join(f"{indent}{pair}{line_end}" for pair in written)
    end = head.find("\n", end) if "\n" in head[end:] else len(head)
    end -= head[end - 1 : end] == "\r"
    return end, end, "".join(f"{line_end}{indent}{pair}" for pair in written)


def _plain(value: Value) -> Any:
    content = value.content
    if isinstance(content, str):
        return content
    if isinstance(content, Mapping):
        return {key: _plain(item) for key, item in content.items()}
    return [_plain(item) for item in content]


def _changed(head: dict[str, Any], values: Mapping[str, str], part: Part | None) -> dict[str, Any]:
    """Return what the head is to say."""
    target = head if part is None else head[part[0]][part[1]]
    changed = {k: v for k, v in {**target, **values}.items() if v or k not in values}
    if part is None:
        return changed
    items = [changed if n == part[1] else item for n, item in enumerate(head[part[0]])]
    return {**head, part[0]: items}
