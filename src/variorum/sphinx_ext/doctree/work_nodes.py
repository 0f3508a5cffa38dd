"""The nodes of citations and works, and how HTML shows them.

Made by `citation_marks` and `directives.works`; `fallback` turns them into common nodes for builders that do not know
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.osutil import relative_uri

from variorum.sphinx_ext.doctree.direction import foreign_around
from variorum.sphinx_ext.settings import language_of, wording_of
from variorum.works.identification import sign

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

EXPORTS = "_exports"  # the folder of a built edition that holds the files for other programs
ALL_WORKS, ALL_PARALLELS = "bibliography", "all-parallels"  # names of files that hold more than the works of a source
_FOR_WORKS = (("bib", "BibTeX"), ("json", "CSL-JSON"))
_FOR_PARALLELS = (("tsv", "TSV"), ("json", "JSON"))


def export_of(source_id: str) -> str:
    """Return what the file with the works of a source is called, which no other has: no id has two hyphens."""
    return f"{source_id}--works" if source_id in {ALL_WORKS, ALL_PARALLELS} else source_id


class citation_mark(nodes.Inline, nodes.TextElement):  # noqa: N801 -- docutils names nodes in lower case
    """Words or a marker by which a source cites works; cut where a lemma or another script begins or ends.

    Attributes: `kind` ("work", "lost" or, at the end of a passage that as a whole names works, "whole"), `certainty`
    (as `works.identification.standing` gives it).
    Its child is the link to the work or to where the loss is told; without such a place, the words alone.
    """


class works_list(nodes.General, nodes.Element):  # noqa: N801
    """The list of all works: the bibliography of sphinxcontrib-bibtex, then a `work_uses` for each of its entries.

    `works.UsesTransform` puts each `work_uses` into its entry as soon as the entries are there.
    """


class work_uses(nodes.General, nodes.Element):  # noqa: N801
    """Who cites a work, as which words, and how sure that is.

    Attributes: `entry` (id of the entry), `coins` (what Zotero reads), `data` (what the list can be ordered by).
    """


class export_links(nodes.General, nodes.Element):  # noqa: N801
    """Links to the files of a list of works, or of the parallels, for other programs.

    Attribute: `name`, e.g. "norwegian". The files are written by `html.export_files`.
    """


def register(app: Sphinx) -> None:
    """Tell Sphinx the nodes and their HTML."""
    app.add_node(citation_mark, html=(_visit_citation_mark, _depart_citation_mark))
    app.add_node(works_list, html=(_visit_works_list, _depart_division))
    app.add_node(work_uses, html=(_visit_work_uses, _depart_division))
    app.add_node(export_links, html=(_visit_export_links, _depart_export_links))


def _visit_citation_mark(self: HTML5Translator, node: nodes.Element) -> None:
    classes = " ".join(filter(None, ("citation-mark", node["kind"], node["certainty"].replace(",", ""))))
    doubt = f' data-doubt="{sign(node["certainty"])}"' if node["certainty"] else ""
    link = next(node.findall(nodes.reference), None)
    if link is None:
        if node["kind"] == "whole":
            raise nodes.SkipNode
        self.body.append(f'<span class="{classes}"{doubt}>')
        return
    name = self.attval(link.get("reftitle", ""))
    title = f' title="{name}"' if name else ""
    if node["kind"] == "whole":  # it has no words (its sign is the style sheet's), so it needs a name
        title += f' aria-label="{name}"'
    around = foreign_around(self, node) if title else ""
    if around:  # the title is ours, the words are the source's
        title += f' lang="{language_of(self.config)}"'
    href = self.attval(link.get("refuri") or f"#{link['refid']}")
    self.body.append(f'<a class="{classes}" href="{href}"{doubt}{title}>')
    self.body.append(f'<span lang="{around}">' if around and link.children else "")
    for child in link.children:
        child.walkabout(self)
    self.body.append("</span></a>" if around and link.children else "</a>")
    raise nodes.SkipNode


def _depart_citation_mark(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</span>")


def _visit_works_list(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "div", CLASS="works-list"))


def _visit_work_uses(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "div", CLASS="work-uses"))
    if node["coins"]:
        self.body.append(f'<span class="Z3988" title="{self.attval(node["coins"])}" hidden="hidden"></span>\n')


def _depart_division(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</div>\n")


def _visit_export_links(self: HTML5Translator, node: nodes.Element) -> None:
    here = self.builder.get_target_uri(self.builder.current_docname)
    address = relative_uri(here, f"{EXPORTS}/{node['name']}")
    of_parallels, say = node["name"] == ALL_PARALLELS, wording_of(self.config).say
    links = " · ".join(
        f'<a href="{address}.{ending}" download>{label}</a>'
        for ending, label in (_FOR_PARALLELS if of_parallels else _FOR_WORKS)
    )
    said = self.encode(say("For other programs") if of_parallels else say("For reference managers"))
    self.body.append(f'<p class="export-links">{said}: {links}')


def _depart_export_links(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</p>\n")
