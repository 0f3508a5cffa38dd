"""Those who do not speak in a parallel: who touches the matter, who is silent, whom nobody has judged yet.

A silence is an editor's judgement (`variorum.model.stances`); what nobody judged is shown as an open place.
"""

from __future__ import annotations

from docutils import nodes

from variorum.model.edition import Parallel, ParallelPassage, Source
from variorum.model.stances import STANCE_LABELS, Stance
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.cross_references import link_to
from variorum.sphinx_ext.doctree.languages import named, words_in, woven
from variorum.sphinx_ext.doctree.page import Page
from variorum.wording.messages import later

# What is said of the sources that do not speak, in this order; the harmony's cells say the same in a word or two.
LEADS = {
    Stance.SILENT: later("Silent: {sources}."),
    Stance.OUTSIDE: later("Not part of the shared wording: {sources}."),
    Stance.OPEN: later("Not yet judged: {sources}."),
}
WHOSE = "whose"  # class of the siglum in a cell, for where columns have no heads


def stances(page: Page, parallel: Parallel) -> list[nodes.Element]:
    """Return a paragraph for each thing that sources do here other than speak."""
    found: list[nodes.Element] = []
    for touch in parallel.touches:
        why = words_in(page, touch.why, page.language)
        said = page.wording.weave("Touches the matter: {passage} ({why}).", passage=[_link(page, touch)], why=why)
        found.append(our.silent("", "", *woven(said), classes=[Stance.TOUCHES]))
    for stance, lead in LEADS.items():
        sources = page.edition.with_stance(parallel, stance)
        if sources:
            said = page.wording.weave(lead, sources=[n for s in sources for n in _named(page, s, s is sources[0])])
            found.append(our.silent("", "", *woven(said), classes=[stance]))
    return found


def _named(page: Page, source: Source, is_first: bool) -> list[nodes.Node]:
    lead = [] if is_first else [nodes.Text(", ")]
    return [*lead, named(page, source.siglum), nodes.Text(" ("), named(page, source.label), nodes.Text(")")]


def stance_cell(page: Page, parallel: Parallel, source: Source) -> list[nodes.Node]:
    """Return what the harmony says of a source that does not speak in a parallel."""
    stance = parallel.stance(source.id)
    whose = nodes.inline("", "", named(page, source.siglum), nodes.Text(": "), classes=[WHOSE])
    said = nodes.Text(page.wording.say(STANCE_LABELS[stance]))
    words = touching_words(page, parallel, source) if stance is Stance.TOUCHES else [said]
    return [nodes.paragraph("", "", whose, *words, classes=[f"is-{stance}"])]


def touching_words(page: Page, parallel: Parallel, source: Source) -> list[nodes.Node]:
    """Return in a line where a source touches the matter of a parallel, and why it is not set beside the others."""
    found: list[nodes.Node] = [nodes.Text(page.wording.say(STANCE_LABELS[Stance.TOUCHES]))]
    for touch in (t for t in parallel.touches if t.source == source.id):
        found += [nodes.Text(": "), _link(page, touch), nodes.Text(", "), *words_in(page, touch.why, page.language)]
    return found


def _link(page: Page, item: ParallelPassage) -> nodes.Element:
    where = page.edition.quoted(item).reference
    return link_to(page, "passage", where, where)
