"""Beside a passage in HTML: its annotations in one column, its parallels as a rail of one line each.

In: the resolved doctree of a page with a source, where each parallel stands once for every run of words that it holds.
Out: for each passage a `margin_notes` node and a `rail` with a line for each distinct parallel, strongest relation
first; then, quieter, those whose matter the passage only touches. The words of a parallel keep their marks and lose
their superscripts: numbers belong to annotations. Books on paper and EPUB have no rail; they show the notes as they
were made.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import TYPE_CHECKING, cast

from docutils import nodes

from variorum.model.edition import Edition, Parallel
from variorum.model.kinds import RELATIONS
from variorum.model.stances import STANCE_LABELS, Stance
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.doctree import nodes as our
from variorum.sphinx_ext.doctree.ranges import continued_parallels
from variorum.sphinx_ext.doctree.touches import touched_parallels
from variorum.sphinx_ext.output import output_of
from variorum.sphinx_ext.settings import wording_of
from variorum.text.bidi import set_apart, title_apart
from variorum.text.scripts import direction_of
from variorum.wording.messages import Wording

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

LINES_SHOWN = 8  # of a rail; the rest unfolds
DENSITY = (1, 2, 4, 7, 11)  # notes and parallels of a passage from which its number wears the next darker bar
FREE_PARTS = 20  # margin.css has a rule for each
# What stands beside the text without scripts is estimated, in rem: a letter of the text and of a note takes so much of
# the height of its column, in all scripts alike and at all widths not more; a note has a head, and air before it.
LETTER, LETTER_OF_NOTE, AIR = 0.0229, 0.0212, 0.9
LATE = 13.0  # rem below its words at which a note begins at the latest: about 300 px at the largest letters
STEP, STEPS = 2, 12  # rem by which the words begin later than their notes; anchors.css has a rule for each step


class margin_notes(nodes.General, nodes.Element):  # noqa: N801 -- docutils names nodes in lower case
    """The annotations of a passage, one below the other.

    Attributes: `past` (id of the next passage, "" for the last), `free` (as of its notes, before the first). Made by
    `lay_out`.
    """


class rail(nodes.General, nodes.Element):  # noqa: N801
    """The parallels of a passage; holds `rail_line` nodes, strongest relation first, those only touched last.

    Attributes: `reference` (siglum and locus), `told` (first on the page with this strongest relation: where it is
    folded, its sign is explained there). Made by `lay_out`.
    """


class rail_line(nodes.General, nodes.Element):  # noqa: N801
    """One parallel in a rail; its child is the link to the parallel's own place.

    Attributes: `ids` (only if the parallel is on the whole passage: else its words have them), `number` (as in
    `data-notes` of the words; "" if the passage only touches the matter), `relation` ("" then), `sigla` (of the other
    sources), `title`, `tongue` (language of the parallel; "": the edition's), `first` (of this relation on the page:
    the sign is explained there), `goes_on` (it hangs on a passage before or after, and holds this one too), `why` (it
    only touches it).
    """


def register(app: Sphinx) -> None:
    """Tell Sphinx all that is in this module."""
    app.add_node(margin_notes, html=(_visit_notes, _depart_notes))
    app.add_node(rail, html=(_visit_rail, _depart_rail))
    app.add_node(rail_line, html=(_visit_line, None))
    app.connect("doctree-resolved", lay_out, priority=900)


def lay_out(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Bring the notes of each passage into the order of the page: words, annotations, rail, translation."""
    if not output_of(app.builder).themed:
        return
    edition = domain_of(app.env).edition
    for mark in doctree.findall(our.lemma):
        mark["kinds"] = ""  # words wear a number and no colour
    explained: set[str] = set()
    told: set[str] = set()
    passages = list(doctree.findall(our.passage))
    for number, passage in enumerate(passages):
        notes: list[nodes.Element] = [n for n in passage.children if isinstance(n, our.annotation)]
        parallels: list[nodes.Element] = [n for n in passage.children if isinstance(n, our.parallel_note)]
        touches = [one for n in passage.children if isinstance(n, touched_parallels) for one in n.children]
        going_on = [one for n in passage.children if isinstance(n, continued_parallels) for one in n.children]
        others = [n for n in passage.children if isinstance(n, continued_parallels | touched_parallels)]
        for note in (*notes, *parallels, *others):
            passage.remove(note)
        translation = next((n for n in passage.children if isinstance(n, our.passage_translation)), None)
        at = passage.index(translation) if translation else len(passage)
        lines = 0
        if parallels or going_on or touches:
            made = _rail(edition, passage, parallels, going_on, explained)
            lines = len(made)
            made += _touching(edition, touches)
            if strongest := next(iter(made.findall(rail_line)), None):
                made["told"] = strongest["relation"] not in told
                told.add(strongest["relation"])
                passage.insert(at, made)
                passage["classes"].append("with-rail")
        passage["density"] = bisect_right(DENSITY, len(notes) + lines)
        if notes:
            after = next((p["ids"][0] for p in passages[number + 1 :] if p["ids"]), "")
            passage["classes"].append("with-notes")
            first, later = _share_out(passage, notes)
            if later:
                passage["classes"].append(f"later-{later}")
            passage.insert(at, margin_notes("", *notes, past=after, free=first))


