"""From doctrees to a manuscript: the chapters of the book, the passages of a source and their notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import zip_longest

from docutils import nodes

from variorum.model.edition import Edition
from variorum.model.source import Source
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree import overview_nodes
from variorum.sphinx_ext.doctree.touches import touched_parallels
from variorum.sphinx_ext.pdf.grouped import GroupWriter
from variorum.sphinx_ext.pdf.inlining import as_string, code_block, language_of, letters_of
from variorum.sphinx_ext.pdf.manuscript import Anchor, Heading, Line
from variorum.sphinx_ext.pdf.whereabouts import of_passage
from variorum.sphinx_ext.pdf.word_breaking import is_broken
from variorum.text.bidi import names_in_title
from variorum.text.scripts import direction_of
from variorum.wording.messages import Wording


class Translator(GroupWriter):
    """Writes one page after the other into its manuscript."""

    def __init__(
        self, edition: Edition, pages: Iterable[str], *, wording: Wording, translations: Mapping[str, str]
    ) -> None:
        super().__init__(edition, pages, wording=wording)
        self.translations = translations
        self.named_works: set[str] = set()  # ids that the pages refer to, those of works among them
        self._told: set[str] = set()  # sources of which the book has said whence they come
        self._spread = False  # the section that is being written began on a left page

    # --- pages --------------------------------------------------------------------------------------------------------

    def collect_citations(self, docname: str, tree: nodes.document) -> None:
        """Note where the page cites each work, for the back-references of the bibliography."""
        for reference in tree.findall(nodes.reference):
            self.named_works.add(self._target(reference, docname))
            if "bibtex-citation" in _classes_above(reference) and (target := self._target(reference, docname)):
                place = _place_of(reference, docname, self.wording)
                if place and place not in self.cited.setdefault(target, []):
                    self.cited[target].append(place)

    def holds(self, reference: nodes.reference, docname: str) -> bool:
        """Whether the book holds what a reference on a page leads to, as far as it is written."""
        return self._target(reference, docname) in self.manuscript.anchors

    def words(self, text: str, *names: str) -> str:
        """Return words of the front matter; names in them (those of sources, and further `names`) as they are read."""
        known = {**dict.fromkeys(names, ""), **self._languages_of_names}
        parts, at = [], 0
        for span in names_in_title(text, self._base, known):
            parts.append(self._text(text[at : span.start]))
            name, language = self._text(span.of(text)), known.get(span.of(text), "").split("-")[0]
            said = f"lang({as_string(language)}, {name})" if language else name
            parts.append(self._isolated("rtl" if self._base == "ltr" else "ltr", said))
            at = span.end
        return code_block([*parts, self._text(text[at:])]) if parts else self._text(text)

    @cached_property
    def _languages_of_names(self) -> Mapping[str, str]:
        """Return the names of the sources that run otherwise than the book, with their languages."""
        sources = (s for s in self.edition.sources if s.direction != self._base)
        return {name: source.language for source in sources for name in (source.title, source.label)}

    def opening(self, docname: str, tree: nodes.document, title: str) -> None:
        """Write what the title page of the web edition says as the first chapter, under a title of its own."""
        self.begin_page(docname, tree)
        self._level = 1
        told = [
            c for c in tree.children if isinstance(c, nodes.section) and c.astext().strip() != c[0].astext().strip()
        ]
        if not told:
            return
        with self._pages_of_its_own("wide"):
            for section in told:
                first = section[0]
                section[0] = nodes.title("", title)
                self._chapter(section, "chapter", "")
                section[0] = first
            self._end("end of chapter")

    def page(self, docname: str, tree: nodes.document, *, level: int, above: str) -> None:
        """Write a page of the edition as a chapter of the book."""
        self.begin_page(docname, tree)
        self._level = level
        kind = "part" if self.holds_source(tree) else "chapter"
        with self._pages_of_its_own("source" if kind == "part" and self._runs_on(tree) else "wide"):
            for child in tree.children:
                if isinstance(child, nodes.section):
                    self._chapter(child, kind, above)
                else:
                    self._blocks([child])
            if kind == "chapter":
                self._end("end of chapter")

    @contextmanager
    def _pages_of_its_own(self, kind: str) -> Iterator[None]:
        """Set a chapter on pages of a kind, which end with it.

        What is set for the rest of the book the compiler looks through for each word of that rest: with pages set for
        each of a thousand chapters the last would take a thousand times as long as the first.
        """
        self.manuscript.lines.append(Line("#[", self._where))
        self._pages(kind)
        yield
        self.manuscript.lines.append(Line("]", self._where))

    def _pages(self, kind: str) -> None:
        """Go on with pages that have a margin for notes ("source"), or none ("wide")."""
        self._line(f"set page(..{kind}-page)")
        self._line(f"set footnote.entry(..{kind}-footnotes)")

    def matter(self, id_: str, title: str, codes: Iterable[str]) -> None:
        """Write a chapter that is no page of the edition."""
        self.manuscript.anchors[id_] = Anchor("chapter", 1, title, self.language)
        with self._pages_of_its_own("wide"):
            self._line(f'chapter({as_string(id_)}, "chapter", 1, none, {self._text(title)})')
            for code in codes:
                self._line(code)
            self._end(f"end of {id_}")

    def begin_text(self) -> None:
        """End the pages that have roman numbers."""
        self._line("text-begins")
        self._line('set page(numbering: "1")')
        self._line("counter(page).update(1)")

    def holds_source(self, tree: nodes.document) -> bool:
        """Whether a page sets a source, and so needs a margin for notes."""
        return _passages(tree)

    def _chapter(self, node: nodes.section, kind: str, above: str) -> None:
        title = node[0]
        first, *others = node["ids"] or [""]
        id_ = self._id(first)
        self.manuscript.anchors[id_] = Anchor(kind, self._level, letters_of(title, self._base), self.language)
        over = as_string(above) if above and self._level == 1 else "none"
        shape = "opening" if kind == "part" and self._runs_on(node) else kind
        level = min(self._level, 6)
        words = self._heading(id_, level, title)
        self._line(f"chapter({as_string(id_)}, {as_string(shape)}, {level}, {over}, {words})")
        for alias in (self._docname, *(self._id(o) for o in others)):
            self._anchor_line(alias)
        self._level += 1
        if kind == "part":
            self._part(node)
        else:
            self._blocks(node.children[1:])
        self._level -= 1

    def _part(self, node: nodes.section) -> None:
        """Write headnote and facts of a source, on pages with margins its text, and what follows it."""
        children = list(node.children[1:])
        begins = next((i for i, c in enumerate(children) if not isinstance(c, nodes.paragraph | nodes.Invisible)), 0)
        ends = max(i for i, c in enumerate(children, 1) if isinstance(c, nodes.Element) and _passages(c))
        headnote = f"headnote({code_block([c for n in children[:begins] for c in self._block(n)])})"
        if self._runs_on(node):
            self.manuscript.anchors[begin := self._id("text begins")] = None
            self._line(f"opening({as_string(begin)}, {code_block([headnote, self._facts(node)])})")
        else:
            self._line(headnote)
            self._line(self._facts(node) or "none")
            self._pages("source")
        facing = self._is_facing(node)
        if facing:
            self._begin_pairs()
        self._blocks(children[begins:ends])
        if facing:
            self._end_pairs()
        self._end("end of text")
        self._pages("wide")
        self._line(f"rest({as_string(self._docname)})")
        self._blocks(children[ends:])

    def _left_page(self) -> None:
        """Go on with what follows on a left page: the harmony stands on facing pages."""
        self._end("before harmony")
        self._line("left-page")
        self.manuscript.anchors[begin := self._id("harmony begins")] = Anchor("begin", 0, "", self.language)
        self._line(f'at({as_string(begin)}, "begin")')

    def _end(self, name: str) -> None:
        """Mark that what follows begins on another page; between them may be an empty one, which has no head."""
        end = self._id(name)
        self.manuscript.anchors[end] = Anchor("end", 0, "", self.language)
        self._line(f'at({as_string(end)}, "end")')

    def _facts(self, node: nodes.section) -> str:
        """Return the call that says where a source comes from, "" if an earlier page with a part of it has."""
        passage = next(node.findall(our.passage), None)
        source = self.edition.source(passage["source"]) if passage is not None else None
        if source is None or source.id in self._told:
            return ""
        self._told.add(source.id)
        say = self.wording.say
        rows = [(say("Siglum"), source.siglum), (say("Origin"), source.origin), (say("Rights"), source.rights)]
        return f"facts({', '.join(f'({self._text(n)}, {self.words(v)})' for n, v in rows if v)})"

    def _blocks(self, children: Iterable[nodes.Node]) -> None:
        """Write blocks, each on a line of its own, sections with a heading."""
        children = list(children)
        for child, after in zip_longest(children, children[1:]):
            if isinstance(child, nodes.section):
                self._section(child)
            elif isinstance(child, our.passage) and child["ids"]:
                self._passage_lines(child)
            elif isinstance(child, our.passages) and (child["kind"] not in _GROUPS or self._pairs):
                self._blocks(child.children)
            elif isinstance(child, our.passages):
                source = self.edition.source(self._source_around(child))
                self._line(self._directed(source, self._group(child, source.direction if source else self._base)))
            else:
                if _is_harmony(child) and not self._spread:
                    self._left_page()
                for code in self._block(child):
                    self._line(f"sticky({code})" if isinstance(after, overview_nodes.drawing) else code)

    def _section(self, node: nodes.section) -> None:
        if spread := any(_is_harmony(c) for c in node.children):
            self._left_page()
        title = node[0] if node.children and isinstance(node[0], nodes.title) else nodes.title()
        children = list(node.children[1:] if node.children and isinstance(node[0], nodes.title) else node.children)
        first, *others = node["ids"] or [""]
        id_ = self._id(first)
        level = min(self._level, _LEVELS)
        if "source-heading" in node["classes"]:
            source = self.edition.source(self._source_around(node))
            locus = str(node.get("place", first)).rpartition(" ")[2]
            boxes = [c for c in children if isinstance(c, our.passage) and not c["ids"]]
            translated = [c for c in children if isinstance(c, our.passage_translation)]
            touched = [t for box in boxes for t in box.findall(touched_parallels)]
            children = [*touched, *(c for c in children if c not in boxes and c not in translated)]
            for box in boxes:
                self._note_bodies(box)
            references = code_block(self._inlines(r for box in boxes for r in box.findall(our.note_reference)))
            language = source.language if source else self.language
            passage = source.passage(locus) if source else None
            self._where = of_passage(source, passage) if source and passage else locus
            direction = source.direction if source else self._base
            self.manuscript.anchors[id_] = Anchor("section", level, letters_of(title, self._base, direction), language)
            words = self._heading(id_, level, title, direction)
            args = f"{level}, {as_string(id_)}, {self._number(locus)}, {references}, {words}"
            call = self._directed(source, f"source-heading({args})")
            self._with_translation(source.id if source else "", call, id_, translated)
        else:
            if "parallel" in node["classes"]:
                self._where = f"parallels/{first.removeprefix('parallel-')}.md"
            self.manuscript.anchors[id_] = Anchor("section", level, letters_of(title, self._base), self.language)
            kind = "division" if "division" in node["classes"] else "section"
            self._line(f"{kind}({level}, {as_string(id_)}, {self._heading(id_, level, title)})")
        for other in others:
            self._anchor_line(self._id(other))
        self._level += 1
        self._spread = spread
        self._blocks(children)
        self._spread = False
        self._level -= 1

    def _heading(self, id_: str, level: int, title: nodes.Node, direction: str = "") -> str:
        """Return the words of a heading, which contents list too; `direction`: that of a source's own lines."""
        if direction in {"", self._base}:
            words = self._content(title)
        else:
            with self._lines_from(direction):
                self._moves = True
                words = self._isolated(direction, self._content(title))
                self._moves = False
        self.manuscript.headings[id_] = Heading(level, words)
        return words

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

    def _begin_passage(self, node: our.passage) -> str:
        id_ = self._id(node["ids"][0])
        source = self.edition.source(node["source"])
        passage = source.passage(node["locus"]) if source else None
        self._where = of_passage(source, passage) if source and passage else f"{node['siglum']} {node['locus']}"
        self._note_bodies(node)
        language = source.language if source else self.language
        self.manuscript.anchors[id_] = Anchor("passage", 0, node["locus"], language, node["siglum"])
        return id_

    def _passage_lines(self, node: our.passage) -> None:
        id_ = self._begin_passage(node)
        source = self.edition.source(node["source"])
        text = next((c for c in node.children if isinstance(c, our.passage_text)), None)
        with self._lines_from(source.direction if source else self._base):
            words = self._content(text) if text is not None else "[]"
        if text is not None and (spoken := language_of(text)):
            words = f"lang({as_string(spoken)}, {words})"
        call = self._in_own_shape(node, id_, words) or (
            f"{_SHAPES.get(node['kind'], 'passage')}({as_string(id_)}, {self._number(node['locus'])}, {words})"
        )
        call = self._with_room(node, text.astext() if text is not None else "", self._directed(source, call))
        translated = [c for c in node.children if isinstance(c, our.passage_translation)]
        self._with_translation(node["source"], call, id_, translated)
        for child in node.children:  # what others may have put into a passage
            if not isinstance(child, our.passage_text | our.passage_translation | our.annotation | our.parallel_note):
                for code in self._block(child):
                    self._line(code)

    def _directed(self, source: Source | None, call: str) -> str:
        """Return a call whose lines run and end as those of a source do, where that is not the way of the book."""
        if source is None:
            return call
        call = self._spaced(source.language, call)
        if source.direction == direction_of(self.language):
            return call
        return f"directed({as_string(source.direction)}, {call})"

    def _spaced(self, language: str, call: str) -> str:
        """Return a call whose lines are not drawn apart where the compiler knows no place to break a word."""
        return call if is_broken(language) else f"unbroken({call})"

    def _with_translation(self, source: str, call: str, id_: str, all_: Sequence[nodes.Element]) -> None:
        """Write a passage or a heading, and its translations below it or on the page beside it.

        They are those into the languages that the setting names, or the first, which is that of the page.
        """
        place = self.translations.get(source, "none").split()[0]
        wanted = [*self._chosen(source, all_)]
        if place == "facing" and self._pairs and wanted:
            self._pair(call, self._meant("opposite", wanted.pop(0)), id_)
        else:
            self._line(call)
        for translated in wanted:
            self._line(self._meant("translation", translated))

    def _chosen(self, source: str, translated: Sequence[nodes.Element]) -> Sequence[nodes.Element]:
        """Return the translations of a passage that the book holds: into the languages that are named, or the first."""
        place, *tags = self.translations.get(source, "none").split()
        by_tag = {one["language"]: one for one in translated}
        wanted = [by_tag[tag] for tag in tags if tag in by_tag] if tags else list(translated[:1])
        return wanted if place != "none" else []

    def _meant(self, shape: str, translated: nodes.Element) -> str:
        language = translated["language"]
        with self._lines_from(direction_of(language)):
            return self._spaced(language, f"{shape}({as_string(language)}, {self._content(translated)})")


