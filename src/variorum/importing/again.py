"""A corrected original, brought in again: the source that stands and what the original makes of it now in, files out.

Loci are the source's own: passages are carried by the history of the text, as after any correction. What an editor has
made of the outline (kinds, remarks, omissions) stays; the layer is made anew from the original, and rows that an editor
has added to it stay where their words are found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from variorum.editing.outline_carrying import NewOutline, carried_table, new_outline
from variorum.editing.text_history import history_of
from variorum.importing.bringing_in import Brought
from variorum.model.layer import LayerRow
from variorum.model.passages import Passage
from variorum.model.source import Source
from variorum.reading.layer import place_of


@dataclass(frozen=True, slots=True)
class Again:
    """What a source becomes."""

    outline: NewOutline
    table: str  # outline.tsv
    layer: list[LayerRow]
    lost: list[LayerRow]  # rows of an editor whose words are not found any more


def brought_again(
    source: Source, old_text: str, old_table: str, brought: Brought, *, added: Sequence[LayerRow] = ()
) -> Again:
    """Return what a source becomes; `added` are the rows of its layer that no original made."""
    kinds = {passage.first_line: passage.kind for passage in brought.passages}
    numbers = {passage.first_line: passage.locus for passage in brought.passages if passage.locus}
    outline = new_outline(source.passages, history_of(old_text, brought.text), kinds=kinds, numbers=numbers)
    loci = _loci(outline, brought.passages)
    rows = [_renamed(row, loci) for row in brought.layer if row.locus in loci]
    now = replace(source, passages=outline.passages, layer=())
    stay = [row for row in added if isinstance(place_of(row, now), LayerRow)]
    kept = rows + [row for row in stay if row not in rows]
    order = {passage.locus: number for number, passage in enumerate(outline.passages)}
    kept.sort(key=lambda row: order[row.locus])
    return Again(outline, carried_table(old_table, source.passages, outline), kept, [r for r in added if r not in stay])


def rows_added(rows: Sequence[LayerRow], made: Sequence[LayerRow], carried: Sequence[Passage]) -> list[LayerRow]:
    """Return the rows of a layer that are not those which the original made, whatever their loci are called now."""
    lines = {passage.locus: passage.text for passage in carried}
    known = {(row.words, row.feature, row.before, row.after) for row in made}
    bare = (replace(row, line=0) for row in rows if row.locus in lines)
    return [row for row in bare if (row.words, row.feature, row.before, row.after) not in known]


def _loci(outline: NewOutline, passages: Sequence[Passage]) -> dict[str, str]:
    """Return what each passage is called in the source, by what the new original calls it."""
    found = {}
    for passage in passages:
        lines = range(passage.first_line, passage.last_line + 1)
        own = next((outline.by_line[n] for n in lines if n in outline.by_line), None)
        if passage.locus and own is not None:
            found[passage.locus] = own.locus
    return found


def _renamed(row: LayerRow, loci: dict[str, str]) -> LayerRow:
    value = loci.get(row.value, row.value) if row.feature == "note" else row.value
    return replace(row, locus=loci[row.locus], value=value)
