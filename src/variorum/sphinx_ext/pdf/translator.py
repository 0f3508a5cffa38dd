"""From doctrees to the calls of `book.typ`: resolved pages in, a `Manuscript` out. No Typst is run here.

All words become string literals of Typst's code mode, never markup: no character of a text can be taken for a command.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging

from variorum.model import ANNOTATION_KINDS, RELATIONS, Edition
from variorum.sphinx_ext import nodes as our

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of code, and the place of the edition that it comes from."""

    code: str
    where: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place of the book that the running heads know."""

    kind: str  # chapter | section | passage
    level: int  # of a heading; 0 for a passage
    title: str  # plain words of a heading; locus of a passage
    language: str  # BCP 47
    siglum: str = ""  # of a passage's source


@dataclass
class Manuscript:
    """Everything that the compiler needs to know of the book's words."""

    lines: list[Line] = field(default_factory=list)
    notes: dict[str, Line] = field(default_factory=dict)  # id → its entry in notes.typ
    anchors: dict[str, Anchor | None] = field(default_factory=dict)  # every place that links may lead to
    parts: dict[str, str] = field(default_factory=dict)  # id of a note → docname of its page
    numbers: dict[str, str] = field(default_factory=dict)  # id of a note → its number as shown, e.g. "12" or "∥3"
    characters: dict[str, str] = field(default_factory=dict)  # every character used → where first


