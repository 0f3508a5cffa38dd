"""`variorum annotate`: from words to the file of an annotation."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from variorum.checking.edition import check
from variorum.cli.terminal import EDITION, show_problems
from variorum.disk.whole_file import write_new
from variorum.editing.new_annotation import Draft, Place, as_one, confirmed, free_id, place_at, places_of, text_of
from variorum.model.edition import Edition, Source
from variorum.model.hidden_characters import printable
from variorum.model.kinds import ANNOTATION_KINDS
from variorum.model.passages import Passage
from variorum.model.span import Span
from variorum.reading import read_edition
from variorum.text.doubtful_lemmata import cut_word, has_words
from variorum.text.excerpt import around

_AROUND = 40  # characters shown on each side of the words


@click.command()
@click.argument("siglum")
@click.argument("words", default="")
@click.option(
    "--passage", "locus", help="Number of the passage, or a range (1:2–1:3); needed only if the words stand in several."
)
@click.option("--kind", type=click.Choice(list(ANNOTATION_KINDS)), help="What kind of note it is.")
@click.option("--by", help="Who signs the note.")
@click.option("--body", help="The text of the note; without it an editor opens.")
@click.option("--id", "id_", help="Name of the file; found from the words if not given.")
@click.option("--edit/--no-edit", default=None, help="Open $EDITOR on the new file (default: on a terminal).")
@EDITION
@click.pass_context
def annotate(
    context: click.Context,
    siglum: str,
    words: str,
    locus: str | None,
    kind: str | None,
    by: str | None,
    body: str | None,
    id_: str | None,
    edit: bool | None,
    edition: Path,
) -> None:
    """Write a new annotation on the WORDS of the source SIGLUM; without WORDS, on a whole passage.

    What is not given is asked for. Words that stand more than once are told apart by their neighbours. No file is ever
    overwritten. Exit codes: 0 written and in order, 1 the words do not stand there or the note has to be mended,
    2 called wrongly.

    \b
    Examples:
      variorum annotate No "18. desember" --kind dispute
      variorum annotate Ne --passage 12 --kind textual --by "A. Reader"
      variorum annotate Gn --passage 1:2–3 "over the water. And God said"
    """
    found = read_edition(edition)
    source = found.source(siglum)
    if source is None:
        known = ", ".join(s.siglum for s in found.sources) or "none"
        raise click.BadParameter(f"there is no source {printable(siglum)}; the sigla are {known}")
    if not words and not locus:
        words = click.prompt("Words to annotate")
    place = _chosen(source, words, locus or "")
    chosen_kind = kind or _kind()
    signed = by or click.prompt("Signed by")
    id_ = id_ or free_id(found, source, place)
    draft = Draft(place, chosen_kind, signed, body) if body else Draft(place, chosen_kind, signed)
    path = f"sources/{source.id}/annotations/{id_}.md"
    if not body:
        _suggest_editor(edit)
    _write(edition, path, text_of(draft))
    click.echo(path)
    if not body and (edit if edit is not None else sys.stdin.isatty()):
        click.edit(filename=str(edition / path))
    context.exit(1 if _has_problems(edition, path) else 0)


def _suggest_editor(edit: bool | None) -> None:
    if edit is False or not sys.stdin.isatty():
        click.echo("The note's text is still to be written in the file.", err=True)


def _write(edition: Path, path: str, text: str) -> None:
    try:
        write_new(edition / path, text)
    except FileExistsError:
        raise click.ClickException(f"{path} is there already; choose another name with --id") from None
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from error


def _chosen(source: Source, words: str, locus: str) -> Place:
    """Return the place that is meant; asks if there are several."""
    passages = source.passages_at(locus) if locus else ()
    if locus and not passages:
        right = source.backward(locus)
        hint = f"has no passage {printable(locus)}"
        hint = f"runs backward in {printable(locus)}: write {right.first}–{right.last}" if right else hint
        raise click.BadParameter(f"{source.siglum} {hint}", param_hint="--passage")
    if passages and not words:
        return Place(as_one(passages), None)
    found = list(places_of(source, words, locus))
    if not found:
        raise click.ClickException(_nowhere(source, words))
    places = [place for place in found if not _doubt(place)] or found
    if len(places) == 1:
        return _asked_about(places[0])
    for number, place in enumerate(places, start=1):
        click.echo(f"{number:>3}  {source.siglum} {place.passage.locus}  {_shown(place)}")
    number = click.prompt("Which of them", type=click.IntRange(1, len(places)))
    return _asked_about(places[number - 1])


def _doubt(place: Place) -> str:
    """Return what is odd about the words, as a question; "" if nothing is."""
    if not place.span:
        return ""
    cut = cut_word(place.passage.text, place.span)
    if any(cut):
        return f"“{place.lemma}” stands inside “{cut.before}{place.lemma}{cut.after}”. Annotate a part of the word?"
    return "" if has_words(place.lemma) else f"“{place.lemma}” is only punctuation. Annotate it?"


def _asked_about(place: Place) -> Place:
    """Return the place once it is certain that it is meant; what stands beside the words then says so in the file."""
    doubt = _doubt(place)
    if doubt:
        click.confirm(printable(doubt), abort=True)
    if doubt and not (place.before or place.after):
        return confirmed(place)
    return place


def _nowhere(source: Source, words: str) -> str:
    from rapidfuzz import fuzz

    best: tuple[float, Passage, Span] | None = None
    for passage in source.citable:
        found = fuzz.partial_ratio_alignment(words, passage.text, score_cutoff=70)
        if found and len(words) <= len(passage.text) and (best is None or found.score > best[0]):
            best = (found.score, passage, Span(found.dest_start, found.dest_end))
    hint = "; copy the words from the page"
    if best:
        hint = f"; {source.siglum} {best[1].locus} has {printable(click.unstyle(_shown(place_at(best[1], best[2]))))}"
    return f"“{printable(words)}” does not stand in {source.siglum}{hint}"


def _shown(place: Place) -> str:
    shown = around(place.passage.text, place.span or Span(0, 0), _AROUND)
    return f"{shown.before}{click.style(shown.words, bold=True)}{shown.after}".replace("\n", " ")


def _kind() -> str:
    for kind in ANNOTATION_KINDS.values():
        click.echo(f"  {kind.id:<9} {kind.meaning}")
    answer: str = click.prompt("Kind", type=click.Choice(list(ANNOTATION_KINDS)), show_choices=False)
    return answer


def _has_problems(edition: Path, path: str) -> bool:
    found: Edition = read_edition(edition)
    return show_problems(problem for problem in check(found) if problem.path == path)
