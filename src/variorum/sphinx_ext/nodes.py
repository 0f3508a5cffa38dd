"""The nodes of the reader and how HTML shows them.

Every node has real children, so that links, citations and languages inside it work in every builder. Builders that do
not know these nodes never meet them: `plain.py` turns them into common docutils nodes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from variorum.model import ANNOTATION_KINDS, RELATIONS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

# Class of the element that tells its language; docutils writes `lang="…"` for it.
LANGUAGE_CLASS = "language-{}"


class passages(nodes.General, nodes.Element):  # noqa: N801 -- docutils names nodes in lower case
    """Neighbouring list items, table rows or references of a source (`kind`); holds `passage` nodes."""


class passage(nodes.General, nodes.Element):  # noqa: N801
    """A passage: `passage_text` first (unless it is a heading), then its annotations and parallel notes.

    Attributes: `source` (id), `locus`, `siglum`, `kind`, `ids`. Made by `setting.py`.
    """


class passage_text(nodes.General, nodes.TextElement):  # noqa: N801
    """The verbatim words of a passage; its text without marks equals the line of text.txt."""


class lemma(nodes.Inline, nodes.TextElement):  # noqa: N801
    """Annotated words. Overlapping lemmata are cut into segments, each a node.

    Attributes: `notes` (ids of annotations and parallels, blank between), `kinds`; the first segment of a note's words
    has the id `lemma-<note>`.
    """


class note_reference(nodes.Inline, nodes.Element):  # noqa: N801
    """The link from the words to their note; holds no text, its number is shown by the style sheet.

    Attributes: `note` (id of the note's element), `number`, `kind`, `ids` (`reference-<note>`).
    """


class annotation(nodes.General, nodes.Element):  # noqa: N801
    """An annotation beside its passage.

    Attributes: `annotation` (id), `number`, `kind`, `by`, `ids` (`annotation-<id>`). Children: a `note_lemma` if it is
    on words, then the body.
    """


class note_lemma(nodes.General, nodes.TextElement):  # noqa: N801
    """The annotated words, repeated at the head of their note."""


class parallel_note(nodes.General, nodes.Element):  # noqa: N801
    """What the other sources say, beside a passage that a parallel holds.

    Attributes: `parallel` (id), `number`, `relation`, `ids`. Children: a `parallel_title`, then `parallel_words`.
    """


class parallel_title(nodes.General, nodes.TextElement):  # noqa: N801
    """The title of a parallel as a link to its own place."""


class parallel_words(nodes.General, nodes.Element):  # noqa: N801
    """One passage of a parallel: link, words, gloss. Attributes: `source`, `language`."""


class words(nodes.General, nodes.TextElement):  # noqa: N801
    """Words quoted from a source."""


class gloss(nodes.General, nodes.TextElement):  # noqa: N801
    """Our translation of quoted words."""


class parallel_head(nodes.General, nodes.TextElement):  # noqa: N801
    """Date and relation of a parallel, under its title. Attributes: `relation`, `date` (EDTF)."""


class parallel_columns(nodes.General, nodes.Element):  # noqa: N801
    """The passages of a parallel side by side: holds `parallel_words`."""


class silent(nodes.General, nodes.TextElement):  # noqa: N801
    """Which sources have nothing in a parallel."""


def register(app: Sphinx) -> None:
    """Tell Sphinx the nodes and their HTML."""
    for node, visit, depart in (
        (passages, _visit_passages, _depart_passages),
        (passage, _visit_passage, _depart_passage),
        (passage_text, _visit_passage_text, _depart_passage_text),
        (lemma, _visit_lemma, _depart_lemma),
        (note_reference, _visit_note_reference, _depart_nothing),
        (annotation, _visit_annotation, _depart_aside),
        (note_lemma, _visit_note_lemma, _depart_note_lemma),
        (parallel_note, _visit_parallel_note, _depart_aside),
        (parallel_title, _visit_parallel_title, _depart_paragraph),
        (parallel_words, _visit_division, _depart_division),
        (words, _visit_words, _depart_words),
        (gloss, _visit_paragraph, _depart_paragraph),
        (parallel_head, _visit_parallel_head, _depart_paragraph),
        (parallel_columns, _visit_division, _depart_division),
        (silent, _visit_paragraph, _depart_paragraph),
    ):
        app.add_node(node, html=(visit, depart))


def _visit_passages(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "ul", CLASS=f"passages {node['kind']}s", role="list"))


def _depart_passages(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</ul>\n")


def _visit_passage(self: HTML5Translator, node: nodes.Element) -> None:
    tag = "li" if isinstance(node.parent, passages) else "div"
    self.body.append(self.starttag(node, tag, CLASS=f"passage {node['kind']}"))
    if node["ids"]:
        locus, siglum = node["locus"], node["siglum"]
        self.body.append(f'<a class="locus" href="#{node["ids"][0]}" aria-label="{siglum} {locus}">{locus}</a>\n')


def _depart_passage(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</li>\n" if isinstance(node.parent, passages) else "</div>\n")


def _visit_passage_text(self: HTML5Translator, node: nodes.Element) -> None:
    kind = node.parent["kind"]
    if kind == "quotation":
        self.body.append("<blockquote>")
    self.body.append(self.starttag(node, "p", "", CLASS="words"))


def _depart_passage_text(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</p>")
    self.body.append("</blockquote>\n" if node.parent["kind"] == "quotation" else "\n")


def _visit_lemma(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "mark", "", CLASS=f"lemma {node['kinds']}", **{"data-notes": node["notes"]}))


def _depart_lemma(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</mark>")


def _visit_note_reference(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(
        self.starttag(
            node,
            "a",
            "",
            CLASS=f"note-reference {node['kind']}",
            href=f"#{node['note']}",
            role="doc-noteref",
            lang="en",
            **{"aria-label": f"{_label_of(node['kind'])}, note {node['number']}", "data-number": node["number"]},
        )
        + "</a>"
    )
    raise nodes.SkipNode


def _visit_annotation(self: HTML5Translator, node: nodes.Element) -> None:
    _open_note(self, node, f"annotation {node['kind']}", node["kind"])


def _open_note(self: HTML5Translator, node: nodes.Element, classes: str, kind: str) -> None:
    """Open the box of a note, with the link back to its words."""
    id_ = node["ids"][0]
    self.body.append(
        self.starttag(
            node,
            "aside",
            CLASS=f"note {classes}",
            role="note",
            **{"aria-labelledby": f"{id_}-label", "data-number": node["number"]},
        )
    )
    self.body.append(
        f'<p class="note-head" id="{id_}-label"><a class="note-number" role="doc-backlink" href="#{node["back"]}"'
        f' aria-label="Back to the text, note {node["number"]}">{node["number"]}</a>'
        f' <span class="note-kind">{_label_of(kind)}</span></p>\n'
    )


def _label_of(kind: str) -> str:
    return ANNOTATION_KINDS[kind].label if kind in ANNOTATION_KINDS else RELATIONS[kind].label


def _depart_aside(self: HTML5Translator, node: nodes.Element) -> None:
    if node.get("by"):
        self.body.append(f'<p class="note-by">{self.encode(node["by"])}</p>')
    self.body.append("</aside>\n")


def _visit_note_lemma(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "p", "", CLASS="note-lemma"))


def _depart_note_lemma(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</p>\n")


def _visit_parallel_note(self: HTML5Translator, node: nodes.Element) -> None:
    _open_note(self, node, f"parallel {node['relation']}", node["relation"])


def _visit_parallel_title(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "p", "", CLASS="parallel-title"))


def _visit_words(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "blockquote", "", CLASS="words-quoted") + "<p>")


def _depart_words(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</p></blockquote>\n")


def _visit_parallel_head(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "p", "", CLASS=f"parallel-head {node['relation']}"))


def _visit_paragraph(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "p", "", CLASS=_class_of(node)))


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
