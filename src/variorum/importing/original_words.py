"""The words of an original, counted without its reader: where the text has a blank, and where it has none.

Stated once: a run of white space is one blank; where a line ends in it between two letters of a script without blanks,
it is none (`text.line_joining`). Words are parted by white space, by the borders of blocks, lines, cells
and pages, and joined where TEI says `break="no"`; a note, a picture's words and a second reading are taken out of their
place first, and stand apart. Markdown is not counted, as its signs stand within words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from html.parser import HTMLParser
from itertools import product
from typing import TYPE_CHECKING

from variorum.importing.packages import Package, unpack
from variorum.importing.page_notes import is_like_sign
from variorum.importing.tei_attributes import HOLDS_LINES, begins_unit, is_within_word, parent_name
from variorum.importing.tei_elements import BLOCKS, IN_LINE_TOO, OMITTED
from variorum.importing.word_signs import apart, join_drop_caps, word_sign
from variorum.importing.xml_reading import XML_ID, all_text, local_name, parse_xml
from variorum.text.line_joining import in_one_line, parts_no_word

if TYPE_CHECKING:
    from lxml.etree import _Element

_JOIN = "\0"
_BORDER = "\1"  # of a block: nothing is joined across it
_BREAKS = frozenset({"lb", "pb", "cb", "gb", "milestone", "br", "line-break"})
_LINE = "\n"  # a line ends here in the text, not only in the file
_BREAK = "\2"  # a line, a column or a page of the print begins
_JOINED = re.compile(rf"[\s\0{_BREAK}]*\0[\s\0{_BREAK}]*")
_BROKEN = re.compile(rf"[\s{_BREAK}]*{_BREAK}[\s{_BREAK}]*")
_OF_PRINT = frozenset({"lb", "pb", "cb", "gb", "milestone"})


def words_of(format_: str, data: bytes, text: str) -> Counter[str] | None:
    """Return how often each word stands in an original; None for a format of which nobody can tell."""
    count = _FORMATS.get(format_)
    return count(data, text) if count else None


def torn_words(shown: Counter[str], words: Counter[str]) -> Counter[str]:
    """Return the shown words that the original does not have so, or not as often."""
    return shown - words


def _counted(streams: Iterator[str]) -> Counter[str]:
    words: Counter[str] = Counter()
    for stream in streams:
        for part in _JOINED.sub("", stream).split(_BORDER):
            words.update(in_one_line(_BROKEN.sub(_broken, part)).split())
    return words


def _broken(found: re.Match[str]) -> str:
    """Return what a break is of the text: an end of a line, or nothing where it parts no sign from its word."""
    text, (start, end) = found.string, found.span()
    is_bare = not found[0].strip(_BREAK)
    return "" if is_bare and parts_no_word(text[:start], text[end:]) else _LINE


# --- XML --------------------------------------------------------------------------------------------------------------

_TEI_PARTS = frozenset({
    *BLOCKS, "head", "cell", "lg", "list", "table", "sp", "div", "lb", "pb", "cb", "gb", "text",
    "front", "body", "back", "group", "titlePage", "castList",
    *(f"div{n}" for n in range(1, 8)),
})  # fmt: skip
# What makes a block in one place and stands in a line in another: both are counted.
_TEI_MAY_PART = frozenset({"quote", "q", "said", "cit", "label", "figure"})
_OSIS_PARTS = frozenset({
    "p", "lg", "l", "verse", "chapter", "title", "div", "lb", "list", "item", "row", "cell", "table", "head", "speaker",
    "salute", "signed", "closer",
})  # fmt: skip
_HTML_PARTS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_HTML_ASIDE = frozenset({"title", "style", "script", "head", "button", "select", "textarea"})


_ONLY_READINGS = frozenset({"choice", "app", "rdgGrp"})  # blanks between the readings are none of the text


class _Tree:
    """One walk through a tree of XML."""

    def __init__(
        self,
        parts: Callable[[_Element], bool],
        aside: Callable[[_Element], bool],
        sign: Callable[[_Element], str] = lambda _: "",
        begins: Callable[[_Element], bool] = lambda _: False,
        lines: frozenset[str] = _BREAKS,
        holds_letters: Callable[[_Element], bool] = lambda e: local_name(e) not in _ONLY_READINGS,
    ) -> None:
        self.holds_letters = holds_letters
        self.lines = lines
        self.begins = begins
        self.parts = parts
        self.sign = sign
        self.aside = aside

    def streams(self, root: _Element) -> Iterator[str]:
        """Yield the letters of a tree: what runs on, and each run that stands apart."""
        asides: list[_Element] = []
        yield "".join(self._letters(root, asides))
        for element in asides:
            yield from self.streams(element)

    def _letters(self, element: _Element, asides: list[_Element]) -> Iterator[str]:
        edge = _JOIN if is_within_word(element) else self._edge(element) if self.parts(element) else ""
        has_letters = self.holds_letters(element)
        yield edge or (_BORDER if self.begins(element) else "")
        yield self.sign(element) or (str(element.text or "") if has_letters else "")
        for child in element:
            if self.aside(child):
                asides.append(child)
            else:
                yield from self._letters(child, asides)
            yield str(child.tail or "") if has_letters else ""
        yield edge

    def _edge(self, element: _Element) -> str:
        name = local_name(element)
        return _BORDER if name not in self.lines else _BREAK if name in _OF_PRINT else _LINE


def _is_line(element: _Element) -> bool:
    """Whether an element says that a line of the print begins, as OSIS writes it."""
    return local_name(element) == "milestone" and element.get("type") in {"line", "lb"}


class _AsideInTei:
    """Tells of each element of TEI, in the order of the text, whether it is taken out of its place."""

    def __init__(self, root: _Element) -> None:
        self.notes = {str(e.get(XML_ID)) for e in root.iter("{*}note") if e.get(XML_ID)}
        self.seen: set[str] = set()

    def __call__(self, element: _Element) -> bool:
        name = local_name(element)
        parent = element.getparent()
        if name == "note":
            self.seen.add(str(element.get(XML_ID, "")))
            return True
        if name in {"ref", "ptr"}:
            target = str(element.get("target", ""))
            calls = target[:1] == "#" and target[1:] in self.notes - self.seen
            self.seen.add(target[1:])
            return calls
        if parent is not None and local_name(parent) in {"choice", "app", "rdgGrp"}:
            return self._is_other(parent, element)
        return name in OMITTED or name in {"figDesc", "desc", "gap"}

    def _is_other(self, place: _Element, reading: _Element) -> bool:
        """Whether of several readings another is shown."""
        names = ("sic", "orig", "abbr") if local_name(place) == "choice" else ("lem",)
        first = next((e for e in place if local_name(e) in names), next(iter(place), None))
        return reading is not first


def _tei(data: bytes, _: str) -> Counter[str]:
    root = parse_xml(data)
    narrow, wide = (
        _counted(_Tree(parts, _AsideInTei(root), begins=begins_unit).streams(root))
        for parts in (_parts_surely, _may_part)
    )
    return narrow | wide


def _parts_surely(element: _Element) -> bool:
    name = local_name(element)
    return name in _TEI_PARTS and not (name in IN_LINE_TOO and parent_name(element) in HOLDS_LINES)


def _may_part(element: _Element) -> bool:
    return local_name(element) in _TEI_PARTS | _TEI_MAY_PART


def _named(names: frozenset[str]) -> Callable[[_Element], bool]:
    return lambda element: local_name(element) in names


def _osis(data: bytes, _: str) -> Counter[str]:
    root = parse_xml(data)
    aside = _named(frozenset({"note", "figure", "header"}))
    # a verse goes on across lines and paragraphs; elsewhere they are borders: both are counted
    within, apart_ = (
        _counted(_Tree(lambda e: local_name(e) in _OSIS_PARTS or _is_line(e), aside, lines=lines).streams(root))
        for lines in (_BREAKS | {"p", "lg", "l"}, _BREAKS)
    )
    return within | apart_


# --- USFM -------------------------------------------------------------------------------------------------------------

# Parts of a note; each goes on in its line.
_PARTS_OF_NOTES = frozenset({
    "fr", "fq", "fqa", "fk", "fl", "fw", "ft", "fv", "fdc", "fm", "xo", "xop", "xk", "xq", "xt", "xta", "xot", "xnt",
    "xdc", "rq",
})  # fmt: skip
_NOTE = re.compile(
    r"\\(f|fe|ef|x|ex|fig|va|vp|ca)\s((?:(?!\\(?:f|fe|ef|x|ex|fig|va|vp|ca)[\s*]).)*)\\\1\*", re.DOTALL
)  # the innermost
_MILESTONE = re.compile(r"\\[a-z]+\d*(?:-[se])?\s*(?:\|[^\\]*)?\\\*|\\[a-z]+\d*-[se]\b[^\\\n]*")
_ATTRIBUTES = re.compile(r"\|[^\\]*(?=\\\+?[a-z]+\d*\*)|\|\s*[\w-]+\s*=[^\\\n]*")
_MARKER = re.compile(r"\\\+?([a-z]+)\d*(?:-\d+)?(?:\*|[ \t]|\r?\n)?")


def _usfm(_: bytes, text: str) -> Counter[str]:
    within = {*_PARTS_OF_NOTES, *re.findall(r"\\\+?([a-z]+)\d*\*", text)}
    rest = _MILESTONE.sub("", text)
    streams = []
    while (found := _NOTE.search(rest)) is not None:
        streams.append(found[2])
        rest = rest[: found.start()] + rest[found.end() :]
    # a verse goes on across lines and paragraphs; elsewhere their markers are borders: both are counted
    goes_on, apart_ = (
        _counted(_without_markers(stream, within, lines) for stream in (rest, *streams))
        for lines in (_OF_LINES, frozenset[str]())
    )
    return goes_on | apart_


_OF_LINES = frozenset({"p", "m", "q", "qr", "qc", "qm", "li", "pi", "b", "nb", "po", "pr", "pc", "mi", "cls"})


def _without_markers(text: str, within: set[str], lines: frozenset[str]) -> str:
    bare = _ATTRIBUTES.sub("", text).replace("//", " ").replace("~", " ")
    return _MARKER.sub(lambda marker: "" if marker[1] in within else _LINE if marker[1] in lines else _BORDER, bare)


# --- what pandoc reads ------------------------------------------------------------------------------------------------


class _Page(HTMLParser):
    """Gathers the letters of a page."""

    def __init__(self, *, without_calls: bool, is_verse: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.break_ = _BORDER if is_verse else _LINE
        self.letters: list[str] = []
        self.aside = 0
        self.without_calls = without_calls
        self.in_call = False
        self.link: list[str] | None = None  # the letters of the link within the page that is open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Part words where a block begins."""
        self.letters.append(self.edge(tag))
        self.aside += tag in _HTML_ASIDE
        self.in_call = self.in_call or (self.without_calls and dict(attrs).get("role") in _CALLS)
        if self.without_calls and tag == "a" and str(dict(attrs).get("href", "")).startswith("#"):
            self.letters, self.link = [], self.letters

    def handle_endtag(self, tag: str) -> None:
        """Part words where a block ends."""
        self.letters.append(self.edge(tag))
        self.aside -= tag in _HTML_ASIDE and self.aside > 0
        self.in_call = self.in_call and tag != "a"
        if tag == "a" and self.link is not None:
            words = "".join(self.letters)
            self.letters, self.link = [*self.link, "" if is_like_sign(words) else words], None

    def edge(self, tag: str) -> str:
        """Return what stands where an element begins or ends."""
        return self.break_ if tag == "br" else _BORDER if tag in _HTML_PARTS else ""

    def handle_data(self, data: str) -> None:
        """Gather letters."""
        if not self.aside and not self.in_call:
            self.letters.append(data)