_LEVELS = 8  # a page, a title of its source, six levels of headings
_GROUPS = {"list-item", "table-row"}  # kinds of passages that are set together
_SHAPES = {
    "caption": "caption",
    "quotation": "quotation",
    "table-row": "row",
    "list-item": "entry-of-list",
    "reference": "reference",
}


def _classes_above(node: nodes.Node) -> list[str]:
    parent = node.parent
    return list(parent["classes"]) if parent is not None else []


def _is_harmony(node: nodes.Node) -> bool:
    return isinstance(node, nodes.table) and "harmony" in node["classes"]


def _passages(node: nodes.Element) -> bool:
    return next(node.findall(our.passage), None) is not None


def _place_of(node: nodes.Node, docname: str, wording: Wording) -> tuple[str, str] | None:
    """Return id and name of the passage, note or parallel in which a node stands."""
    note: nodes.Element | None = None
    above = node.parent
    while above is not None:
        if isinstance(above, our.annotation | our.parallel_note):
            note = above
        elif isinstance(above, our.passage):
            name = f"{above['siglum']} {above['locus']}"
            if note is not None:
                words = wording.say("{passage} n. {number}", passage=name, number=note["number"])
                return f"{docname}:{note['ids'][0]}", words
            return f"{docname}:{above['ids'][0]}", name
        elif isinstance(above, nodes.section) and "parallel" in above["classes"]:
            return f"{docname}:{above['ids'][0]}", letters_of(above[0], direction_of(wording.language))
        above = above.parent
    return None
