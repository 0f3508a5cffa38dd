"""Words of strangers as Markdown that shows what they say and does nothing else: no markup, no links, nobody called.

Nothing is copied as Markdown: a body is written anew from its parsed tree, every sign of markup escaped, addresses
shown as code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from variorum.model.body import Block, Body, Inline
from variorum.model.hidden_characters import without_hidden_characters
from variorum.model.limits import MAX_WORDS_COMPARED

_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$@:&^=\"'])")
_MARKUP_IN_HEADING = re.compile(r"([\\`*_{}\[\]<>$~^|#])")
_WORD = re.compile(r"\s+|[^\s]+")


def in_heading(words: str) -> str:
    """Return words as they stand in a heading, behind others: only what would be markup there is escaped."""
    return _MARKUP_IN_HEADING.sub(r"\\\1", " ".join(without_hidden_characters(words).split()))


def markdown(body: Body) -> Iterator[str]:
    """Yield a body as Markdown that shows what it says and does nothing else."""
    for number, block in enumerate(body.blocks):
        if number:
            yield ""
        yield from _block(block, "")


def _block(block: Block, indent: str) -> Iterator[str]:
    if block.kind == "paragraph":
        yield indent + "".join(_inline(i) for i in block.inlines)
        return
    for inner in block.blocks:
        lines = list(_block(inner, ""))
        if block.kind == "quotation":
            yield from (f"{indent}> {line}" for line in lines)
        elif inner.kind == "list-item":
            mark = "-" if block.kind == "bullet-list" else "1."
            yield from (
                f"{indent}{mark if number == 0 else ' ' * len(mark)} {line}" for number, line in enumerate(lines)
            )
        else:
            yield from (indent + line for line in lines)


def _inline(inline: Inline) -> str:
    inner = "".join(_inline(child) for child in inline.children)
    match inline.kind:
        case "text":
            return escaped(inline.text)
        case "break":
            return " "
        case "emphasis":
            return f"*{inner}*"
        case "strong":
            return f"**{inner}**"
        case "link":
            return f"{inner} ({code(inline.name)})"
        case "role":
            return code(f"{inline.name}: {inline.text}")
        case _:
            return code(inline.text)


def escaped(text: str) -> str:
    """Return words of a stranger as Markdown that shows them: no markup, no mention of people, no line of its own."""
    flat = re.sub(r"\s+", " ", text)
    return _MARKUP.sub(lambda m: f"&#{ord(m[0])};", "".join(c if c.isprintable() else "\ufffd" for c in flat))


def code(text: str) -> str:
    """Return words as a code span, whatever they hold."""
    flat = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split()))
    longest = max((len(run) for run in re.findall(r"`+", flat)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if flat[:1] == "`" or flat[-1:] == "`" else ""
    return f"{fence}{pad}{flat}{pad}{fence}"


def changed_words(old: str, new: str) -> str:
    """Return both versions in one, what went struck through and what came underlined."""
    a, b = _WORD.findall(old), _WORD.findall(new)
    if len(a) + len(b) > MAX_WORDS_COMPARED:
        return f"{_gone(old)} → {_come(new)}"
    found = []
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        gone, come = "".join(a[i:j]), "".join(b[k:m])
        found.append(escaped(gone) if kind == "equal" else _gone(gone) + _come(come))
    return "".join(found)


def _gone(words: str) -> str:
    return f"<del>{escaped(words)}</del>" if words else ""


def _come(words: str) -> str:
    return f"<ins>{escaped(words)}</ins>" if words else ""