class Translator:
    """Writes one page after the other into its manuscript."""

    def __init__(
        self, edition: Edition, pages: Iterable[str], *, language: str, translations: Mapping[str, str]
    ) -> None:
        self.manuscript = Manuscript()
        self.edition = edition
        self.pages = frozenset(pages)  # what the book holds; parallels told on other pages are told in the margin
        self.language = language
        self.translations = translations  # source → "after", "facing" or "none"
        self.cited: dict[str, list[tuple[str, str]]] = {}  # id of a work → (id, words) of where it is cited
        self.house = _most_common(a.by for s in edition.sources for a in s.annotations)
        self._docname = ""
        self._where = ""
        self._here = ("", "")  # id and name of the passage or note that is being set
        self._in_note = False
        self._level = 1
        self._unknown: set[str] = set()

    # --- pages --------------------------------------------------------------------------------------------------------

    def collect_citations(self, docname: str, tree: nodes.document) -> None:
        """Note where the page cites each work, for the back-references of the bibliography."""
        for reference in tree.findall(nodes.reference):
            if "bibtex-citation" in _classes_above(reference) and (target := self._target(reference, docname)):
                place = _place_of(reference, docname)
                if place and place not in self.cited.setdefault(target, []):
                    self.cited[target].append(place)

    def words(self, text: str) -> str:
        """Return words of the front matter as a string literal."""
        return self._text(text)

    def page(self, docname: str, tree: nodes.document, *, level: int, above: str) -> None:
        """Write a page of the edition as a chapter of the book."""
        self._docname, self._where = docname, docname
        self._level = level
        has_source = next(tree.findall(our.passage), None) is not None
        for child in tree.children:
            if isinstance(child, nodes.section):
                self._chapter(child, "part" if has_source else "chapter", above)
            else:
                self._blocks([child])
        if has_source:
            self._line(f"rest({as_string(docname)})")

    def _chapter(self, node: nodes.section, kind: str, above: str) -> None:
        title = node[0]
        first, *others = node["ids"] or [""]
        id_ = self._id(first)
        self.manuscript.anchors[id_] = Anchor("chapter", self._level, title.astext(), self.language)
        if self._level == 1:
            over = as_string(above) if above else "none"
            self._line(f"chapter({as_string(id_)}, {as_string(kind)}, {over}, {self._content(title)})")
        else:
            self._line(f"section({self._level}, {as_string(id_)}, {self._content(title)})")
        for alias in (self._docname, *(self._id(o) for o in others)):
            self._anchor_line(alias)
        children = list(node.children[1:])
        if kind == "part":
            until = next((i for i, c in enumerate(children) if not isinstance(c, nodes.paragraph | nodes.Invisible)), 0)
            self._line(f"headnote({_code([c for n in children[:until] for c in self._block(n)])})")
            self._facts(node)
            children = children[until:]
        self._level += 1
        self._blocks(children)
        self._level -= 1

    def _facts(self, node: nodes.section) -> None:
        passage = next(node.findall(our.passage), None)
        source = self.edition.source(passage["source"]) if passage is not None else None
        if source is None:
            return
        rows = [("Siglum", source.siglum), ("Origin", source.origin), ("Rights", source.rights)]
        cells = ", ".join(f"({self._text(n)}, {self._text(v)})" for n, v in rows if v)
        self._line(f"facts({cells})")

    def _blocks(self, children: Iterable[nodes.Node]) -> None:
        """Write blocks, each on a line of its own, sections with a heading."""
        for child in children:
            if isinstance(child, nodes.section):
                self._section(child)
            elif isinstance(child, our.passage) and child["ids"]:
                self._passage_lines(child)
            elif isinstance(child, our.passages):
                self._blocks(child.children)
            else:
                for code in self._block(child):
                    self._line(code)

    def _section(self, node: nodes.section) -> None:
        title = node[0] if node.children and isinstance(node[0], nodes.title) else nodes.title()
        children = list(node.children[1:] if node.children and isinstance(node[0], nodes.title) else node.children)
        first, *others = node["ids"] or [""]
        id_ = self._id(first)
        level = min(self._level, 6)
        if "source-heading" in node["classes"]:
            source = self.edition.source(self._source_around(node))
            locus = first
            boxes = [c for c in children if isinstance(c, our.passage) and not c["ids"]]
            translated = next((c for c in children if isinstance(c, our.passage_translation)), None)
            children = [c for c in children if c not in boxes and c is not translated]
            for box in boxes:
                self._note_bodies(box)
            references = _code([self._inline(r) for box in boxes for r in box.findall(our.note_reference)])
            language = source.language if source else self.language
            self._where = f"{source.siglum} {locus}" if source else locus
            self.manuscript.anchors[id_] = Anchor("section", level, title.astext(), language)
            self._line(
                f"source-heading({level}, {as_string(id_)}, {self._text(locus)}, {references}, {self._content(title)})"
            )
            self._translation_line(source.id if source else "", translated)
        else:
            self.manuscript.anchors[id_] = Anchor("section", level, title.astext(), self.language)
            self._line(f"section({level}, {as_string(id_)}, {self._content(title)})")
        for other in others:
            self._anchor_line(self._id(other))
        self._level += 1
        self._blocks(children)
        self._level -= 1

    def _source_around(self, node: nodes.Element) -> str:
        """Return the source of a heading: that of the passages around it."""
        above: nodes.Element | None = node
        while above is not None:
            passage = next((p for p in above.findall(our.passage)), None)
            if passage is not None:
                return str(passage["source"])
            above = above.parent
        return ""

    # --- passages and their notes -------------------------------------------------------------------------------------

    def _passage_lines(self, node: nodes.Element) -> None:
        id_ = self._id(node["ids"][0])
        name = f"{node['siglum']} {node['locus']}"
        self._where, self._here = name, (id_, name)
        self._note_bodies(node)
        source = self.edition.source(node["source"])
        language = source.language if source else self.language
        self.manuscript.anchors[id_] = Anchor("passage", 0, node["locus"], language, node["siglum"])
        text = next((c for c in node.children if isinstance(c, our.passage_text)), None)
        words = self._content(text) if text is not None else "[]"
        if text is not None and (spoken := _language_of(text)):
            words = f"lang({as_string(spoken)}, {words})"
        shape = _SHAPES.get(node["kind"], "passage")
        call = f"{shape}({as_string(id_)}, {self._text(node['locus'])}, {words})"
        translated = next((c for c in node.children if isinstance(c, our.passage_translation)), None)
        if translated is not None and self.translations.get(node["source"]) == "facing":
            self._line(f"facing({call}, {as_string(translated['language'])}, {self._content(translated)})")
        else:
            self._line(call)
            self._translation_line(node["source"], translated)
        for child in node.children:  # what others may have put into a passage
            if not isinstance(child, our.passage_text | our.passage_translation | our.annotation | our.parallel_note):
                for code in self._block(child):
                    self._line(code)

    def _translation_line(self, source: str, translated: nodes.Element | None) -> None:
        if translated is not None and self.translations.get(source, "none") != "none":
            self._line(f"translation({as_string(translated['language'])}, {self._content(translated)})")

    def _note_bodies(self, node: nodes.Element) -> None:
        """Write the notes of a passage into the notes' own file."""
        for note in node.findall(lambda n: isinstance(n, our.annotation | our.parallel_note)):
            id_ = self._id(note["ids"][0])
            outer = self._where, self._here
            self._where = note["path"]
            self._here = (id_, f"{node['siglum']} {node['locus']} n. {note['number']}")
            self._in_note = True
            body = self._annotation(note) if isinstance(note, our.annotation) else self._parallel_note(note)
            kind = note["kind"] if isinstance(note, our.annotation) else note["relation"]
            mark = (ANNOTATION_KINDS.get(kind) or RELATIONS[kind]).mark
            code = f"(number: {self._text(note['number'])}, mark: {self._text(mark)}, body: {body})"
            self.manuscript.notes[id_] = Line(code, note["path"])
            self.manuscript.parts[id_] = self._docname
            self.manuscript.numbers[id_] = note["number"]
            self._in_note = False
            self._where, self._here = outer

    def _annotation(self, note: nodes.Element) -> str:
        """Set the words of an annotation; the lemma is marked in the text and not said again."""
        blocks = [c for c in note.children if not isinstance(c, our.note_lemma)]
        if all(isinstance(b, nodes.paragraph) for b in blocks):
            paragraphs = [_code([self._inline(c) for c in b.children]) for b in blocks]
            codes = [code for p in paragraphs for code in (p, "parbreak()")][:-1]
        else:
            codes = [code for b in blocks for code in self._block(b)]
        if note.get("by") and note["by"] != self.house:
            codes.append(f'text(style: "italic", {self._text(" — " + note["by"])})')
        return _code(codes)

    def _parallel_note(self, note: nodes.Element) -> str:
        """Say what a parallel is, where its other passages are, and on which page it is told in full."""
        title = next((c for c in note.children if isinstance(c, our.parallel_title)), nodes.inline())
        codes = [f"strong({self._content(title)})"]
        own = self._target(next(title.findall(nodes.reference), None), self._docname)
        told = bool(own) and own.partition(":")[0] in self.pages
        seen: set[str] = set()
        for words in (c for c in note.children if isinstance(c, our.parallel_words)):
            where = next((p for p in words.children if isinstance(p, nodes.paragraph)), None)
            link = self._content(where)
            if told and link in seen:
                continue
            codes += [self._text(", " if seen else ": "), link]
            seen.add(link)
            if not told:
                for quoted in (c for c in words.children if isinstance(c, our.words | our.gloss)):
                    codes += [self._text(" "), self._content(quoted)]
        if told:
            codes.append(f"full-account({as_string(own)})")
        return _code(codes)

    # --- blocks -------------------------------------------------------------------------------------------------------

    def _block(self, node: nodes.Node) -> list[str]:
        """Return the calls that set a block."""
        if isinstance(node, nodes.Text):
            return [f"par({self._text(node.astext())})"] if node.strip() else []
        assert isinstance(node, nodes.Element)
        if isinstance(node, _SILENT):
            return []
        anchors = [self._anchor(self._id(i)) for i in node["ids"]] if not isinstance(node, _OWN_ANCHORS) else []
        method: Callable[[nodes.Element], list[str]] | None = None
        for kind in type(node).__mro__:
            method = getattr(self, f"_block_{kind.__name__}", None)
            if method or kind is nodes.Element:
                break
        if method is None:
            method = self._unknown_block
        return [code for code in (*anchors, *method(node)) if code]

    def _unknown_block(self, node: nodes.Element) -> list[str]:
        name = type(node).__name__
        if name not in self._unknown and not isinstance(node, nodes.Inline | nodes.General | nodes.TextElement):
            self._unknown.add(name)
            logger.info("the PDF has no form of its own for “%s”; what it holds is set plainly", name)
        if isinstance(node, nodes.TextElement):
            return [f"par({self._content(node)})"] if node.astext().strip() else []
        return self._inner(node)

    def _inner(self, node: nodes.Element) -> list[str]:
        """Return the calls for the blocks inside, neighbouring inlines taken together as a paragraph."""
        codes: list[str] = []
        inline: list[str] = []
        for child in node.children:
            if isinstance(child, nodes.Text | nodes.Inline | nodes.image):
                inline.append(self._inline(child))
                continue
            if any(inline):
                codes.append(f"par({_code(inline)})")
            inline = []
            codes += self._block(child)
        if any(inline):
            codes.append(f"par({_code(inline)})")
        return codes

    def _block_paragraph(self, node: nodes.Element) -> list[str]:
        words = self._content(node)
        return [f"par({words})"] if words != "[]" else []

    def _block_section(self, node: nodes.Element) -> list[str]:
        title = [f"section({min(self._level, 6)}, {as_string(self._id(node['ids'][0]))}, {self._content(node[0])})"]
        self.manuscript.anchors.setdefault(self._id(node["ids"][0]), None)
        return title + [c for n in node.children[1:] for c in self._block(n)]

    def _block_bullet_list(self, node: nodes.Element) -> list[str]:
        return [f"list({self._items(node)})"]

    def _block_enumerated_list(self, node: nodes.Element) -> list[str]:
        return [f"enum(start: {int(node.get('start', 1))}, {self._items(node)})"]

    def _items(self, node: nodes.Element) -> str:
        return ", ".join(_code(self._inner(item)) for item in node.children if isinstance(item, nodes.Element))

    def _block_definition_list(self, node: nodes.Element) -> list[str]:
        return [c for item in node.children for c in self._block(item)]

    def _block_term(self, node: nodes.Element) -> list[str]:
        return [f"block(below: 0.4em, sticky: true, strong({self._content(node)}))"]

    _block_field_name = _block_rubric = _block_term

    def _block_definition(self, node: nodes.Element) -> list[str]:
        return [f"pad(left: 1em, {_code(self._inner(node))})"]

    _block_field_body = _block_definition

    def _block_title(self, node: nodes.Element) -> list[str]:
        return [f"block(sticky: true, strong({self._content(node)}))"]

    def _block_block_quote(self, node: nodes.Element) -> list[str]:
        return [f"quote(block: true, {_code(self._inner(node))})"]

    def _block_literal_block(self, node: nodes.Element) -> list[str]:
        return [f"raw(block: true, {self._text(node.astext(), keep_lines=True)})"]

    def _block_line_block(self, node: nodes.Element) -> list[str]:
        lines = [self._content(n) for n in node.findall(nodes.line)]
        return [f"par({_code([c for line in lines for c in (line, 'linebreak()')][:-1])})"]

    def _block_transition(self, node: nodes.Element) -> list[str]:
        return ['align(center, "* * *")']

    def _block_compound(self, node: nodes.Element) -> list[str]:
        return self._inner(node)

    def _block_topic(self, node: nodes.Element) -> list[str]:
        return [f"block(inset: (left: 0.8em), stroke: (left: 0.6pt + luma(50%)), {_code(self._inner(node))})"]

    _block_Admonition = _block_topic  # noqa: N815 -- docutils' class names
    _block_sidebar = _block_topic

    def _block_figure(self, node: nodes.Element) -> list[str]:
        return self._inner(node)

    def _block_table(self, node: nodes.Element) -> list[str]:
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        codes = self._block_title(title) if title is not None else []
        for group in (c for c in node.children if isinstance(c, nodes.tgroup)):
            widths = [int(c.get("colwidth", 1)) for c in group.findall(nodes.colspec)]
            columns = "".join(f"{w}fr, " for w in widths)
            cells: list[str] = []
            for part in group.children:
                if isinstance(part, nodes.thead | nodes.tbody):
                    inner = ", ".join(self._cell(e) for e in part.findall(nodes.entry))
                    if inner:
                        cells.append(f"table.header({inner})" if isinstance(part, nodes.thead) else inner)
            codes.append(f"plain-table(({columns}), {', '.join(cells)})")
        return codes

    def _cell(self, entry: nodes.Element) -> str:
        across, down = int(entry.get("morecols", 0)) + 1, int(entry.get("morerows", 0)) + 1
        return f"table.cell(colspan: {across}, rowspan: {down}, {_code(self._inner(entry))})"

    def _block_citation(self, node: nodes.Element) -> list[str]:
        id_ = self._id(node["ids"][0])
        self.manuscript.anchors[id_] = None
        outer, self._where = self._where, "references.bib"
        body = [self._inline(c) for p in node.children if not isinstance(p, nodes.label) for c in _inline_children(p)]
        places = self.cited.get(id_, [])
        back = "none"
        if places:
            links = [f"to-page({as_string(place)}, {self._text(words)})" for place, words in places]
            back = _code([c for i, link in enumerate(links) for c in ([self._text("; ")] if i else []) + [link]])
        self._where = outer
        return [f"cited-work({as_string(id_)}, {_code(body)}, {back})"]

    def _block_footnote(self, node: nodes.Element) -> list[str]:
        label = node[0].astext() if node.children and isinstance(node[0], nodes.label) else ""
        inner = [c for n in node.children[1:] for c in self._block(n)]
        return [f"block(inset: (left: 1em), {_code([self._text(label + ' '), *inner])})"]

    def _block_passage(self, node: nodes.Element) -> list[str]:
        return self._inner(node)

    def _block_parallel_head(self, node: nodes.Element) -> list[str]:
        mark = RELATIONS[node["relation"]].mark if node.get("relation") in RELATIONS else ""
        return [f"parallel-head({self._text(mark)}, {self._content(node)})"]

    def _block_parallel_columns(self, node: nodes.Element) -> list[str]:
        cells = ", ".join(c for child in node.children for c in self._block(child))
        return [f"parallel-columns({cells})"]

    def _block_parallel_words(self, node: nodes.Element) -> list[str]:
        where = next((p for p in node.children if isinstance(p, nodes.paragraph)), nodes.paragraph())
        words = next((p for p in node.children if isinstance(p, our.words)), nodes.paragraph())
        gloss = next((p for p in node.children if isinstance(p, our.gloss)), None)
        meant = self._content(gloss) if gloss is not None else "none"
        return [f"words-of({self._content(where)}, {self._content(words)}, {meant})"]

    def _block_silent(self, node: nodes.Element) -> list[str]:
        return [f"silent({self._content(node)})"]

    # --- inlines ------------------------------------------------------------------------------------------------------

    def _content(self, node: nodes.Node | None) -> str:
        """Return the inlines inside a node as one block of code."""
        if node is None:
            return "[]"
        return _code([self._inline(c) for c in node.children])

    def _inline(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Text):
            return self._text(node.astext())
        assert isinstance(node, nodes.Element)
        if isinstance(node, _SILENT):
            return ""
        match node:
            case our.note_reference():
                id_ = self._id(node["note"])
                self.manuscript.anchors[id_] = None
                return f"n({as_string(id_)})"
            case our.lemma():
                annotated = any(note.startswith("annotation-") for note in node["notes"].split())
                return f"{'lemma' if annotated else 'quoted'}({self._content(node)})"
            case nodes.reference():
                return self._reference(node)
            case nodes.emphasis() | nodes.title_reference() | addnodes.literal_emphasis():
                return f"emph({self._content(node)})"
            case nodes.strong():
                return f"strong({self._content(node)})"
            case nodes.superscript():
                return f"super({self._content(node)})"
            case nodes.subscript():
                return f"sub({self._content(node)})"
            case nodes.literal() if "xref" not in node["classes"]:
                return f"raw({self._text(node.astext())})"
            case nodes.image():
                return self._text(node.get("alt", ""))
            case nodes.footnote_reference():
                return f"super({self._text(node.astext())})"
        anchors = [self._anchor(self._id(i)) for i in node["ids"]] if isinstance(node, nodes.target) else []
        content = _code([*anchors, *(self._inline(c) for c in node.children)])
        language = _language_of(node)
        return f"lang({as_string(language)}, {content})" if language and content != "[]" else content

    def _reference(self, node: nodes.reference) -> str:
        content = self._content(node)
        address = node.get("refuri", "")
        if re.match(r"https?:|mailto:", address):
            return f"link({as_string(address)}, {content})"
        target = self._target(node, self._docname)
        if not target or content == "[]":
            return content
        paged = any(c in _PAGED for c in _classes_below(node))
        function = ("to-page-in-note" if self._in_note else "to-page") if paged else "to"
        return f"{function}({as_string(target)}, {content})"

    def _target(self, node: nodes.Element | None, docname: str) -> str:
        """Return the id of the place in the book that a reference leads to."""
        if node is None:
            return ""
        if node.get("refid"):
            return f"{docname}:{node['refid']}"
        address = str(node.get("refuri", ""))
        if not address.startswith("%"):
            return ""
        page, _, fragment = address.removeprefix("%").partition("#")
        return f"{page}:{fragment}" if fragment else page

    # --- words --------------------------------------------------------------------------------------------------------

    def _text(self, text: str, *, keep_lines: bool = False) -> str:
        """Return words as a string literal, and note the characters."""
        if not keep_lines:
            text = re.sub(r"[\t\n\r\v\f\u2028\u2029]+", " ", text)
        text = text.replace(" ।", "\u00a0।")  # a danda never begins a line
        for character in set(text) - self.manuscript.characters.keys():
            self.manuscript.characters[character] = self._where
        return as_string(text)

    def _id(self, id_: str) -> str:
        return f"{self._docname}:{id_}"

    def _line(self, code: str) -> None:
        self.manuscript.lines.append(Line(f"#{code};", self._where))

    def _anchor(self, id_: str) -> str:
        if id_ in self.manuscript.anchors:
            return ""
        self.manuscript.anchors[id_] = None
        return f'at({as_string(id_)}, "anchor")'

    def _anchor_line(self, id_: str) -> None:
        code = self._anchor(id_)
        if code:
            self._line(code)


