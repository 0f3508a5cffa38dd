"""`variorum reanchor`: after a corrected text, where the annotated words are now."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from variorum.cli.set_aside import BEFORE, clear_away
from variorum.cli.terminal import EDITION
from variorum.disk.whole_file import rewrite
from variorum.editing.anchored_tables import Row, Table, table_of, with_place, with_what_was_translated
from variorum.editing.front_matter_edits import Part, with_values
from variorum.editing.git_version import NoVersionError, Version
from variorum.editing.lost_places import Lost, lost_places, out_of_order
from variorum.editing.new_annotation import Place
from variorum.editing.outline_carrying import NewOutline, carried_table, new_outline
from variorum.editing.range_following import follow_range
from variorum.editing.reanchoring import Outcome, Quote, State, follow
from variorum.editing.row_following import follow_row
from variorum.editing.text_history import history_of
from variorum.model.edition import Parallel
from variorum.model.hidden_characters import printable
from variorum.model.passages import Passage
from variorum.model.source import Annotation, Source
from variorum.reading import read_edition
from variorum.reading.citations import NAME as CITATIONS
from variorum.reading.files import Refused, decode_contribution, list_names, with_line_ends_of
from variorum.reading.layer import NAME as LAYER
from variorum.reading.sources import source_at
from variorum.text.excerpt import beginning
from variorum.text.search_folding import search_key

_GLOSSED = 120  # characters of a whole passage by which it is known what its gloss was made from
_COLOURS = {State.KEPT: "green", State.CHANGED: "yellow", State.MOVED: "cyan", State.AMBIGUOUS: "magenta"}


@dataclass(frozen=True, slots=True)
class Item:
    """An annotation, or a passage of a parallel, with what became of its words."""

    path: str
    part: Part | Row | None  # of a parallel; of a table; None for an annotation
    quote: Quote
    outcome: Outcome
    glosses: str = ""  # the words that its gloss was made from, if it has one that does not say so itself


@click.command()
@click.argument("source")
@click.option("--base", default="HEAD", show_default=True, help="Version of git that has the old text.")
@click.option("--old", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder with the old text.")
@click.option("--accept", is_flag=True, help="Go through the proposals and write those that you accept.")
@click.option("--all", "show_all", is_flag=True, help="Show kept annotations too.")
@EDITION
@click.pass_context
def reanchor(
    context: click.Context, source: str, base: str, old: Path | None, accept: bool, show_all: bool, edition: Path
) -> None:
    """After the text of SOURCE was corrected, say of each annotation whether its words are still there.

    The same is said of each passage of a parallel, each rule of citations.toml, each row of layer.tsv and
    divisions.tsv, and each passage of a translation. What leads to a passage that is gone (a link in a note or on a
    page, the call of a note), and divisions that are out of order now, are named to be mended by hand.

    \b
      kept       the same words in the same place
      changed    in the same place with other letters; the new words are proposed
      moved      in another passage, which is proposed
      ambiguous  several places could be meant
      orphaned   gone

    Nothing is written without --accept, and with it nothing that you do not answer with y. Loci are never numbered
    anew: new passages get loci such as 12a. The old text is that of git's HEAD, or what --base or --old names.
    Exit codes: 0 all words are kept, 1 there is something to decide, 2 called wrongly.

    \b
    Examples:
      variorum reanchor norwegian
      variorum reanchor No --base v1.0 --accept
    """
    found = read_edition(edition)
    id_ = next((s.id for s in found.sources if source in {s.id, s.siglum}), source)
    files = OldFiles(id_, Version(edition, base), old)
    before = files.source()
    text = _text(edition / "sources" / id_ / "text.txt")
    now = next((s for s in found.sources if s.id == id_), None)
    brought = _brought_in(edition, now, text)
    kinds = {passage.first_line: passage.kind for passage in brought}
    numbers = {passage.first_line: passage.locus for passage in brought if passage.locus}
    outline = new_outline(before.passages, history_of(files.text(), text), kinds=kinds, numbers=numbers)
    items = list(_items(edition, before, outline))
    lost = [*lost_places(edition, before, outline), *_out_of_order(edition, before, items, outline)]
    for item in items:
        if show_all or item.outcome.state is not State.KEPT:
            _show(before, item)
    for one in lost:
        click.echo(f"{click.style('to mend', fg='red')}   {printable(f'{one.path}:{one.line}: {one.message}')}")
    _show_summary(items, outline)
    if accept:
        items = _accept(edition, before, items)
        _write_outline(edition, files, before, outline, text)
    is_done = accept and not lost and all(item.outcome.state is State.KEPT for item in items)
    if is_done and old and old.resolve() == (edition / "sources" / id_ / BEFORE).resolve() and clear_away(edition, id_):
        click.echo(f"sources/{id_}/{BEFORE} is needed no more, and removed")
    context.exit(1 if lost or any(i.outcome.state is not State.KEPT for i in items) else 0)


@dataclass(frozen=True, slots=True)
class OldFiles:
    """The files of a source as they were: in a folder, or in a version of git."""

    id: str
    version: Version
    folder: Path | None

    def read(self, name: str) -> bytes:
        """Return the bytes of a file."""
        path = f"sources/{self.id}/{name}"
        try:
            data = (self.folder / name).read_bytes() if self.folder else self.version.read(path)
            known = self.folder is not None or bool(self.version.commit)
        except (NoVersionError, OSError) as error:
            raise click.ClickException(f"{error}; name the old text with --base or --old") from error
        if data is None or not known:
            raise click.ClickException(f"{printable(self.version.name)} has no {printable(path)}")
        return data

    def source(self) -> Source:
        """Return the source that the files make."""
        found = source_at(self.id, {name: self.read(name) for name in ("text.txt", "source.toml", "outline.tsv")})
        if found is None:
            raise click.ClickException(f"the old text of {printable(self.id)} cannot be read")
        return found

    def text(self) -> str:
        """Return the text."""
        return self.read("text.txt").decode("utf-8")


def _brought_in(edition: Path, now: Source | None, text: str) -> Sequence[Passage]:
    """Return the passages of the new text, where an import has written them: the checksum is that of the text."""
    path = edition / "sources" / (now.id if now else "") / "source.toml"
    if now is None or _with_checksum(about := _text(path), text) != about:
        return ()
    return now.passages


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{path} cannot be read: {error}") from error


def _items(edition: Path, before: Source, outline: NewOutline) -> Iterator[Item]:
    """Yield every quote of the source. The files are read anew: read_edition leaves out what it cannot place."""
    from variorum.reading.contributions import read_annotations, read_parallels
    from variorum.reading.files import ParseCache

    old = {p.locus: p for p in before.citable}
    cache = ParseCache()
    notes: list[Annotation] = read_annotations(edition, before.id, cache)[0]
    for note in notes:
        quote = Quote(note.passage, note.lemma, note.before, note.after)
        yield Item(note.path, None, quote, _followed(quote, before, old, outline))
    parallels: list[Parallel] = read_parallels(edition, cache)[0]
    for parallel in parallels:
        for key, parts in (("passages", parallel.passages), ("touches", parallel.touches)):
            for number, part in enumerate(parts):
                if part.source in {before.id, before.siglum}:
                    quote = Quote(part.passage, part.lemma, part.before, part.after)
                    passage = old.get(part.passage)
                    words = part.lemma or beginning(passage.text if passage else "", _GLOSSED)
                    glosses = words if part.gloss and not part.gloss_of else ""
                    yield Item(parallel.path, (key, number), quote, _followed(quote, before, old, outline), glosses)
    for path, table in _tables(edition, before.id):
        name = path.rpartition("/")[2]
        for row in table.rows(path, _text(edition / path)):
            outcome = follow_row(row.quote, old, outline, marks=name == LAYER, everywhere=name == CITATIONS)
            yield Item(path, row, row.quote, outcome)


def _out_of_order(edition: Path, before: Source, items: list[Item], outline: NewOutline) -> Iterator[Lost]:
    """Yield the divisions that are out of order once all that is proposed is taken."""
    path = f"sources/{before.id}/divisions.tsv"
    mine = [(i.part.line, i.outcome.place) for i in items if i.path == path and isinstance(i.part, Row)]
    yield from out_of_order(path, [(line, place.passage) for line, place in mine if place], outline.passages)


def _followed(quote: Quote, before: Source, old: Mapping[str, Passage], outline: NewOutline) -> Outcome:
    if quote.locus not in old and len(before.passages_at(quote.locus)) > 1:
        return follow_range(quote, before, outline)
    return follow(quote, old, outline)


def _tables(edition: Path, id_: str) -> Iterator[tuple[str, Table]]:
    """Yield the tables of a source that name places of its text."""
    for name in list_names(edition, f"sources/{id_}"):
        if table := table_of(name):
            yield f"sources/{id_}/{name}", table


def _show(source: Source, item: Item) -> None:
    state, place = item.outcome.state, item.outcome.place
    head = click.style(f"{state:<9}", fg=_COLOURS.get(state, "red"))
    where = f"{item.path}:{item.part.line}" if isinstance(item.part, Row) else item.path
    click.echo(f"{head} {source.siglum} {item.quote.locus}  {printable(f'{where}: {item.outcome.reason}')}")
    if state is State.KEPT:
        return
    was = item.quote.lemma or "\n".join(p.text for p in source.passages_at(item.quote.locus))
    click.echo(f"          was {_quoted(was, whole=not item.quote.lemma)}")
    if place:
        now = _quoted(place.lemma or place.passage.text, whole=not place.lemma)
        click.echo(f"          now {source.siglum} {place.passage.locus} {now}")


def _quoted(words: str, *, whole: bool) -> str:
    """Show words in a line; what quotes none is on all of them."""
    shown = printable(beginning(" ".join(words.split()), 100))
    return f"{'all: ' if whole else ''}“{shown}”"


def _show_summary(items: list[Item], outline: NewOutline) -> None:
    for remark in outline.remarks:
        click.echo(printable(remark))
    counts = ", ".join(f"{sum(i.outcome.state is s for i in items)} {s}" for s in State)
    tables = sum(isinstance(i.part, Row) for i in items)
    more = f" and {tables} rows of tables" if tables else ""
    click.echo(f"{len(items) - tables} annotations and parallels{more}: {counts}", err=True)


def _accept(edition: Path, source: Source, items: list[Item]) -> list[Item]:
    """Ask for each proposal, and once for all rows of a table; return what is still to decide."""
    left = []
    answers: dict[str, bool] = {}  # of tables: path → whether all their proposals are taken
    for item in items:
        place = item.outcome.place
        if item.outcome.state is State.KEPT or place is None:
            left.append(item)
            continue
        if isinstance(item.part, Row) and item.path not in answers:
            answers[item.path] = _accept_table(source, items, item.path)
        if answers.get(item.path, False):
            taken = True
        else:
            _show(source, item)
            taken = click.confirm("Accept?", default=False)
        if not taken or not _rewrite(edition, source, item, place):
            left.append(item)
    return left


def _accept_table(source: Source, items: list[Item], path: str) -> bool:
    """Ask whether all proposals for a table are taken; one or two are asked for one by one."""
    proposed = [i for i in items if i.path == path and i.outcome.place and i.outcome.state is not State.KEPT]
    if len(proposed) < 3:
        return False
    for item in proposed:
        _show(source, item)
    return click.confirm(f"Accept all {len(proposed)} proposals for {printable(path)}?", default=False)


def _rewrite(edition: Path, source: Source, item: Item, place: Place) -> bool:
    """Write the new place into the file; every other letter stays as it is."""
    if isinstance(item.part, Row):
        return _rewrite_row(edition, source, item, item.part, place)
    path = edition / item.path
    values = {"passage": place.passage.locus}
    if item.quote.lemma:
        values |= {"lemma": place.lemma, "before": place.before, "after": place.after}
    if item.glosses and search_key(place.lemma or place.passage.text) != search_key(item.glosses):
        values |= {"gloss_of": item.glosses}  # so that it is named until somebody has looked it over
    try:
        old = path.read_bytes()
        written = with_values(item.path, decode_contribution(item.path, old), values, item.part)
        if written is None:
            click.echo(f"{printable(item.path)}: write it by hand, its front matter is laid out in an unusual way")
            return False
        rewrite(path, with_line_ends_of(old, written))
    except (OSError, Refused) as error:
        raise click.ClickException(f"{printable(item.path)} cannot be written: {error}") from error
    return True


def _rewrite_row(edition: Path, source: Source, item: Item, row: Row, place: Place) -> bool:
    """Write the new place into the row of a table; rows that were written before keep their lines.

    The heading of a translation says as well from which words it was made, if they have changed.
    """
    path = edition / item.path
    table = table_of(path.name)
    assert table is not None
    try:
        old = path.read_bytes()
        text = decode_contribution(item.path, old)
        now = next((r for r in table.rows(item.path, text) if r.quote == row.quote), None)
        if now is None:
            return False
        written = with_place(table, text, now, place)
        was = source.passage(row.quote.locus)
        if path.name.startswith("translation.") and was and was.digest != place.passage.digest:
            written = with_what_was_translated(written, {place.passage.locus: was.digest})
            click.echo(f"{path.name}: {place.passage.locus} is marked as older than the text")
        rewrite(path, with_line_ends_of(old, written))
    except (OSError, Refused) as error:
        raise click.ClickException(f"{printable(item.path)} cannot be written: {error}") from error
    return True


def _write_outline(edition: Path, before: OldFiles, source: Source, outline: NewOutline, text: str) -> None:
    """Write the new outline and the text's new checksum, if the editor says so."""
    folder = edition / "sources" / source.id
    try:
        table, toml = ((folder / name).read_bytes().decode("utf-8") for name in ("outline.tsv", "source.toml"))
        old = before.read("outline.tsv").decode("utf-8")
        new = carried_table(old, source.passages, outline)
        if table not in {old, new}:
            click.echo(f"outline.tsv of {source.siglum} was changed by hand since then and stays as it is")
            new = table
        about = _with_checksum(toml, text)
        if (new, about) == (table, toml):
            return
        for remark in outline.remarks:
            click.echo(printable(remark))
        if click.confirm(f"Write outline.tsv and the checksum of {source.siglum}?", default=False):
            rewrite(folder / "outline.tsv", new)
            rewrite(folder / "source.toml", about)
            _mark_translations(edition, source, outline)
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"the outline of {source.siglum} cannot be written: {error}") from error


def _mark_translations(edition: Path, before: Source, outline: NewOutline) -> None:
    """Let the headings of translations say from which words they were made, where these have changed."""
    now = {passage.locus: passage.digest for passage in outline.citable.values()}
    changed = {p.locus: p.digest for p in before.citable if now.get(p.locus, p.digest) != p.digest}
    for name in list_names(edition, f"sources/{before.id}"):
        if name.startswith("translation.") and name.endswith(".md"):
            path = edition / "sources" / before.id / name
            old = path.read_bytes()
            text = decode_contribution(name, old)
            if (marked := with_what_was_translated(text, changed)) != text:
                rewrite(path, with_line_ends_of(old, marked))
                click.echo(f"{name}: passages whose words have changed are marked as older than the text")


def _with_checksum(toml: str, text: str) -> str:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return re.sub(r"""(?m)^(\s*sha256\s*=\s*)(["'])[0-9a-fA-F]*\2""", rf"\g<1>\g<2>{digest}\g<2>", toml)