def _html(_: bytes, text: str) -> Counter[str]:
    words: Counter[str] = Counter()
    # a break parts lines of verse, which are passages, and in prose no letters of scripts without blanks
    for without_calls, is_verse in product((False, True), repeat=2):
        page = _Page(without_calls=without_calls, is_verse=is_verse)
        page.feed(text)
        page.close()
        words |= _counted(iter(["".join(page.letters)]))
    return words


_CALLS = frozenset({"doc-noteref", "doc-backlink"})


def _is_call(element: _Element) -> bool:
    """Whether an element of an e-book is the sign of a note, or the way back from it."""
    return element.get("role") in _CALLS or element.get("{http://www.idpf.org/2007/ops}type") in {"noteref", "backlink"}


_WORD_PARTS = frozenset({"p", "tab", "br", "cr", "ptab", "tc"})
_WORD_ASIDE = frozenset({
    "txbxContent", "delText", "instrText", "del", "moveFrom", "oMath", "Fallback", "rt", "pPr", "rPr",
})  # fmt: skip
# What LibreOffice writes anew by itself: pandoc gives some of it, and some it does not.
_OPEN_FIELDS = frozenset({
    "bookmark-ref", "reference-ref", "note-ref", "sequence-ref", "chapter", "page-number", "date", "time", "sequence",
})  # fmt: skip
_OPEN_PARTS = frozenset({"p", "h", "s", "tab", "line-break", "list-item", "table-cell"})