_SHAPES = {
    "caption": "caption",
    "quotation": "quotation",
    "table-row": "row",
    "list-item": "entry-of-list",
    "reference": "reference",
}
_PAGED = ("variorum-passage", "variorum-annotation", "variorum-parallel")
_SILENT = (
    nodes.comment,
    nodes.raw,
    nodes.system_message,
    nodes.substitution_definition,
    addnodes.index,
    nodes.meta,
    addnodes.toctree,
)
_OWN_ANCHORS = (nodes.section, nodes.citation)


def as_string(text: str) -> str:
    """Return a text as a string literal of Typst."""
    out = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return '"' + "".join(c if ord(c) >= 32 else f"\\u{{{ord(c):x}}}" for c in out) + '"'


def _code(parts: Iterable[str]) -> str:
    """Return statements as a block of code, `[]` if there are none."""
    kept = [p for p in parts if p and p not in {'""', "[]"}]
    return "{" + ";".join(kept) + "}" if kept else "[]"


def _language_of(node: nodes.Element) -> str:
    """Return the language of a node for Typst: two or three letters."""
    found = next((c.removeprefix("language-") for c in node["classes"] if c.startswith("language-")), "")
    return found.split("-")[0].lower() if re.fullmatch(r"[A-Za-z]{2,3}(-.*)?", found) else ""


