"""`variorum works`: a library into references.bib, and references.bib out for other programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import click

from variorum.cli.terminal import EDITION, YES, put_out, write_renaming
from variorum.disk.whole_file import rewrite, write_whole
from variorum.editing.renaming import work_renamed
from variorum.importing.bibliography import FORMATS, Library, Plan, new_fields, planned, read_library, text_with
from variorum.importing.entry_text import in_tex, made_entry
from variorum.importing.plain import decode as decode_any
from variorum.model.hidden_characters import hidden_characters, printable, without_hidden_characters
from variorum.model.limits import MAX_BIBLIOGRAPHY_BYTES
from variorum.model.works import Work
from variorum.reading import read_edition
from variorum.reading.files import Refused, decode, is_there, read_bytes, with_line_ends_of
from variorum.reading.house_rules import read_house_rules
from variorum.reading.works import PATH, parse_works
from variorum.works.exports import bibtex, csl_json
from variorum.works.interchange import biblatex, ris, without_place_in_ris

_WRITERS: dict[str, Callable[[Iterable[Work]], str]] = {
    "bibtex": bibtex,
    "biblatex": biblatex,
    "csl-json": csl_json,
    "ris": ris,
}


_KEY = re.compile(r"[A-Za-z0-9][\w:.+/-]*")
_WITHOUT_KEY = "an entry without key"
_TYPES = (
    "article", "book", "collection", "inbook", "incollection", "inproceedings", "manual", "misc", "online", "report",
    "thesis", "unpublished",
)  # fmt: skip


@click.group()
def works() -> None:
    """Add a work, give it another key, bring a library of works in, or give the works out to other programs.

    \b
    Examples:
      variorum works add book "author=Kotkin, Stephen" "title=Stalin" year=2014
      variorum works import zotero.bib --dry-run
      variorum works rename Nove92 Nove1992
      variorum works export --format ris works.ris

    \b
    Exit codes: 0 done, 1 the file or the bibliography cannot be read.
    """


@works.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "format_", type=click.Choice(FORMATS), help="What FILE is (default: noticed).")
@click.option(
    "--twins",
    type=click.Choice(["leave", "merge", "add"]),
    default="leave",
    show_default=True,
    help="What becomes of entries that seem to be there: left out, their new fields added to what is there, or added.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@EDITION
@click.pass_context
def import_works(
    context: click.Context, file: Path, format_: str | None, twins: str, dry_run: bool, edition: Path
) -> None:
    """Add the works of FILE (BibTeX, biblatex, CSL-JSON or RIS) to references.bib.

    Keys and names are written as conf.py asks for (variorum_work_keys, variorum_work_names). What seems to be there
    already, also in another script, is listed and left out, unless --twins says otherwise. Exit codes: 0 all is added,
    1 something was left out or could not be read, 2 called wrongly.

    \b
    Examples:
      variorum works import zotero.bib --dry-run
      variorum works import library.ris --twins merge
    """
    try:
        text, encoding = _text_of(file)
        library = read_library(text, format_ or "")
    except ValueError as error:
        raise click.ClickException(f"{file.name} is not read: {error}") from error
    old = _bibliography(edition)
    plan = planned(library, _there(old), read_house_rules(edition), join=twins != "add")
    for line in _report(plan, file.name, library.format, encoding, twins, library.unnamed):
        click.echo(printable(line))
    for fault in library.faults:
        click.echo(printable(f"{file.name}:{fault.line}: {fault.message}"))
    if not dry_run:
        _write(edition, old, plan, merge=twins == "merge")
    context.exit(1 if library.faults or (plan.twins and twins == "leave") else 0)


@works.command("add")
@click.argument("type_", metavar="TYPE", type=click.Choice(_TYPES))
@click.argument("fields", metavar="NAME=WORDS…", nargs=-1)
@click.option("--key", default="", help="Its key; made from name and year if not given.")
@EDITION
@click.pass_context
def add_work(context: click.Context, type_: str, fields: tuple[str, ...], key: str, edition: Path) -> None:
    """Add one work to references.bib, where the order of the keys puts it, and print its key.

    TYPE is book, article, incollection and so on; the fields are those of BibTeX. Who wrote it, what it is called and
    its year are asked for if they are not given. Exit codes: 0 added, 1 it seems to be there already, 2 called wrongly.

    \b
    Examples:
      variorum works add book "author=Kotkin, Stephen" "title=Stalin: Paradoxes of Power" year=2014 "publisher=Penguin"
      variorum works add article
    """
    entry = made_entry(type_, key, _asked(fields))
    old = _bibliography(edition)
    there = _there(old)
    plan = planned(Library("bibtex", [entry]), there, read_house_rules(edition))
    if key.casefold() in {known.casefold() for known in there}:
        raise click.ClickException(f"{printable(key)} is there already; choose another --key")
    for _, work in plan.twins:
        click.echo(printable(f"this seems to be {work.key} (line {work.line}): {work.title}; cite that"), err=True)
        context.exit(1)
    if key:
        plan.added = [
            replace(new, key=key, fields={n: f for n, f in new.fields.items() if n != "ids"}) for new in plan.added
        ]
    _write(edition, old, plan, merge=False)
    click.echo(plan.added[0].key)


def _asked(fields: tuple[str, ...]) -> dict[str, str]:
    """Return the fields by their names; asks for those that no work can do without."""
    found: dict[str, str] = {}
    for field in fields:
        name, equals, words = field.partition("=")
        if not equals or not name.strip().isalpha():
            raise click.BadParameter(
                f"“{printable(field)}” is no field; write it as title=Words", param_hint="NAME=WORDS"
            )
        found[name.strip().lower()] = in_tex(words)
    if "author" not in found and "editor" not in found:
        found["author"] = in_tex(
            click.prompt("Author (Last, First; several with “and” between)", default="", show_default=False)
        )
    if "title" not in found:
        found["title"] = in_tex(click.prompt("Title"))
    if not {"year", "date"} & found.keys():
        found["year"] = in_tex(click.prompt("Year (empty if it is not known)", default="", show_default=False))
    return found


def _there(old: bytes) -> dict[str, Work]:
    return parse_works(decode(PATH, old))[0] if old.strip() else {}


def _write(edition: Path, old: bytes, plan: Plan, *, merge: bool) -> None:
    """Write references.bib with what is planned; its line ends stay as they are."""
    try:
        new = text_with(decode(PATH, old).removeprefix("\ufeff").replace("\r\n", "\n"), plan, merge=merge)
    except ValueError as error:
        raise click.ClickException(printable(f"{PATH}:{error}")) from error
    (rewrite if is_there(edition, PATH) else write_whole)(edition / PATH, with_line_ends_of(old, new))


def _text_of(file: Path) -> tuple[str, str]:
    """Return the text of somebody's file and its encoding, without characters that deceive the eye."""
    if file.stat().st_size > MAX_BIBLIOGRAPHY_BYTES:
        raise click.ClickException(f"{file.name} has more than {MAX_BIBLIOGRAPHY_BYTES:,} bytes; split it")
    data = file.read_bytes()
    try:
        text, encoding = data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        decoded = decode_any(data)
        text, encoding = decoded.text, decoded.encoding
    return (without_hidden_characters(text) if next(hidden_characters(text), None) else text), encoding


