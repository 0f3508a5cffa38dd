"""`variorum check` looks over an edition without building it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Set
from dataclasses import asdict
from pathlib import Path

import click

from variorum.cli.check_record import Findings, recall, remember, stamp_of
from variorum.model.hidden_characters import printable
from variorum.model.problems import MissingExtraError, Problem

# What reads and checks an edition is loaded in the functions that need it: where nothing has changed nobody does.


@click.command()
@click.argument("edition", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
@click.option(
    "--format",
    "layout",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    show_default=True,
    help="text: path:line: code message. github: workflow annotations. json: a list of objects.",
)
@click.option("--since", metavar="BASE", help="Say first what is wrong in the files changed since BASE (of git).")
@click.option("--originals", is_flag=True, help="Read each original again: is every letter of it accounted for?")
@click.pass_context
def check(context: click.Context, edition: Path, layout: str, since: str | None, originals: bool) -> None:
    """Check the EDITION (a folder with sources/; default: this one) without building it.

    What only follows from another fault is not listed but counted with it; mend that one first.

    \b
    Examples:
      variorum check
      variorum check --since origin/main
      variorum check --format github ../my-edition
      variorum check --originals
    """
    found = recall(edition) or _looked_over(edition)
    problems = (*found.problems, *(_of_originals(edition) if originals else ()))
    own = _changed(edition, since) if since else frozenset()
    problems = tuple(sorted(problems, key=lambda problem: problem.path not in own))
    for line in _LAYOUTS[layout](problems):
        click.echo(line)
    hints = sum(problem.is_hint for problem in problems)
    click.echo(
        f"{found.counted}: {len(problems) - hints or 'no'} problems" + (f", {hints} hints" if hints else ""), err=True
    )
    if since:
        ours = sum(problem.path in own and not problem.is_hint for problem in problems)
        click.echo(f"{ours or 'none'} of them in the files changed since {printable(since)}", err=True)
    context.exit(1 if len(problems) > hints else 0)


def _looked_over(edition: Path) -> Findings:
    """Read and check the edition; what is found is kept until something changes."""
    from variorum.checking.edition import check as check_edition
    from variorum.reading import read_edition
    from variorum.reading.cycles import without_search_for_cycles

    before = stamp_of(edition)
    with without_search_for_cycles():
        read = read_edition(edition)
        problems = check_edition(read)
    notes = sum(len(s.annotations) for s in read.sources)
    counted = f"{len(read.sources)} sources, {notes} annotations, {len(read.parallels)} parallels"
    found = Findings(problems, f"{counted}, {len(read.works)} works")
    remember(edition, before, found)
    return found


def _changed(edition: Path, base: str) -> Set[str]:
    """Return the files that are otherwise than in a version of git."""
    from variorum.editing.git_version import NoVersionError, Version

    try:
        return {path for _, path in Version(edition, base).fork().changed(".")}
    except NoVersionError as error:
        raise click.ClickException(str(error)) from error


def _of_originals(edition: Path) -> Iterable[Problem]:
    from variorum.importing.proof import originals_accounted  # what reads other formats is loaded only here

    try:
        return list(originals_accounted(edition))
    except MissingExtraError as missing:
        raise click.ClickException(str(missing)) from missing


def _as_text(problems: Iterable[Problem]) -> Iterable[str]:
    return (printable(str(p)) for p in problems)


def _as_github(problems: Iterable[Problem]) -> Iterable[str]:
    """Workflow commands; percent signs and line ends are escaped so that no text can end the command."""
    for p in problems:
        path, title = _escaped(p.path).replace(",", "%2C").replace(":", "%3A"), _escaped(p.code)
        level = "notice" if p.is_hint else "error"
        yield f"::{level} file={path},line={p.line},title={title}::{_escaped(p.message)}"


def _as_json(problems: Iterable[Problem]) -> Iterable[str]:
    rows = [asdict(p) | {"hint": p.is_hint} for p in problems]
    # the name of a file may hold bytes that are no letters
    yield json.dumps(rows, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace").decode()


def _escaped(text: str) -> str:
    return printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


_LAYOUTS: dict[str, Callable[[Iterable[Problem]], Iterable[str]]] = {
    "text": _as_text,
    "github": _as_github,
    "json": _as_json,
}