def _docx(data: bytes, _: str) -> Counter[str]:
    package = unpack(data)
    names = ("word/document", "word/footnotes", "word/endnotes")
    roots = [parse_xml(package.part(n), n) for n in package.parts if n.startswith(names) and n.endswith(".xml")]
    for root in roots:
        join_drop_caps(root)
    # a break is an end of a line, or of a page, which parts words in any script: both are counted
    within, apart_ = (
        _counted(stream for root in roots for stream in _word_tree(lines).streams(root))
        for lines in (_BREAKS, frozenset[str]())
    )
    return within | apart_


def _word_tree(lines: frozenset[str]) -> _Tree:
    return _Tree(
        _named(_WORD_PARTS),
        lambda e: local_name(e) in _WORD_ASIDE or (local_name(e) == "t" and bool(apart(e))),
        word_sign,
        lines=lines,
        holds_letters=_named(frozenset({"t"})),  # a program may set the other elements on lines of their own
    )


def _odt(data: bytes, _: str) -> Counter[str]:
    aside = frozenset({"note", "annotation", "text-box", "tracked-changes"})
    trees = (_Tree(_named(_OPEN_PARTS), _named(names)) for names in (aside, aside | _OPEN_FIELDS))
    with_fields, without = (_packed(unpack(data), lambda name: name == "content.xml", tree) for tree in trees)
    return with_fields | without


