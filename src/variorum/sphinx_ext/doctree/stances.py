"""Those who do not speak in a parallel: who touches the matter, who is silent, whom nobody has judged yet.

A silence is an editor's judgement (`variorum.model.edition.Stance`); what nobody judged is shown as an open place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from docutils import nodes

from variorum.model.edition import Edition, Parallel, ParallelPassage, Source, Stance
from variorum.sphinx_ext.doctree import nodes as our

Link = Callable[[str, str, str], nodes.Element]  # kind, target, words
Words = Callable[[str], Iterable[nodes.Node]]  # words of the page's language

# What is said of the sources that do not speak, in this order; the harmony's cells say the same in one word.
LEADS = {
    Stance.SILENT: "Silent",
    Stance.OUTSIDE: "Not part of the shared wording",
    Stance.OPEN: "Not yet judged",
}
CELLS = {
    Stance.TOUCHES: "touches the matter",
    Stance.SILENT: "silent",
    Stance.OUTSIDE: "not part of the shared wording",
    Stance.OPEN: "not yet judged",
}


def stances(edition: Edition, parallel: Parallel, link: Link, words: Words) -> list[nodes.Element]:
    """Return a paragraph for each thing that sources do here other than speak."""
    found: list[nodes.Element] = []
    for touch in parallel.touches:
        source = edition.source(touch.source)
        if source:
            shown = our.silent("", "Touches the matter: ", classes=[Stance.TOUCHES])
            shown += [
                link("passage", reference(source, touch), reference(source, touch)),
                nodes.Text(" ("),
                *words(touch.why),
            ]
            shown += nodes.Text(").")
            found.append(shown)
    for stance, lead in LEADS.items():
        sources = edition.with_stance(parallel, stance)
        if sources:
            names = ", ".join(f"{s.siglum} ({s.label})" for s in sources)
            found.append(our.silent("", f"{lead}: {names}.", classes=[stance]))
    return found


def stance_cell(parallel: Parallel, source: Source, link: Link, words: Words) -> list[nodes.Node]:
    """Return what the harmony says of a source that does not speak in a parallel."""
    stance = parallel.stance(source.id)
    cell = nodes.paragraph("", CELLS[stance], classes=[f"is-{stance}"])
    for touch in parallel.touches:
        if touch.source == source.id:
            where = reference(source, touch)
            cell += [nodes.Text(": "), link("passage", where, where), nodes.Text(", "), *words(touch.why)]
    return [cell]


def reference(source: Source, item: ParallelPassage) -> str:
    """Return siglum and locus, e.g. `No 22`."""
    return f"{source.siglum} {item.passage}"
