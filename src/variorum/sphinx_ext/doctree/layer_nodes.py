"""What a witness shows besides letters, as nodes, and how HTML shows them: marks on words, points between two letters.

A mark holds the words that it is on; a point holds nothing, so that the text of a passage stays its letters. What a
point says is written as an attribute, and shown by the style sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from variorum.model.layer import FEATURES
from variorum.sphinx_ext.output import output_of
from variorum.sphinx_ext.settings import wording_of
from variorum.wording.messages import Wording, later

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class layer_mark(nodes.Inline, nodes.TextElement):  # noqa: N801 -- docutils names nodes in lower case
    """Words with a feature. Attributes: `feature`, `value`. Made by `layer_marks`."""


class layer_point(nodes.Inline, nodes.Element):  # noqa: N801
    """A place between two letters. Attributes: `feature`, `value`, `ids`, `target` (of a call: its note's id).

    Made by `layer_marks`; an id only where links lead to it: the call of a note, the beginning of a page. A picture of
    the source is its only child, and stands `apart` where no letters are on both sides of it. The beginning of a page
    is `near` where its number has no room in the edge, `by_locus` where the number of a passage may be in its line.
    """

    def astext(self) -> str:
        """Return no letters: what a picture shows is none of the text."""
        return ""


# The element of HTML for each feature on words; what has none is a `span` of the feature's class.
_TAGS: Mapping[str, str] = {
    "emphasis": "em",
    "strong": "strong",
    "superscript": "sup",
    "subscript": "sub",
    "underline": "u",
    "strike": "s",
    "deleted": "del",
    "added": "ins",
}
_SAID: Mapping[str, str] = {
    "page": later("page {value}"),
    "line": later("line {value}"),
    "gap": later("gap: {value}"),
    "image": later("picture: {value}"),
    "supplied": later("supplied by the editor of the witness: {value}"),
    "unclear": later("hard to read: {value}"),
    "deleted": later("struck out by the writer: {value}"),
    "added": later("put in by the writer: {value}"),
    "variant": later("another reading: {value}"),
}


def register(app: Sphinx) -> None:
    """Tell Sphinx the nodes and their HTML."""
    app.add_node(layer_mark, html=(_visit_mark, _depart_mark))
    app.add_node(layer_point, html=(visit_point, depart_point))


def said_of(node: nodes.Element, wording: Wording) -> str:
    """Return what a listener hears of a feature, and what shows when one rests on it."""
    value = " ".join(str(node["value"]).split())
    if node["feature"] not in _SAID:
        return value
    said = wording.say(_SAID[node["feature"]], value=value)
    return said if value else said.partition(":")[0].strip()


class Tag(NamedTuple):
    """An element of HTML: pages write it, columns beside others are made of it by a script."""

    name: str  # e.g. "em"
    attributes: Mapping[str, str]


def tag_of_mark(node: nodes.Element, wording: Wording) -> Tag:
    """Return the element around words with a feature."""
    feature = node["feature"]
    if feature == "link":
        return Tag("a", {"class": "of-source", "href": node["value"], "rel": "nofollow noopener"})
    name = _TAGS.get(feature, "span")
    told = {} if name != "span" else {"class": feature}
    if feature in _SAID and node["value"]:
        told["title"] = said_of(node, wording)
    return Tag(name, told)


def tag_of_point(node: nodes.Element, wording: Wording, *, linked: bool, book: bool = False) -> Tag:
    """Return the element that stands between two letters.

    `linked`: the beginning of a page that has an id is a link to itself, as the number of a passage is.
    """
    feature, value, said = node["feature"], str(node["value"]), said_of(node, wording)
    id_ = {"id": node["ids"][0]} if node["ids"] else {}
    if feature == "note":
        label = wording.say("Note {number} of the source", number=value)
        told = {"href": f"#{node['target']}", "role": "doc-noteref", "aria-label": label, "data-n": value.lstrip("n")}
        return Tag("a", {"class": "source-call", **id_, **told})
    if feature == "page":
        told = {
            "class": f"page-begins{' near' if node.get('near') else ''}",
            **id_,
            "aria-label": said,
            "data-n": value,
        }
        if id_ and linked:
            return Tag("a", {**told, "href": f"#{node['ids'][0]}"})
        # programs of the web may know the second role alone; a book may name one only
        return Tag("span", {**told, "role": "doc-pagebreak" if book else "doc-pagebreak separator"})
    if feature == "line":
        return Tag("br", {}) if node.get("breaks") else Tag("span", {"class": "line-begins", "aria-hidden": "true"})
    if node.children:
        return Tag(
            "span", {"class": " ".join(filter(None, ["picture", "apart" * bool(node.get("apart")), _parted(node)]))}
        )
    classes = " ".join(filter(None, [feature, _parted(node)]))
    return Tag("span", {"class": classes, "role": "img", "aria-label": said, "title": said, "data-n": value or said})


def written(self: HTML5Translator, tag: Tag, *, empty: bool = False) -> str:
    """Return the tag that opens an element, or is all of it."""
    told = "".join(f' {name}="{self.attval(value)}"' for name, value in tag.attributes.items())
    return f"<{tag.name}{told}{'/' if empty else ''}>"


def _visit_mark(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(written(self, tag_of_mark(node, wording_of(self.config))))


def _depart_mark(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(f"</{tag_of_mark(node, wording_of(self.config)).name}>")


def visit_point(self: HTML5Translator, node: nodes.Element) -> None:
    """Write a point; EPUB writes calls of notes in its own way."""
    output = output_of(self.builder)
    tag = tag_of_point(node, wording_of(self.config), linked=output.themed, book=output.book)
    if tag.name == "br":
        self.body.append(written(self, tag, empty=True))
    else:
        self.body.append(written(self, tag) + ("" if node.children else f"</{tag.name}>"))
    if not node.children:
        raise nodes.SkipNode


def _parted(node: nodes.Element) -> str:
    """Return the class of a point that has a blank beside it."""
    return f"parted-{node['parted']}" if node.get("parted") else ""


def depart_point(self: HTML5Translator, node: nodes.Element) -> None:
    """Close what holds a picture."""
    self.body.append("</span>")


def plain_mark(node: nodes.Element) -> nodes.Node:
    """Return a mark as a common node of docutils, for builders that do not know ours."""
    kind = _COMMON.get(node["feature"], nodes.inline)
    if node["feature"] == "link":
        return nodes.reference("", "", *node.children, refuri=node["value"])
    return kind("", "", *node.children)


def plain_point(node: nodes.Element) -> nodes.Node:
    """Return a point as a common node: a call as a link, a gap as dots, a picture; of all else nothing is shown."""
    if node.children:
        return nodes.inline("", "", *node.children)
    if node["feature"] == "note":
        call = nodes.reference("", f"[{node['value']}]", refid=node["target"], internal=True)
        return nodes.inline("", "", call, ids=node["ids"])
    sign = "[…]" if node["feature"] == "gap" else ""
    before, after = ((" " if node.get("parted") == side else "") for side in ("before", "after"))
    return nodes.inline("", f"{before}{sign}{after}" if sign else "", ids=node["ids"])


_COMMON: Mapping[str, type[nodes.TextElement]] = {
    "emphasis": nodes.emphasis,
    "strong": nodes.strong,
    "superscript": nodes.superscript,
    "subscript": nodes.subscript,
}
assert FEATURES.keys() >= _TAGS.keys() | _COMMON.keys()