def _epub(data: bytes, _: str) -> Counter[str]:
    words: Counter[str] = Counter()
    for is_call, lines in product((_is_call, _is_call_or_sign), (_BREAKS, frozenset[str]())):
        tree = _Tree(_named(_HTML_PARTS), partial(_stands_apart, is_call), lines=lines)
        words |= _packed(unpack(data), _is_page, tree)
    return words


def _is_page(name: str) -> bool:
    return name.lower().endswith((".xhtml", ".html", ".htm", ".xml")) and not name.startswith("META-INF/")


def _stands_apart(is_call: Callable[[_Element], bool], element: _Element) -> bool:
    return local_name(element) in _HTML_ASIDE or is_call(element)


def _is_call_or_sign(element: _Element) -> bool:
    """Whether an element is the sign of a note, or may be one by its looks."""
    within = local_name(element) == "a" and "#" in element.get("href", "")
    return _is_call(element) or (within and is_like_sign(all_text(element)))


def _packed(package: Package, holds_text: Callable[[str], bool], tree: _Tree) -> Counter[str]:
    names = sorted(filter(holds_text, package.parts))
    return _counted(stream for name in names for stream in tree.streams(parse_xml(package.part(name), name)))


_FORMATS: Mapping[str, Callable[[bytes, str], Counter[str]]] = {
    "TEI P5": _tei,
    "OSIS": _osis,
    "USFM": _usfm,
    "HTML": _html,
    "DOCX": _docx,
    "ODT": _odt,
    "EPUB": _epub,
}
