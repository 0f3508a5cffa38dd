"""The text of an annotation or a commentary: markup from strangers in, a small closed tree out.

In: Markdown written by anybody. Out: a `Body` that holds only paragraphs, lists, quotations, emphasis, code spans,
http links and known roles, together with the faults that were met. Nothing else gets through, so every output format
may show a Body without looking at it again. The tokens come from markdown-it-py (CommonMark) and the role syntax of
MyST; no MyST or docutils parser ever sees the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from variorum.model.hidden_characters import hidden_characters
from variorum.model.limits import MAX_BODY_CHARS, MAX_BODY_LEVELS, MAX_ROLE_CHARS
from variorum.model.web_addresses import is_web_address

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

CITE_ROLES = ("cite:p", "cite:t")
LINK_ROLES = ("passage", "annotation", "parallel", "name")
# A BCP 47 tag; three letters only with a script, so that {raw} or {ref} is not taken for a language.
LANGUAGE_ROLE = re.compile(r"(?:[a-z]{2}|[a-z]{3}(?=-))(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")


class Inline(NamedTuple):
    """A run of text, or a mark around runs of text."""

    kind: str  # text | emphasis | strong | code | link | role | break
    text: str = ""  # for text, code, role: the words
    name: str = ""  # role: its name, e.g. "cite:p"; link: its address
    children: tuple[Inline, ...] = ()
    line: int = 0  # 1-based line of the file


class Block(NamedTuple):
    """A paragraph (with `inlines`) or something that holds blocks."""

    kind: str  # paragraph | bullet-list | ordered-list | list-item | quotation
    inlines: tuple[Inline, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class CiteTarget:
    """One work of a cite role, with the words around it: `{see}Key{ch. 3}`."""

    key: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What a body must not contain; the reader of the file turns it into a Problem."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Body:
    """A text that is safe in every output format."""

    blocks: tuple[Block, ...] = ()

    def inlines(self) -> Iterator[Inline]:
        """Yield every inline of the body in reading order, marks before what they hold."""
        for block in self.blocks:
            yield from _inlines(block)

    def roles(self, *names: str) -> Iterator[Inline]:
        """Yield the roles with one of these names in reading order."""
        return (i for i in self.inlines() if i.kind == "role" and i.name in names)

    def citations(self) -> Iterator[tuple[CiteTarget, int]]:
        """Yield every work cited, in reading order, with the line of its role."""
        for role in self.roles(*CITE_ROLES):
            for target in cite_targets(role.text):
                yield target, role.line

    def words(self, role: Callable[[Inline], str], between: str = "\n") -> str:
        """Return the words alone: roles as `role` says them, blocks parted by `between`."""
        return between.join(filter(None, (words for block in self.blocks for words in _words_of(block, role))))

    @property
    def plain(self) -> str:
        """The words alone, roles as they are written."""
        return self.words(lambda role: role.text)


def words_without_citations(body: Body) -> str:
    """Return the words of a body in one line, for where it is only hinted at; works that it cites are left out."""
    words = body.words(lambda role: "" if role.name in CITE_ROLES else role.text, between=" ")
    return _BEFORE_STOP.sub(r"\1", words)


_BEFORE_STOP = re.compile(r"\s+([.,;:)])")  # the blank that a citation leaves when it is taken away


@lru_cache(maxsize=1 << 13)  # the same few works are cited again and again
def cite_targets(text: str) -> tuple[CiteTarget, ...]:
    """Split the text of a cite role at its commas: `A2001, {see}B2002{ch. 3}`; empty if it is not of this form."""
    parts = [_CITE_TARGET.fullmatch(part.strip()) for part in _CITE_PARTS.findall(text)]
    if not all(parts) or _CITE_PARTS.sub("", text) != "," * (len(parts) - 1):
        return ()
    return tuple(
        CiteTarget(key=m["key"].strip(), before=(m["before"] or "").strip(), after=(m["after"] or "").strip())
        for m in parts
        if m
    )


def parse_body(text: str, first_line: int = 1) -> tuple[Body, tuple[Fault, ...]]:
    """Parse the text of a contribution.

    `first_line` is the line of the file on which the text begins. Whatever is not allowed is left out of the Body and
    named in a Fault; a text without faults loses nothing.
    """
    if not text.strip():
        return Body(), (Fault(first_line, "body-empty", "there is no text below the front matter; write the note"),)
    if len(text) > MAX_BODY_CHARS:
        message = f"{len(text):,} characters; a note has at most {MAX_BODY_CHARS:,}. Shorten it"
        return Body(), (Fault(first_line, "body-too-long", message),)
    plain = _parse_plain(text, first_line)
    body, faults = (plain, []) if plain is not None else _Converter(first_line).convert(text)
    faulty = tuple(_role_faults(body))
    if faulty:
        body = _without_faulty_roles(body)
    elif plain is not None and not _ISOLATE.search(text):
        return body, ()
    found = {*faults, *faulty, *_hidden_faults(text, body)}
    return body, tuple(sorted(found, key=lambda f: (f.line, f.code, f.message)))


def _inlines(block: Block) -> Iterator[Inline]:
    for inline in block.inlines:
        yield inline
        if inline.children:
            yield from _marked(inline)
    for inner in block.blocks:
        yield from _inlines(inner)


def _marked(inline: Inline) -> Iterator[Inline]:
    for child in inline.children:
        yield child
        yield from _marked(child)


def _words_of(block: Block, role: Callable[[Inline], str]) -> Iterator[str]:
    yield "".join(
        " " if inline.kind == "break" else role(inline) if inline.kind == "role" else inline.text
        for inline in _inlines(Block("paragraph", block.inlines))
    )
    for inner in block.blocks:
        yield from _words_of(inner, role)


def _role_faults(body: Body) -> Iterator[Fault]:
    return (fault for i in body.inlines() if i.kind == "role" and (fault := _role_fault(i)))


def _role_fault(role: Inline) -> Fault | None:
    if len(role.text) > MAX_ROLE_CHARS:
        message = f"{len(role.text)} characters between the backticks; at most {MAX_ROLE_CHARS} are read"
        return Fault(role.line, "body-too-long", message)
    if role.name in CITE_ROLES:
        if cite_targets(role.text):
            return None
        form = f"write keys with commas between them, pages in braces: {{{role.name}}}`Key2001{{12–14}}`"
        return Fault(role.line, "work-unknown", f"{{{role.name}}} names no work; {form}")
    if role.name in LINK_ROLES or LANGUAGE_ROLE.fullmatch(role.name):
        return None
    near = max((*CITE_ROLES, *LINK_ROLES), key=lambda known: SequenceMatcher(None, known, role.name).ratio())
    is_near = SequenceMatcher(None, near, role.name).ratio() > _LIKE
    meant = f"did you mean {{{near}}}? Use" if is_near else "use"
    known = ", ".join((*CITE_ROLES, *LINK_ROLES))
    message = f"there is no role {{{role.name}}} here; {meant} one of {known}, or a language tag such as {{ru-Latn}}"
    return Fault(role.line, "role-unknown", message)


_LIKE = 0.7  # how much the names of two roles have in common that may be meant for one another


def _without_faulty_roles(body: Body) -> Body:
    """Return the body with each faulty role as the words that stand in it."""
    return Body(tuple(_mended_block(block) for block in body.blocks))


def _mended_block(block: Block) -> Block:
    inner = tuple(_mended_block(b) for b in block.blocks)
    return Block(block.kind, tuple(_mended(i) for i in block.inlines), inner)


def _mended(inline: Inline) -> Inline:
    if inline.kind == "role" and _role_fault(inline):
        return Inline("text", inline.text, line=inline.line)
    if inline.children:
        return inline._replace(children=tuple(_mended(child) for child in inline.children))
    return inline


_ISOLATE = re.compile("[\u2066-\u2069]")


def _hidden_faults(text: str, body: Body) -> Iterator[Fault]:
    """Yield the characters that the file may not hold and an entity such as `&#x202e;` writes all the same.

    An isolate that is opened in one part of a line (a code span, emphasis) must be closed in the same.
    """
    if "&" not in text and not _ISOLATE.search(text):
        return
    for inline in body.inlines():
        for _, message in (*hidden_characters(inline.text), *hidden_characters(inline.name)):
            yield Fault(inline.line, "character-forbidden", message)


# --- most notes are plain paragraphs with roles: they need no Markdown parser -----------------------------------------

# Outside its roles such a text has no character that CommonMark reads as markup, and no line starts like a block.
# tests/test_body.py proves with random texts that both ways give the same Body. Both ways of marking begin with one
# letter, so that Python leaps to it.
_ROLE_OR_EMPHASIS = re.compile(
    r"\{([a-zA-Z0-9_\-+:]+)\}`([^`\n]+)`(?!`)"
    r"|\*(?:(?<=[\s(“\"';,]\*)|(?<=^\*))(\w(?:[^\\`*_\[\]<>&{}\n]*[\w.,;:!?])?)\*(?=[\s.,;:)”\"'?]|$)",
    re.MULTILINE,
)
_MARKUP = re.compile(r"[\\`*_\[\]<>&{}\t\r\f\v\x00\x85\u2028\u2029]")
_BEGINS_BLOCK = re.compile(r"[#=+\-~|!:]|\s|\d+[.)]")
_CITE_PARTS = re.compile(r"(?:[^{},]|\{[^{}]*\})+")
_CITE_TARGET = re.compile(r"(?:\{(?P<before>[^{}]+)\})?\s*(?P<key>[^{},\s]+)\s*(?:\{(?P<after>[^{}]+)\})?")


def _parse_plain(text: str, first_line: int) -> Body | None:
    rest = _ROLE_OR_EMPHASIS.sub("x", text)
    if _MARKUP.search(rest):
        return None
    if any(_BEGINS_BLOCK.match(line) or line[-1].isspace() for line in rest.split("\n") if line):
        return None
    blocks: list[Block] = []
    inlines: list[Inline] = []
    for number, line in enumerate(text.split("\n"), start=first_line):
        if not line:  # one of blanks alone is markup
            if inlines:
                blocks.append(Block("paragraph", tuple(inlines)))
                inlines = []
            continue
        if inlines:
            inlines.append(Inline("break", line=number - 1))
        at = 0
        for mark in _ROLE_OR_EMPHASIS.finditer(line):
            if mark.start() > at:
                inlines.append(Inline("text", line[at : mark.start()], line=number))
            if mark[1]:
                inlines.append(Inline("role", mark[2], mark[1], line=number))
            else:
                inlines.append(Inline("emphasis", children=(Inline("text", mark[3], line=number),), line=number))
            at = mark.end()
        if at < len(line):
            inlines.append(Inline("text", line[at:], line=number))
    if inlines:
        blocks.append(Block("paragraph", tuple(inlines)))
    return Body(tuple(blocks))


# --- the rest goes through markdown-it-py, token by token -------------------------------------------------------------

_BLOCKS = {
    "paragraph_open": "paragraph",
    "bullet_list_open": "bullet-list",
    "ordered_list_open": "ordered-list",
    "list_item_open": "list-item",
    "blockquote_open": "quotation",
}
_MARKS = {"em_open": "emphasis", "strong_open": "strong", "link_open": "link"}
_REFUSED = {
    "heading_open": "a heading; a note has none",
    "html_block": "raw HTML",
    "html_inline": "raw HTML",
    "fence": "a code block or directive",
    "code_block": "an indented code block (remove the blanks at the start of the line)",
    "hr": "a rule",
    "image": "an image",
}


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.myst_role import myst_role_plugin

    return MarkdownIt("commonmark").use(myst_role_plugin)


class _Converter:
    """Walk the tokens once; what is not on the lists above becomes a Fault."""

    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.faults: list[Fault] = []

    def convert(self, text: str) -> tuple[Body, list[Fault]]:
        environment: dict[str, dict[str, dict[str, object]]] = {}
        tokens = _markdown().parse(text, environment)
        for reference in environment.get("references", {}).values():
            lines = reference.get("map")
            line = self.first_line + (lines[0] if isinstance(lines, list) else 0)
            self.refuse(line, "a link definition; write the link in its place: [words](https://…)")
        if any(token.level > 2 * MAX_BODY_LEVELS for token in tokens):
            self.refuse(self.first_line, f"lists or quotations nested more than {MAX_BODY_LEVELS} deep")
            return Body(), self.faults
        blocks, _ = self.blocks(tokens, 0)
        return Body(blocks), self.faults

    def refuse(self, line: int, what: str) -> None:
        self.faults.append(Fault(line, "body-markup", f"a note cannot contain {what}"))

    def blocks(self, tokens: Sequence[Token], at: int) -> tuple[tuple[Block, ...], int]:
        found: list[Block] = []
        while at < len(tokens):
            token = tokens[at]
            line = self.first_line + (token.map[0] if token.map else 0)
            if token.type in _BLOCKS:
                if token.type == "paragraph_open":
                    inlines = self.inline(tokens[at + 1].children or [], line)
                    found.append(Block("paragraph", inlines))
                    at += 2
                else:
                    inner, at = self.blocks(tokens, at + 1)
                    found.append(Block(_BLOCKS[token.type], blocks=inner))
            elif token.nesting == -1 and token.type != "heading_close":
                return tuple(found), at
            elif token.type in _REFUSED:
                self.refuse(line, _REFUSED[token.type])
            elif token.type not in {"inline", "heading_close"}:
                self.refuse(line, f"this markup ({token.type})")
            at += 1
        return tuple(found), at

    def inline(self, tokens: Sequence[Token], line: int) -> tuple[Inline, ...]:
        stack: list[tuple[str, str, list[Inline]]] = [("", "", [])]
        for token in tokens:
            out = stack[-1][2]
            match token.type:
                case "text" | "text_special":
                    if not token.content:
                        continue
                    if out and out[-1].kind == "text":  # the parser splits text at characters that might be markup
                        out[-1] = Inline("text", out[-1].text + token.content, line=out[-1].line)
                    else:
                        out.append(Inline("text", token.content, line=line))
                case "code_inline":
                    out.append(Inline("code", token.content, line=line))
                case "myst_role":
                    out.append(Inline("role", token.content, str(token.meta["name"]), line=line))
                case "softbreak" | "hardbreak":
                    out.append(Inline("break", line=line))
                    line += 1
                case kind if kind in _MARKS:
                    stack.append((_MARKS[kind], str(token.attrGet("href") or ""), []))
                case kind if kind.endswith("_close") and len(stack) > 1:
                    mark, address, children = stack.pop()
                    if mark == "link" and not is_web_address(address):
                        self.refuse(line, f"a link to “{address}”; only http and https addresses are allowed")
                        stack[-1][2].extend(children)
                    else:
                        stack[-1][2].append(Inline(mark, name=address, children=tuple(children), line=line))
                case kind:
                    self.refuse(line, _REFUSED.get(kind, f"this markup ({kind})"))
        return tuple(stack[0][2])
