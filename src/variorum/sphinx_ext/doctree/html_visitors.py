"""How HTML shows the nodes of the reader: passages, notes in the margin (sidenotes) and parallels."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes

from variorum.model.kinds import ANNOTATION_KINDS, RELATIONS, SHARED_WORDING, AnnotationKind, RelationKind
from variorum.model.passages import PassageKind
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.direction import dir_of, dir_of_language, foreign_around
from variorum.sphinx_ext.doctree.html_tables import depart_cell, open_table, set_cells, table_cell, visit_cell
from variorum.sphinx_ext.doctree.layer_nodes import Tag, written
from variorum.sphinx_ext.output import output_of
from variorum.sphinx_ext.settings import language_of, wording_of
from variorum.text.excerpt import first_words
from variorum.wording.messages import Wording

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

UNBROKEN_CHARS = 5  # characters of a passage's number that the edge has room for
_LONG = {"long": UNBROKEN_CHARS, "longer": 10, "longest": 16}
_BEHIND_SIGN = re.compile(r"(?<=[.:;,_-])(?=.)")
SPOKEN_WORDS = 5  # of a lemma; more would keep a listener from the note


def register(app: Sphinx) -> None:
    """Tell Sphinx the nodes and their HTML."""
    for node, visit, depart in (
        (our.passages, _visit_passages, _depart_passages),
        (table_cell, visit_cell, depart_cell),
        (our.passage, _visit_passage, _depart_passage),
        (our.passage_text, _visit_passage_text, _depart_passage_text),
        (our.passage_translation, _visit_passage_translation, _depart_passage_translation),
        (our.lemma, _visit_lemma, _depart_lemma),
        (our.note_reference, _visit_note_reference, _depart_nothing),
        (our.annotation, _visit_annotation, _depart_note),
        (our.note_lemma, _visit_note_lemma, _depart_paragraph),
        (our.parallel_note, _visit_parallel_note, _depart_note),
        (our.parallel_title, _visit_paragraph, _depart_paragraph),
        (our.parallel_words, _visit_parallel_words, _depart_division),
        (our.words, _visit_words, _depart_words),
        (our.gloss, _visit_paragraph, _depart_paragraph),
        (our.parallel_head, _visit_parallel_head, _depart_paragraph),
        (our.parallel_columns, _visit_division, _depart_division),
        (our.silent, _visit_paragraph, _depart_paragraph),
    ):
        app.add_node(node, html=(visit, depart))
    # docutils writes role="doc-biblioentry" inside role="list", which no screen reader expects
    app.add_node(nodes.citation, override=True, html=(_visit_citation, _depart_citation))


def _short(self: HTML5Translator, note: str) -> str:
    """Return a note's short name in ids and in `data-notes` ("12", "p3"): a page has hundreds, and each byte counts."""
    names: dict[str, str] = vars(self).setdefault("variorum_short_names", {})
    if not names:
        found: list[nodes.Element] = [*self.document.findall(our.annotation), *self.document.findall(our.parallel_note)]
        names.update((n["ids"][0], _short_of(n["number"])) for n in found)
    return names.get(note, "")


def _spoken(self: HTML5Translator, note: str) -> str:
    """Return what a listener hears of a reference and its note, e.g. “Annotation 99, language, on kulakkene”."""
    names: dict[str, str] = vars(self).setdefault("variorum_spoken_names", {})
    if not names:
        wording = wording_of(self.config)
        names.update((n["ids"][0], _spoken_of(n, wording)) for n in self.document.findall(our.annotation))
    return names.get(note, "")


def _spoken_of(note: nodes.Element, wording: Wording) -> str:
    lemma = next((words.astext() for words in note.children if isinstance(words, our.note_lemma)), "")
    words, kind = first_words(lemma, SPOKEN_WORDS), wording.within(_kind(note["kind"]).label)
    if not lemma:
        return wording.say("Annotation {number}, {kind}", number=note["number"], kind=kind)
    return wording.say("Annotation {number}, {kind}, on {words}", number=note["number"], kind=kind, words=words)


def _short_of(number: str) -> str:
    return number.replace("∥", "p")


# --- a source ---------------------------------------------------------------------------------------------------------


