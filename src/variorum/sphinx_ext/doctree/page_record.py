"""What a page's nodes say of it: what stands there, what it links to and which of the edition's names it shows.

Nodes in, a `PageRecord` out; who puts the nodes on a page hands it to the Domains. So nothing has to be noted while
nodes are made, and nothing can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from docutils import nodes
from sphinx.addnodes import pending_xref

from variorum.reading.files import digest_of


class Placed(NamedTuple):
    """Something of the edition that stands on the page and can be linked to."""

    kind: str  # type of the Domain, e.g. "passage"
    name: str  # e.g. "No 22"
    node: nodes.Element  # has its id

    @property
    def anchor(self) -> str:
        """The id that links lead to."""
        return str(self.node["ids"][0])


class PageRecord(NamedTuple):
    """What the Domains remember of a page, in the order in which it stands there."""

    placed: tuple[Placed, ...]
    links: tuple[tuple[str, str], ...]  # kind and name, e.g. ("parallel", "gori-school")
    shown: tuple[tuple[str, str, str], ...]  # kind and name of a link that shows what the edition calls it, digest
    citations: tuple[pending_xref, ...]  # cite roles of bodies, for sphinxcontrib-bibtex


def put_in_place(node: nodes.Element, kind: str, name: str) -> None:
    """Say on a node, which has its id already, that it is what links of this kind and name lead to."""
    node["place"] = f"{kind} {name}"


def record_of(made: Iterable[nodes.Node]) -> PageRecord:
    """Return what the nodes say of the page that they will stand on."""
    elements = [element for node in made for element in node.findall(nodes.Element)]
    links = [e for e in elements if isinstance(e, pending_xref)]
    ours = [link for link in links if link["refdomain"] == "variorum"]
    return PageRecord(
        tuple(_placed(element) for element in elements if "place" in element),
        tuple((link["reftype"], link["reftarget"]) for link in ours),
        tuple((link["reftype"], link["reftarget"], digest_of(link["as_named"])) for link in ours if "as_named" in link),
        tuple(link for link in links if link["refdomain"] == "cite"),
    )


def _placed(node: nodes.Element) -> Placed:
    kind, _, name = node["place"].partition(" ")
    return Placed(kind, name, node)