def _share_out(passage: nodes.Element, notes: list[nodes.Element]) -> tuple[int, int]:
    """Give each note its part of the room that is free beside the passage; return the part before the first.

    The parts are as the letters between the words of the notes, in twentieths of the passage: enough for a page without
    scripts and for paper to set notes near their words. Also returned is by how many steps the words should begin below
    the first note, since notes are so many that the last would stand too far below its words.
    """
    ends: dict[str, int] = {}
    letters = 0
    text = next((child for child in passage.children if isinstance(child, our.passage_text)), None)
    for node in text.findall() if text else ():
        if isinstance(node, nodes.Text):
            letters += len(node.astext())
        elif isinstance(node, our.note_reference):
            ends[node["note"]] = letters
    places = [ends.get(note["ids"][0], 0) * FREE_PARTS // (letters or 1) for note in notes]
    for note, place, following in zip(notes, places, [*places[1:], FREE_PARTS], strict=True):
        note["free"] = following - place
    return places[0], _steps([ends.get(note["ids"][0], 0) for note in notes], [len(n.astext()) for n in notes])


def _steps(ends: Sequence[int], lengths: Sequence[int]) -> int:
    """Return by how many steps words should begin later; known are letters before their words, and in them."""
    bottom = latest = 0.0
    for end, length in zip(ends, lengths, strict=True):
        latest = max(latest, bottom - end * LETTER)
        bottom = max(bottom, end * LETTER) + length * LETTER_OF_NOTE + AIR
    return min(STEPS, ceil(max(0.0, latest - LATE) / STEP))


def _rail(
    edition: Edition,
    passage: nodes.Element,
    parallels: Sequence[nodes.Element],
    going_on: Sequence[nodes.Node],
    explained: set[str],
) -> rail:
    """Return the rail of a passage, and give the words that its lines are on their names."""
    lines: dict[str, rail_line] = {}
    made = rail(reference=f"{passage['siglum']} {passage['locus']}")
    for note in (*parallels, *cast("Sequence[nodes.Element]", going_on)):
        about = edition.parallel(note["parallel"])
        link = next(note.findall(nodes.reference), None)
        if about is None or link is None:
            continue  # the parallel has no page to lead to
        if about.id not in lines:
            lines[about.id] = rail_line(
                "",
                link.deepcopy(),
                number=_short(note["number"]),
                relation=about.relation,
                title=about.title,
                tongue=about.lang,
                sigla=_others(edition, about, (passage["source"], note.get("hangs_on", passage["locus"]))),
                goes_on="hangs_on" in note,
            )
        if "hangs_on" in note:
            _share_words(passage, note["note"], lines[about.id])
        else:
            _name_words(passage, note, lines[about.id])
    for line in sorted(lines.values(), key=lambda held: -RELATIONS[held["relation"]].weight):
        line["first"] = line["relation"] not in explained
        explained.add(line["relation"])
        made += line
    return made


def _touching(edition: Edition, touches: Iterable[nodes.Node]) -> Iterator[rail_line]:
    """Yield the lines of the parallels whose matter a passage touches, with all sources that speak there."""
    for one in touches:
        about = edition.parallel(one["parallel"])  # type: ignore[index] # a `touched_parallel`
        link = next(one.findall(nodes.reference), None)
        if about and link is not None:
            sigla = [source.siglum for source in edition.with_stance(about, Stance.SPEAKS)]
            why = one["why"]  # type: ignore[index]
            named = {"title": about.title, "tongue": about.lang}
            yield rail_line("", link.deepcopy(), number="", relation="", sigla=sigla, why=why, **named)


def _others(edition: Edition, about: Parallel, here: tuple[str, str]) -> list[str]:
    """Return the sigla of the passages that a parallel holds besides this one, each once, in the edition's order."""
    held = {item.source for item in about.passages if (item.source, item.passage) != here}
    return [source.siglum for source in edition.sources if source.id in held]


def _name_words(passage: nodes.Element, note: nodes.Element, line: rail_line) -> None:
    """Take the reference to a parallel off the words; give them its id, or the line if it is on the whole passage."""
    id_ = note["ids"][0]
    for reference in [r for r in passage.findall(our.note_reference) if r["note"] == id_]:
        reference.parent.remove(reference)
    marks = _share_words(passage, id_, line)
    if marks:
        marks[0].setdefault("targets", []).append(id_)
    else:
        line["ids"].append(id_)


def _share_words(passage: nodes.Element, id_: str, line: rail_line) -> list[our.lemma]:
    """Let the words of a parallel be lit by its line; return them."""
    marks = [mark for mark in passage.findall(our.lemma) if id_ in mark["notes"].split()]
    for mark in marks:
        mark.setdefault("shared", []).append(line["number"])
    return marks


def _short(number: str) -> str:
    return number.replace("∥", "p")


# --- HTML -------------------------------------------------------------------------------------------------------------


def _visit_notes(self: HTML5Translator, node: nodes.Element) -> None:
    words = self.encode(wording_of(self.config).say("Past the annotations"))
    past = f'<a class="past-notes" href="#{node["past"]}">{words}</a>\n' if node["past"] else ""
    free = f" g{node['free']}" if node["free"] else ""
    self.body.append(f'<div class="notes{free}">\n{past}')


def _depart_notes(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</div>\n")


def _visit_rail(self: HTML5Translator, node: nodes.Element) -> None:
    """Open the rail: a `details`, which the style sheet holds open wherever there is room."""
    wording = wording_of(self.config)
    lines = [child for child in node.children if isinstance(child, rail_line)]
    held = [line for line in lines if line["relation"]]
    strongest = RELATIONS[held[0]["relation"]] if held else None
    label = wording.say("Parallels of {passage}", passage=node["reference"])
    count = _count(held, len(lines) - len(held), wording)
    told, said = (' class="told"', self.encode(count)) if node["told"] else ("", wording.number(len(held or lines)))
    shown = f"<b>{strongest.mark}</b> {said}" if strongest else said
    self.body.append(
        f'<details class="rail {strongest.id if strongest else Stance.TOUCHES}">'
        f'<summary{told} aria-label="{self.attval(count)}">{shown}</summary>\n'
        f'<ul role="list" aria-label="{self.attval(label)}">\n'
    )


def _depart_rail(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</ul></details></li>\n" if len(node) > LINES_SHOWN else "")
    self.body.append("</ul></details>\n")


def _visit_line(self: HTML5Translator, node: nodes.Element) -> None:
    at, wording = node.parent.index(node), wording_of(self.config)
    if at == LINES_SHOWN:
        more = wording.counted("and {number} more", "and {number} more", len(node.parent) - LINES_SHOWN)
        self.body.append(f'<li class="more"><details><summary>{self.encode(more)}</summary><ul role="list">\n')
    line = direction_of(wording.language)
    title, others = title_apart(node["title"], line), [set_apart(siglum, line) for siglum in node["sigla"]]
    heard, title, sigla = title, self.encode(title), self.encode(" ".join(others))
    link = cast("nodes.reference", node[0])
    address = self.attval(link.get("refuri") or f"#{link['refid']}")
    numbered = f' data-notes="{node["number"]}"' if node["number"] else ""
    if node["relation"]:
        relation = RELATIONS[node["relation"]]
        label = wording.within(relation.label)
        sources = ", ".join(others) or node.parent["reference"]
        said = wording.say("{title}: {relation} with {sources}", title=heard, relation=label, sources=sources)
        word = f" <small>{self.encode(label)}</small>" if node["first"] else ""
        class_ = f"{relation.id} goes-on" if node.get("goes_on") else relation.id
        end = f"<b>{relation.mark}</b>{word}"
    else:
        said = wording.say("{title}: touches the matter ({why})", title=heard, why=node["why"])
        class_, end = Stance.TOUCHES, f"<small>{self.encode(wording.say(STANCE_LABELS[Stance.TOUCHES]))}</small>"
    if node["tongue"]:
        class_ += f" {our.TONGUE_CLASS.format(node['tongue'])}"
    self.body.append(
        f'<li{_id(self, node["ids"][:1])} class="{class_}">{_others_here(self, node["ids"][1:])}'
        f'<a href="{address}"{numbered} aria-label="{self.attval(said)}"><i>{sigla}</i> {title} {end}</a></li>\n'
    )
    raise nodes.SkipNode


def _count(held: Sequence[nodes.Element], touched: int, wording: Wording) -> str:
    """Return what a listener hears of a rail before unfolding it, e.g. “6 parallels, 3 of contradiction”."""
    touching = wording.counted("touches {number} parallel", "touches {number} parallels", touched)
    if not held:
        return touching
    many = _relations(held, wording)
    return wording.say("{parallels}; {touching}", parallels=many, touching=touching) if touched else many


def _relations(held: Sequence[nodes.Element], wording: Wording) -> str:
    """Return how many parallels hold a passage, and how many of them with the strongest relation."""
    many = wording.counted("{number} parallel", "{number} parallels", len(held))
    strongest = RELATIONS[held[0]["relation"]]
    relation = wording.within(strongest.label)
    if len(held) == 1:
        return f"{many}: {relation}"
    strong = wording.number(sum(line["relation"] == strongest.id for line in held))
    return wording.say("{parallels}, {number} of {relation}", parallels=many, number=strong, relation=relation)


def _id(self: HTML5Translator, ids: list[str]) -> str:
    return f' id="{self.attval(ids[0])}"' if ids else ""


def _others_here(self: HTML5Translator, ids: list[str]) -> str:
    """Return the places of a parallel that is on the whole passage more than once."""
    return "".join(f"<span{_id(self, [id_])}></span>" for id_ in ids)