def _visit_passages(self: HTML5Translator, node: nodes.Element) -> None:
    if node["kind"] == PassageKind.TABLE_ROW:
        self.body.append(open_table(set_cells(node), inline=not output_of(self.builder).themed))
    else:
        self.body.append(self.starttag(node, "ul", CLASS=f"passages {node['kind']}s", role="list"))


def _depart_passages(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</div>\n" if node["kind"] == PassageKind.TABLE_ROW else "</ul>\n")


def _is_row(passage: nodes.Element) -> bool:
    """Whether a passage stands in a table."""
    return isinstance(passage.parent, our.passages) and passage["kind"] == PassageKind.TABLE_ROW


class LongLocus(NamedTuple):
    """A number that takes more than one line of the edge."""

    classes: str  # for the room that it needs, e.g. "long longer"
    parts: tuple[str, ...]  # it may be broken between them, behind its signs


def long_locus(locus: str) -> LongLocus | None:
    """Return how a number is shown that takes more than one line of the edge; None for any other."""
    if len(locus) <= UNBROKEN_CHARS:
        return None
    return LongLocus(
        " ".join(name for name, chars in _LONG.items() if len(locus) > chars), (*_BEHIND_SIGN.split(locus),)
    )


def _is_turned(self: HTML5Translator, child: nodes.Node) -> bool:
    """Whether the words of a passage run otherwise than the page."""
    return isinstance(child, our.passage_text) and bool(dir_of(self, child))


def _visit_passage(self: HTML5Translator, node: nodes.Element) -> None:
    row = _is_row(node)
    tag = "li" if isinstance(node.parent, our.passages) and not row else "div"
    role: dict[str, Any] = {"role": "row"} if row else {}
    # a book has no frame of a page that could tell it: the number stands where the lines of the words begin
    turned = " turned" if output_of(self.builder).book and any(map(partial(_is_turned, self), node.children)) else ""
    self.body.append(self.starttag(node, tag, CLASS=f"passage {node['kind']}{turned}", **role))
    if node["ids"]:
        locus, siglum = node["locus"], node["siglum"]
        density = f" d{node['density']}" if node.get("density") else ""
        long = long_locus(locus)
        classes, shown = (f" {long.classes}{density}", "<wbr/>".join(long.parts)) if long else (density, locus)
        link = f'<a class="locus{classes}" href="#{node["ids"][0]}" aria-label="{siglum} {locus}">{shown}</a>'
        self.body.append(f'<span class="beside" role="cell">{link}</span>\n' if row else f"{link}\n")
    if node.get("call"):  # a note of the source: the way back to where it is called
        back, sign = way_back(node["call"], wording_of(self.config))
        self.body.append(f"{written(self, back)}{sign}</{back.name}>\n")


def way_back(call: str, wording: Wording) -> tuple[Tag, str]:
    """Return the link from a note of the source to the id of its call, and the sign that it shows."""
    told = {"href": f"#{call}", "role": "doc-backlink", "aria-label": wording.say("To its call")}
    return Tag("a", {"class": "to-call", **told}), "↩\ufe0e"


def _depart_passage(self: HTML5Translator, node: nodes.Element) -> None:
    if _is_row(node):
        self.body.append("</div></div>\n" if len(node) > 1 else "</div>\n")
    else:
        self.body.append("</li>\n" if isinstance(node.parent, our.passages) else "</div>\n")


def _visit_passage_text(self: HTML5Translator, node: nodes.Element) -> None:
    if node.parent["kind"] == "quotation":
        self.body.append("<blockquote>")
    role: dict[str, Any] = {"role": "presentation"} if _is_row(node.parent) else {}  # its cells are the row's
    self.body.append(self.starttag(node, "p", "", CLASS="words", **role, **dir_of(self, node)))


def _depart_passage_text(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</p>")
    self.body.append("</blockquote>\n" if node.parent["kind"] == "quotation" else "\n")
    if _is_row(node.parent) and len(node.parent) > 1:  # notes, translations and rail are a cell of the row, too
        self.body.append('<div class="beside" role="cell">\n')


def _visit_passage_translation(self: HTML5Translator, node: nodes.Element) -> None:
    wording = wording_of(self.config)
    name = wording.name_of(node["language"]) if node.get("named") else ""
    stale = f" · {wording.say('older than the text')}" if node.get("stale") else ""
    summary = self.encode((name or wording.say("Translation")) + stale)
    direction = "".join(f' dir="{way}"' for way in dir_of_language(self, node["language"]).values())
    self.body.append(
        f'<details class="passage-translation" data-language="{node["language"]}"><summary>{summary}</summary>'
        f'<p lang="{node["language"]}"{direction}>'
    )


def _depart_passage_translation(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</p></details>\n")


def _visit_lemma(self: HTML5Translator, node: nodes.Element) -> None:
    annotated = [short for note in node["notes"].split() if (short := _short(self, note))]
    numbers: list[str] = list(node.get("shared", ()))
    shared = [number for number in dict.fromkeys(numbers) if number not in annotated]
    first, *others = node.get("targets", [""])
    for other in others:
        self.body.append(f'<span id="{other}"></span>')
    class_ = f"{'lemma' if annotated else 'shared'} {node['kinds']}".strip()
    id_ = f' id="{first}"' if first else ""
    self.body.append(f'<mark class="{class_}"{id_} data-notes="{" ".join([*annotated, *shared])}">')


def _depart_lemma(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</mark>")


def _visit_note_reference(self: HTML5Translator, node: nodes.Element) -> None:
    number: str = node["number"]
    said = self.attval(_spoken(self, node["note"]))
    language = f' lang="{language_of(self.config)}"' if foreign_around(self, node) else ""  # of the name
    self.body.append(
        f'<a class="note-reference {node["kind"]}{_at(node)}" id="r-{_short_of(number)}" href="#{node["note"]}"'
        f'{language} role="doc-noteref" aria-label="{said}" data-number="{number}"></a>'
    )
    raise nodes.SkipNode


def _at(reference: nodes.Element) -> str:
    """Return the class by which its note finds a reference that stands in a cell, where anchors.css cannot count it."""
    return f" at-{reference['at']}" if "at" in reference else ""


# --- notes ------------------------------------------------------------------------------------------------------------


def _visit_annotation(self: HTML5Translator, node: nodes.Element) -> None:
    tongue = f" {our.TONGUE_CLASS.format(node['tongue'])}" if node.get("tongue") else ""
    _open_note(self, node, f"annotation {node['kind']}{tongue}", _kind(node["kind"]))


def _visit_parallel_note(self: HTML5Translator, node: nodes.Element) -> None:
    _open_note(self, node, f"parallel {node['relation']}", _kind(node["relation"]))


_EPUB_FOOTNOTE = ' epub:type="footnote"'  # readers of e-books open such a note over the page


def _open_note(self: HTML5Translator, node: nodes.Element, classes: str, kind: AnnotationKind | RelationKind) -> None:
    """Open the box of a note, with the link back to its words, whose name it bears."""
    number: str = node["number"]
    footnote = _EPUB_FOOTNOTE if output_of(self.builder).book else ""
    back = f"r-{_short_of(number)}"
    old: list[str] = node.get("formerly", [])
    former = "".join(f'<span class="formerly" id="{id_}"></span>' for id_ in old)
    self.body.append(
        f'<aside{footnote} class="note {classes}{_free(node)}" role="note" aria-labelledby="{back}"'
        f' id="{node["ids"][0]}">\n{former}'
        f'<p class="note-head"><a class="note-number" role="doc-backlink" href="#{back}">{number}</a>'
        f' <b class="note-kind">{kind.mark} {self.encode(wording_of(self.config).say(kind.label))}</b></p>\n'
    )


def _free(node: nodes.Element) -> str:
    """Return the class that says how much of what is free beside a passage goes below this note."""
    return f" g{node['free']}" if node.get("free") else ""


def _kind(id_: str) -> AnnotationKind | RelationKind:
    return ANNOTATION_KINDS.get(id_) or RELATIONS[id_]


def _depart_note(self: HTML5Translator, node: nodes.Element) -> None:
    by = node.get("by", "")
    if by and by != self.config.author:  # the editors need not sign each of their notes
        self.body.append(f'<p class="note-by">{self.encode(by)}</p>\n')
    self.body.append("</aside>\n")


def _visit_note_lemma(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "p", "", CLASS="note-lemma", **dir_of(self, node)))


# --- parallels --------------------------------------------------------------------------------------------------------


def _visit_parallel_words(self: HTML5Translator, node: nodes.Element) -> None:
    if isinstance(node.parent, our.parallel_note):
        _write_links(self, node)
        raise nodes.SkipNode
    self.body.append(f'<div class="parallel-words" data-source="{node["source"]}">\n')


def _write_links(self: HTML5Translator, node: nodes.Element) -> None:
    """Write, in a margin, the links to the passages with the first of their words; all stand at the parallel."""
    same = [n for n in node.parent.children if isinstance(n, our.parallel_words)]
    names = [n[0].astext() for n in same]
    if node is same[0]:
        self.body.append('<p class="parallel-words">')
    at = next(n for n, other in enumerate(same) if other is node)
    quoted = (
        "" if node.parent["relation"] == SHARED_WORDING else f" {_quoted(self, node)}"
    )  # else they say the same words
    if names[at] in names[:at]:  # two lemmata of one passage
        self.body.append(f" …{quoted}" if quoted else "")
        self.body.append("</p>\n" if node is same[-1] else "")
        return
    if at:
        self.body.append(" · ")
    for link in node[0].findall(lambda n: isinstance(n, nodes.reference | nodes.Text)):
        if isinstance(link, nodes.reference):
            href = link.get("refuri") or f"#{link['refid']}"
            self.body.append(f'<a href="{self.encode(href)}">{self.encode(link.astext())}</a>')
        elif not isinstance(link.parent.parent, nodes.reference) and not isinstance(link.parent, nodes.reference):
            self.body.append(self.encode(link.astext()))
    self.body.append(quoted)
    if node is same[-1]:
        self.body.append("</p>\n")


def _quoted(self: HTML5Translator, node: nodes.Element) -> str:
    """Return the quoted words of a passage as a run of text, each piece in its language."""
    quoted = next((child for child in node.children if isinstance(child, our.words)), None)
    return "".join(_in_line(self, child) for child in quoted.children) if quoted else ""


def _in_line(self: HTML5Translator, node: nodes.Node) -> str:
    if isinstance(node, nodes.Text):
        return str(self.encode(node.astext()))
    if not isinstance(node, nodes.Element):
        return ""
    inner = "".join(_in_line(self, child) for child in node.children)
    tags = [c.removeprefix("language-") for c in node["classes"] if c.startswith("language-")]
    direction = "".join(f' dir="{way}"' for way in dir_of(self, node).values())
    told = "".join(f' lang="{tag}"' for tag in tags[:1]) + direction
    return f"<span{told}>{inner}</span>" if told else inner


def _visit_words(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "blockquote", "", CLASS="words-quoted", **dir_of(self, node)) + "<p>")


def _depart_words(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</p></blockquote>\n")


def _visit_parallel_head(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "p", "", CLASS=f"parallel-head {node['relation']}"))
    self.body.append(f'<span class="relation-mark" aria-hidden="true">{_kind(node["relation"]).mark}</span> ')


# --- the rest ---------------------------------------------------------------------------------------------------------


def _visit_citation(self: HTML5Translator, node: nodes.Element) -> None:
    if not isinstance(node.previous_sibling(), nodes.citation):
        self.body.append('<div role="list" class="citation-list">\n')
    self.body.append(self.starttag(node, "div", CLASS="citation", role="listitem", **node.get("data", {})))


def _depart_citation(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</div>\n")
    if not isinstance(node.next_node(descend=False, siblings=True), nodes.citation):
        self.body.append("</div>\n")


def _visit_paragraph(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "p", "", CLASS=_class_of(node), **dir_of(self, node)))


def _depart_paragraph(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</p>\n")


def _visit_division(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "div", CLASS=_class_of(node)))


def _depart_division(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</div>\n")


def _depart_nothing(self: HTML5Translator, node: nodes.Element) -> Any:
    """Nothing to close."""


def _class_of(node: nodes.Element) -> str:
    return type(node).__name__.replace("_", "-")