def _bibliography(edition: Path) -> bytes:
    try:
        return read_bytes(edition, PATH, MAX_BIBLIOGRAPHY_BYTES) if is_there(edition, PATH) else b""
    except Refused as refused:
        raise click.ClickException(str(refused.problem)) from refused


def _report(plan: Plan, name: str, format_: str, encoding: str, twins: str, unnamed: frozenset[str]) -> Iterable[str]:
    yield f"{name}: {format_}, {encoding}, {len(plan.added) + len(plan.twins)} entries"
    yield f"{len(plan.added)} added to {PATH}"
    if plan.turned:
        yield f"{plan.turned} names turned round to Last, First"
    for old, new in plan.renamed.items():
        yield f"  {_WITHOUT_KEY if old in unnamed else old} is now {new}"
    if plan.unsought:
        yield f"from {plan.unsought} on no doubles were looked for, because too many works are somewhat alike"
    done = "; its new fields are added to it" if twins == "merge" else "; left out"
    for entry, work in plan.twins:
        more = ", ".join(new_fields(entry, work)) or "nothing"
        name = _WITHOUT_KEY if entry.key in unnamed else entry.key
        yield f"  {name} seems to be {work.key} (line {work.line}), and has besides: {more}{done}"


@works.command("rename")
@click.argument("old")
@click.argument("new")
@YES
@EDITION
def rename_work(old: str, new: str, yes: bool, edition: Path) -> None:
    """Give the work OLD the key NEW, everywhere: in references.bib, citations.toml, notes, parallels and pages.

    Every line that changes is shown first; then all are written, or none. Exit codes: 0 done, 1 there is no such work,
    NEW is taken, or you said no, 2 called wrongly.

    \b
    Examples:
      variorum works rename Nove92 Nove1992
    """
    there = _there(_bibliography(edition))
    if old not in there:
        raise click.ClickException(f"references.bib has no work {printable(old)}")
    taken = {key.casefold() for key in there if key != old}
    if new.casefold() in taken:
        raise click.ClickException(f"{printable(new)} is a work already; choose another key")
    if not _KEY.fullmatch(new):
        raise click.BadParameter("a key has letters, figures and : . + / _ - only", param_hint="NEW")
    write_renaming(edition, work_renamed(edition, old, new), yes=yes)


@works.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option("--format", "format_", type=click.Choice(list(_WRITERS)), default="csl-json", show_default=True)
@EDITION
def export_works(file: Path | None, format_: str, edition: Path) -> None:
    """Write all works to FILE (default: to the terminal) in a format that other programs import.

    A FILE that is there already is not touched.

    \b
    Examples:
      variorum works export works.json
      variorum works export --format ris works.ris
    """
    found = read_edition(edition).works.values()
    put_out(_WRITERS[format_](found), file)
    for name, number in without_place_in_ris(found).items() if format_ == "ris" else ():
        click.echo(f"RIS has no place for “{name}” ({number} works); CSL-JSON and biblatex have", err=True)