def _classes_below(node: nodes.Element) -> Iterator[str]:
    for child in node.findall(nodes.Element):
        yield from child["classes"]


def _classes_above(node: nodes.Node) -> list[str]:
    parent = node.parent
    return list(parent["classes"]) if parent is not None else []


def _inline_children(node: nodes.Node) -> list[nodes.Node]:
    return list(node.children) if isinstance(node, nodes.Element) else [node]


def _most_common(names: Iterable[str]) -> str:
    counted = Counter(names).most_common(1)
    return counted[0][0] if counted else ""


def _place_of(node: nodes.Node, docname: str) -> tuple[str, str] | None:
    """Return id and name of the passage, note or parallel in which a node stands."""
    note: nodes.Element | None = None
    above = node.parent
    while above is not None:
        if isinstance(above, our.annotation | our.parallel_note):
            note = above
        elif isinstance(above, our.passage):
            name = f"{above['siglum']} {above['locus']}"
            if note is not None:
                return f"{docname}:{note['ids'][0]}", f"{name} n. {note['number']}"
            return f"{docname}:{above['ids'][0]}", name
        elif isinstance(above, nodes.section) and "parallel" in above["classes"]:
            return f"{docname}:{above['ids'][0]}", above[0].astext()
        above = above.parent
    return None
