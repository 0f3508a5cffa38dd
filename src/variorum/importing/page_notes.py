"""Notes of a page that only its links tell: pandoc's blocks in, the same with notes where they are called out.

A sign in the text leads to a note, and a sign in the note leads back: so programs and people write notes where a format
has no mark for them. A link that nothing leads back from is a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from variorum.importing.pandoc_words import plain

SIGN_OF_NOTE = "NoteSign"  # what stands here for the sign of a note, which ours takes the place of
CALL_AGAIN = "NoteCalledAgain"  # what stands here for a further sign of a note that is called elsewhere
_LIKE_SIGN = re.compile(r"[\W_]*(?:\d{1,4}|[a-zA-Z]|[ivxlc]{1,6})?[\W_]*")
_SIGN_CHARS = 8  # letters of a sign
_HOLDS_MORE = frozenset({"Quoted", "Cite"})
_HOLDS_WORDS = _HOLDS_MORE | {"Emph", "Strong", "Superscript", "Subscript", "SmallCaps", "Strikeout", "Underline"}
_PARAGRAPHS = frozenset({"Para", "Plain"})


def is_like_sign(words: str) -> bool:
    """Whether words may be the sign of a note: “1”, “[2]”, “*”, “↩”.

    >>> [word for word in ("1", "[12]", "*", "↩", "iv", "here", "in 1902") if is_like_sign(word)]
    ['1', '[12]', '*', '↩', 'iv']
    """
    return 0 < len(words.strip()) <= _SIGN_CHARS and _LIKE_SIGN.fullmatch(words) is not None


@dataclass(slots=True, eq=False)
class _Link:
    """A link within the page whose words are like a sign."""

    node: dict[str, Any]
    target: str
    home: _Home
    names: frozenset[str]  # by which one is led to it


@dataclass(slots=True, eq=False)
class _Home:
    """A paragraph, with the blocks that it stands among."""

    block: dict[str, Any]
    among: list[Any]
    is_item: bool  # whether those are an item of a list, or a division
    names: set[str] = field(default_factory=set)
    links: list[_Link] = field(default_factory=list)


def put_notes_in_place(blocks: list[Any]) -> None:
    """Move each note to its call, in the blocks themselves."""
    homes = [*_homes(blocks, is_item=False, names=())]
    known = {name for home in homes for name in home.names}
    links = [link for home in homes for link in home.links]
    gone: list[_Home] = []
    for number, call in enumerate(links):
        back = next((link for link in links[number + 1 :] if _answers(call, link, known)), None)
        if back is None or back.home in gone or call.home in gone:
            continue
        held = _note_of(back.home, call.home, homes)
        if not _has_words(held):
            continue
        further = [link for link in links if link is not call and link.target == call.target and link.home not in held]
        calls = {back.target}.union(*(link.names for link in (call, *further)))
        for link in (link for home in held for link in home.links):
            if link.target in calls or (link.target not in known and _number(call.target) in _numbers(link.target)):
                _become_sign(link.node)
        gone += held
        _become_call(call.node, [home.block for home in held])
        for link in further:
            _become_further_call(link.node)
    if gone:
        _take_out(blocks, {id(home.block) for home in gone})


def _note_of(home: _Home, call: _Home, homes: Sequence[_Home]) -> list[_Home]:
    """Return the paragraphs of a note: all of an item or a division that holds no other note, nor the call."""
    held = [one for one in homes if one.among is home.among]
    whole = home.is_item and call not in held and len(held) == len(home.among)
    return held if whole and not any(one.links for one in held if one is not home) else [home]


def _has_words(note: Sequence[_Home]) -> bool:
    """Whether a note says anything besides the way back."""
    words = "".join(plain(home.block["c"]) for home in note)
    signs = "".join(plain(link.node["c"][1]) for home in note for link in home.links)
    return len("".join(filter(str.isalnum, words))) > len("".join(filter(str.isalnum, signs)))


def _answers(call: _Link, back: _Link, known: set[str]) -> bool:
    """Whether a link leads back from where a call leads to.

    Of a name that pandoc does not give the figures tell: `cite_ref-2`, or `cite_ref-Tale_2-0`, which is the first of
    several, is called by what leads to `cite_note-2` or `cite_note-Tale-2`.
    """
    if back.home is call.home or call.target in call.home.names:
        return False
    to_note = call.target in back.home.names
    to_call = back.target in call.names
    if to_note and to_call:
        return True
    lost = back.target if to_note else call.target if to_call else ""
    return bool(lost) and lost not in known and _number(call.target) in _numbers(back.target)


def _number(name: str) -> str:
    return "".join(re.findall(r"\d+", name)[-1:])


def _numbers(name: str) -> list[str]:
    """Return the number of a call by its name, where it may be the second last: `_2-0`."""
    of_several = re.search(r"_(\d+)-\d+\Z", name)
    return [of_several[1]] if of_several else re.findall(r"\d+", name)[-1:]


def _homes(blocks: list[Any], *, is_item: bool, names: tuple[str, ...]) -> Iterator[_Home]:
    """Yield the paragraphs of blocks, each with the names and links in it; `names` are those of the division around."""
    for block in blocks:
        content = block.get("c")
        if block["t"] in _PARAGRAPHS:
            home = _Home(block, blocks, is_item, set(names))
            _read(content, home, ())
            yield home
        elif block["t"] == "Div":
            name = content[0][0]
            yield from _homes(content[1], is_item=True, names=(name,) if name else ())
        elif block["t"] in {"BulletList", "OrderedList"}:
            for item in content if block["t"] == "BulletList" else content[1]:
                yield from _homes(item, is_item=True, names=())
        elif block["t"] == "BlockQuote":
            yield from _homes(content, is_item=False, names=())


def _read(inlines: list[Any], home: _Home, around: tuple[str, ...]) -> None:
    """Gather names and links of a line; `around` are the names of what holds it."""
    before = ""  # the name of an empty anchor right before
    for inline in inlines:
        kind, content = inline["t"], inline.get("c")
        name = content[0][0] if kind in {"Span", "Link"} else ""
        home.names.update(filter(None, [name]))
        own = (*around, *filter(None, (name, before)))
        if kind == "Link":
            target = content[2][0]
            if target.startswith("#") and is_like_sign(plain(content[1])):
                home.links.append(_Link(inline, target[1:], home, frozenset(own)))
            else:
                _read(content[1], home, own)
        elif kind == "Span":
            _read(content[1], home, own)
        elif kind in _HOLDS_WORDS:
            _read(content[1] if kind in _HOLDS_MORE else content, home, own)
        before = name if kind == "Span" and not content[1] else ""


def _become_sign(link: dict[str, Any]) -> None:
    words = plain(link["c"][1])
    link.clear()
    link.update(t=SIGN_OF_NOTE, c=[words, False])


def _become_call(link: dict[str, Any], note: list[Any]) -> None:
    words = plain(link["c"][1])
    link.clear()
    link.update(t="Span", c=[["", [], []], [{"t": SIGN_OF_NOTE, "c": [words, True]}, {"t": "Note", "c": note}]])


def _become_further_call(link: dict[str, Any]) -> None:
    words = link["c"][1]
    link.clear()
    link.update(t=CALL_AGAIN, c=words)


def _take_out(blocks: list[Any], out: set[int]) -> None:
    """Take notes out of the blocks in which they stood, and lists that hold nothing else."""
    for block in blocks:
        content = block.get("c")
        if block["t"] == "Div":
            _take_out(content[1], out)
        elif block["t"] == "BlockQuote":
            _take_out(content, out)
        elif block["t"] in {"BulletList", "OrderedList"}:
            items = content if block["t"] == "BulletList" else content[1]
            for item in items:
                _take_out(item, out)
            items[:] = [item for item in items if item]
            if not items:
                out.add(id(block))
    blocks[:] = [block for block in blocks if id(block) not in out]
