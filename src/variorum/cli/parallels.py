"""`variorum parallels` proposes parallels that nobody marked, and writes down what an editor decides of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from variorum.checking.negatives import WORDS, negatives, read_signed, sign
from variorum.cli.terminal import put_out
from variorum.editing.new_parallel import NoDraftError, text_of_parallel, write_parallel
from variorum.finder.corpus import Progress
from variorum.finder.encoding import NoEncoderError, load_encoder
from variorum.finder.finding import Proposal, find, propose
from variorum.finder.first_draft import first_draft, proposed_id
from variorum.finder.nothing_found import why_nothing
from variorum.finder.owed import Owed, Place, owed
from variorum.finder.rejections import PATH, read_rejections, reject, rejected_pairs, rejection_of
from variorum.finder.review import review_page
from variorum.finder.spark import DUCKDB, NoEngineError, master_of
from variorum.finder.windows import Window, cut
from variorum.model.edition import Edition
from variorum.model.hidden_characters import printable
from variorum.model.kinds import RELATIONS
from variorum.model.problems import MissingExtraError
from variorum.model.span import Span
from variorum.parallels.exports import PARALLEL_FORMATS
from variorum.reading import read_edition
from variorum.reading.files import Refused, id_of

_EDITION = click.option(
    "--edition",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The edition's folder (default: this one).",
)


@click.group()
def parallels() -> None:
    """Find parallels that nobody marked yet, accept or reject them, and give all parallels out to other programs."""


@parallels.command("find")
@_EDITION
@click.option("--source", default="", metavar="A", help="Only pairs with this source (its id or siglum).")
@click.option("--with", "other", default="", metavar="B", help="… and this other one.")
@click.option("--top", default=20, show_default=True, type=click.IntRange(min=1), help="How many to propose.")
@click.option(
    "--format",
    "layout",
    type=click.Choice(["table", "json", "html"]),
    default="table",
    show_default=True,
    help="html: a review page.",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this new file.")
@click.option("--encoder", default="", metavar="NAME|PATH", help="e5, or the folder of a sentence encoder.")
@click.option(
    "--engine",
    default=DUCKDB,
    show_default=True,
    metavar="duckdb|spark[:MASTER]",
    help="What scores the pairs; spark for a corpus beyond one machine.",
)
def find_(
    root: Path, source: str, other: str, top: int, layout: str, output: Path | None, encoder: str, engine: str
) -> None:
    """Propose pairs of passages that no parallel holds together, the likeliest first, each with its reasons.

    \b
    Examples:
      variorum parallels find --source No --with Ne
      variorum parallels find --top 50 --format html --output review.html
      variorum parallels find --encoder e5
      variorum parallels find --engine spark:spark://host:7077
    """
    edition = _read(root)
    asked = _source(edition, source), _source(edition, other)
    if asked[0] and asked[0] == asked[1]:
        raise click.UsageError("--source and --with name one source; a parallel holds passages of different ones")
    windows = cut(edition)
    try:
        proposals = find(
            edition,
            rejected=_rejected(root, edition, windows),
            source=asked[0],
            other=asked[1],
            top=top,
            encoder=load_encoder(encoder) if encoder else None,
            progress=_progress(),
            windows=windows,
            master=master_of(engine),
        )
    except (MissingExtraError, NoEncoderError, NoEngineError) as error:
        raise click.ClickException(str(error)) from error
    if not proposals:
        click.echo("Nothing was found:", err=True)
        for sentence in why_nothing(edition, *asked):
            click.echo(f"  {printable(sentence)}", err=True)
    if layout == "html":
        put_out(review_page(edition, proposals), output)
    elif layout == "json":
        put_out(json.dumps([_as_data(p) for p in proposals], ensure_ascii=False, indent=2) + "\n", output)
    else:
        put_out("\n".join(line for p in proposals for line in _as_table(p)) + "\n", output)


@parallels.command()
@_EDITION
@click.argument("first")
@click.argument("second")
@click.option("--id", "id_", default="", help="The file's name; proposed from the title if not given.")
@click.option("--title", default="", help="What both tell of.")
@click.option("--relation", type=click.Choice(list(RELATIONS)), help="How they stand to one another.")
@click.option("--date", default="", help="When it happened, in EDTF (1906, 1906-07, 1904/1906).")
@click.option("--comment", default="", help="The commentary; write it into the file if not given.")
def accept(
    root: Path, first: str, second: str, id_: str, title: str, relation: str | None, date: str, comment: str
) -> None:
    """Write the file of a new parallel of two windows, named as `find` names them.

    A file that is there already is never touched. A pair that was rejected is answered with the reason.

    \b
    Example:
      variorum parallels accept Ne5.2 No24.1 --id tiflis-robbery --relation contradicts
    """
    edition = _read(root)
    windows = cut(edition)
    a, b = _window(windows, first), _window(windows, second)
    _not_refused(root, edition, windows, (a, b))
    try:
        proposal = propose(edition, windows, a, b)
        id_ = id_ or proposed_id(proposal)
        if id_of(f"{id_}.md") != id_:
            raise click.ClickException(f"“{id_}” cannot be an id; it is the name of a file in parallels/")
        draft = first_draft(proposal, title=title, relation=relation or "", date=date, comment=comment)
        path = write_parallel(root, id_, text_of_parallel(edition, draft))
    except Refused as refused:
        raise click.ClickException(refused.problem.message) from refused
    except (MissingExtraError, NoDraftError) as error:
        raise click.ClickException(str(error)) from error
    except FileExistsError as error:
        raise click.ClickException(f"parallels/{id_}.md is there already; choose another name with --id") from error
    undated = "" if draft.date else "; give it a date:, if the matter has one"
    click.echo(f"{path}: written; read it over and say in it what differs{undated}")


@parallels.command("reject")
@_EDITION
@click.argument("first")
@click.argument("second")
@click.option("--reason", required=True, help="Why it is no parallel.")
@click.option("--by", required=True, help="Who says so.")
def reject_(root: Path, first: str, second: str, reason: str, by: str) -> None:
    """Add a pair of windows to parallels/rejected.tsv, so that it is never proposed again.

    \b
    Example:
      variorum parallels reject Ne5.2 St12.1 --reason "another robbery" --by "The editors"
    """
    edition = _read(root)
    windows = cut(edition)
    a, b = sorted((_window(windows, first), _window(windows, second)), key=lambda w: w.number)
    if frozenset((a.number, b.number)) in _rejected(root, edition, windows):
        raise click.ClickException(f"{a.key} and {b.key} are rejected already")
    reject(root, rejection_of(a, b, reason=reason, by=by))
    click.echo(f"{root / PATH}: {a.key} and {b.key} added")


@parallels.command("negatives")
@_EDITION
@click.option("--language", default="en", show_default=True, help="Of the commentaries.")
@click.option("--sign", "signed_ids", multiple=True, metavar="ID", help="Sign off the sentences of this parallel.")
@click.option("--by", default="", help="Who has read the sources for them.")
def negatives_(root: Path, language: str, signed_ids: tuple[str, ...], by: str) -> None:
    """List the sentences of commentaries that deny something of a whole source, for an editor to look at each.

    With --sign and --by the sentences of a parallel are written into parallels/negatives.tsv and not shown again,
    unless they are changed. Exit codes: 0 all are signed, 1 some are not, 2 called wrongly.

    \b
    Examples:
      variorum parallels negatives
      variorum parallels negatives --sign famine-deaths --by "The editors"
    """
    if language.split("-")[0] not in WORDS:
        raise click.UsageError(f"the words that deny are known for {', '.join(WORDS)}, not for {language}")
    if signed_ids and not by.strip():
        raise click.UsageError("--sign needs --by: who has read the sources for these sentences?")
    edition = _read(root)
    unknown = [id_ for id_ in signed_ids if edition.parallel(id_) is None]
    if unknown:
        raise click.ClickException(f"there is no parallel {', '.join(unknown)}")
    signed, problems = read_signed(root)
    for problem in problems:
        click.echo(printable(str(problem)), err=True)
    open_ = [n for n in negatives(edition, language) if (n.parallel, n.sentence) not in signed]
    signing = [n for n in open_ if n.parallel in signed_ids]
    sign(root, signing, by)
    left = [n for n in open_ if n.parallel not in signed_ids]
    for negative in left:
        click.echo(printable(f"{negative.path}:{negative.line}: {', '.join(negative.words)}: {negative.sentence}"))
    click.echo(f"{len(signing)} signed off, {len(left)} to look at", err=True)
    click.get_current_context().exit(1 if left else 0)


@parallels.command("owed")
@_EDITION
@click.option("--source", default="", metavar="A", help="Only pairs with this source (its id or siglum).")
@click.option("--top", default=20, show_default=True, type=click.IntRange(min=1), help="How many to list.")
@click.option("--format", "layout", type=click.Choice(["table", "json"]), default="table", show_default=True)
def owed_(root: Path, source: str, top: int, layout: str) -> None:
    """List pairs of passages that no parallel holds together, though two parallels meet between them.

    A agrees with B, B contradicts C, and nobody has said how A stands to C: what follows is said, if something does.
    A source that a parallel calls silent, and a pair that was turned down, is not listed.

    \b
    Examples:
      variorum parallels owed
      variorum parallels owed --source Ne --top 50
    """
    edition = _read(root)
    windows = cut(edition)
    pairs = [sorted(pair) for pair in _rejected(root, edition, windows)]
    rejected = [(_place(windows[a]), _place(windows[b])) for a, b in pairs]
    asked = _source(edition, source)
    found = [o for o in owed(edition, rejected=rejected) if asked in ("", o.a.source, o.b.source)]
    if layout == "json":
        click.echo(json.dumps([_owed_as_data(edition, o) for o in found[:top]], ensure_ascii=False, indent=2))
        return
    for one in found[:top]:
        for line in _owed_as_table(edition, one):
            click.echo(printable(line))
    click.echo(f"{len(found)} judgements owed; {min(top, len(found))} listed", err=True)


@parallels.command()
@_EDITION
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option("--format", "format_", type=click.Choice(list(PARALLEL_FORMATS)), default="tsv", show_default=True)
def export(root: Path, file: Path | None, format_: str) -> None:
    """Write all parallels to FILE (default: to the terminal), with what each source does in each of them.

    A source speaks, touches the matter, is silent (an editor has judged so), is outside (not part of a shared wording)
    or is open (not yet judged). tsv has a row for each passage and for each source that has none; json also has the
    commentaries and the places of all words. A FILE that is there already is not touched.

    \b
    Examples:
      variorum parallels export parallels.tsv
      variorum parallels export --format json parallels.json
    """
    put_out(PARALLEL_FORMATS[format_](_read(root)), file)


def _read(root: Path) -> Edition:
    edition = read_edition(root)
    if edition.problems:
        click.echo(f"{len(edition.problems)} problems in the edition; variorum check names them", err=True)
    if len(edition.sources) < 2:
        raise click.ClickException(f"{root} has {len(edition.sources)} sources; parallels need two")
    return edition


def _source(edition: Edition, name: str) -> str:
    if not name:
        return ""
    source = edition.source(name)
    if source is None:
        known = ", ".join(s.siglum for s in edition.sources)
        raise click.ClickException(f"there is no source {name}; there are {known}")
    return source.id


def _window(windows: Sequence[Window], key: str) -> Window:
    found = next((w for w in windows if w.key == key), None)
    if found is None:
        passage = (key, key.rpartition(".")[0])
        near = [w.key for w in windows if w.key.rpartition(".")[0] in passage]
        hint = f"; there are {', '.join(near)}" if near else "; take the names from variorum parallels find"
        raise click.ClickException(f"there is no window {key}{hint}")
    return found


def _rejected(root: Path, edition: Edition, windows: Sequence[Window]) -> set[frozenset[int]]:
    rejections, problems = read_rejections(root, edition)
    for problem in problems:
        click.echo(printable(str(problem)), err=True)
    return rejected_pairs(edition, rejections, windows)


def _not_refused(root: Path, edition: Edition, windows: Sequence[Window], pair: tuple[Window, Window]) -> None:
    """Say why a pair was turned down, if it was."""
    for rejection in read_rejections(root, edition)[0]:
        if frozenset(w.number for w in pair) in rejected_pairs(edition, [rejection], windows):
            by = f" by {rejection.by}" if rejection.by else ""
            reason = printable(f"{rejection.reason} ({PATH})")
            raise click.ClickException(f"{pair[0].key} and {pair[1].key} were rejected before{by}: {reason}")


def _progress() -> Progress | None:
    """Show on a terminal how far it is; nothing where the output is read by a program."""
    if not sys.stderr.isatty():
        return None

    def show(what: str, done: int, total: int) -> None:
        click.echo(f"\r{what} {done}{f' of {total}' if total else ''}\033[K", err=True, nl=False)

    return show


def _as_table(proposal: Proposal) -> list[str]:
    a, b, guess = proposal.a, proposal.b, proposal.guess
    return [
        printable(f"{proposal.score:5.2f}  {a.key}  {b.key}  {proposal.reason}"),
        printable(f"       {a.label}: {_one_line(a.words(proposal.words_a))}"),
        printable(f"       {b.label}: {_one_line(b.words(proposal.words_b))}"),
        *([printable(f"       perhaps {guess.relation}: {guess.reason}")] if guess.relation else []),
    ]


def _as_data(proposal: Proposal) -> dict[str, object]:
    def side(window: Window, words: Span) -> dict[str, object]:
        return {
            "key": window.key,
            "source": window.source,
            "passage": window.locus,
            "start": window.span.start,
            "end": window.span.end,
            "text": window.text,
            "words": _one_line(window.words(words)),
        }

    return {
        "score": round(proposal.score, 4),
        "reason": proposal.reason,
        "reused": proposal.reused,
        "guess": {"relation": proposal.guess.relation, "reason": proposal.guess.reason},
        "reasons": [{"kind": r.kind, "label": r.label, "weight": round(r.weight, 3)} for r in proposal.reasons],
        "a": side(proposal.a, proposal.words_a),
        "b": side(proposal.b, proposal.words_b),
    }


def _owed_as_table(edition: Edition, one: Owed) -> list[str]:
    between = "; ".join(f"{x.relation} in {x.parallel}, {y.relation} in {y.parallel}" for x, y in one.ways[:1])
    follows = f"so perhaps {one.relation}" if one.relation else "nothing follows"
    return [
        f"{_label(edition, one.a)}  {_label(edition, one.b)}  {between}; {follows}",
        *(f"       {_label(edition, place)}: {_one_line(_quoted(edition, place))}" for place in (one.a, one.b)),
    ]


def _owed_as_data(edition: Edition, one: Owed) -> dict[str, object]:
    def side(place: Place) -> dict[str, object]:
        words = _one_line(_quoted(edition, place))
        return {"source": place.source, "passage": place.locus, **asdict(place.span), "words": words}

    return {
        "relation": one.relation,
        "closeness": round(one.closeness, 4),
        "a": side(one.a),
        "b": side(one.b),
        "ways": [[{"parallel": j.parallel, "relation": j.relation} for j in way] for way in one.ways],
    }


def _place(window: Window) -> Place:
    return Place(window.source, window.locus, window.span)


def _label(edition: Edition, place: Place) -> str:
    source = edition.source(place.source)
    return f"{source.siglum if source else place.source} {place.locus}"


def _quoted(edition: Edition, place: Place) -> str:
    source = edition.source(place.source)
    return source.words_at(place.locus, place.span) if source else ""


def _one_line(words: str) -> str:
    return " ".join(words.split())
