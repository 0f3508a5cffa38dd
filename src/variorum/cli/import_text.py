"""`variorum import`: a text of any format into a source's folder."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from variorum.checking.edition import check
from variorum.cli.import_again import import_again
from variorum.cli.originals import original_name, read_original, show_account
from variorum.cli.source_pages import write_page, write_pages
from variorum.cli.terminal import EDITION, show_problems
from variorum.disk.whole_file import write_whole
from variorum.editing.safe_markdown import in_heading
from variorum.importing.bringing_in import Brought
from variorum.importing.guess_places import in_lines
from variorum.importing.own_title import OF_TITLE
from variorum.importing.recognising import FORMATS
from variorum.importing.source_files import ABOUT, about_source, kinds_of, outline_of, sha256_of, title_from
from variorum.importing.witness import Named
from variorum.model.edition import Edition
from variorum.model.hidden_characters import printable, without_hidden_characters
from variorum.reading import read_edition
from variorum.reading.files import is_id
from variorum.reading.language_tags import is_language_tag
from variorum.reading.layer import NAME as LAYER
from variorum.reading.layer import table_of
from variorum.text.excerpt import whole_words
from variorum.text.transliteration import slug

_TO_SAY = [ABOUT.index(key) + 1 for key in ("title", "label", "origin", "rights")]
GUESSES_SHOWN = 40  # that are shown one by one
HEADING_CHARS = 80  # of the title in the heading of a new page


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "id_", help="Folder of the source, such as norwegian (default: made from FILE's name).")
@click.option("--siglum", help="Its short mark, such as No (default: the first two letters of the id).")
@click.option("--title", help="What it is called (default: said by FILE, or its first line).")
@click.option("--language", help="Its language, such as nb (default: said by FILE, or noticed).")
@click.option("--encoding", help="Encoding of a plain text (default: noticed).")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), help="Format of FILE (default: recognised).")
@click.option("--split", is_flag=True, help="Write a page for each part of a long text, not one for all of it.")
@click.option("--again", is_flag=True, help="FILE is the corrected original of a source that is there already.")
@EDITION
@click.pass_context
def import_(
    context: click.Context,
    file: Path,
    id_: str | None,
    siglum: str | None,
    title: str | None,
    language: str | None,
    encoding: str | None,
    format_: str | None,
    split: bool,
    again: bool,
    edition: Path,
) -> None:
    """Add FILE as a source: TEI P5, OSIS, USFM, DOCX, ODT, EPUB, HTML, Markdown or plain text.

    The original is kept beside the text. The account says what became of each of its letters: shown, in the layer
    (italics, notes, pages …) or omitted, and why. Everything that is only a guess is listed, with the file and line to
    change. A folder that is there already is not touched, and nothing is left behind when something goes wrong. Exit
    codes: 0 written, 1 not written or not in order, 2 called wrongly.

    With --again a corrected original takes the place of the old one: loci stay, and what an editor has made of the
    outline stays. The old text is kept in the folder _before of the source until variorum reanchor --accept has carried
    over what hangs on it.

    \b
    Examples:
      variorum import ~/odyssey.xml --siglum Od
      variorum import ~/norsk.docx --id norwegian --siglum No
      variorum import old.txt --id letters --encoding cp1251 --language ru
      variorum import ~/bible.osis.xml --id bible --split
      variorum import ~/odyssey.xml --again --id odyssey
    """
    name = id_ or slug(file.stem) or "source"
    if again:
        context.exit(import_again(edition, name, file, format_ or "", encoding or ""))
    _refuse(name, language, edition)
    brought = read_original(file, format_ or "", encoding or "", language or "")
    if title and title.strip():
        brought = replace(brought, title=title, guesses=[g for g in brought.guesses if not g.startswith(OF_TITLE)])
    found = read_edition(edition)
    mark = siglum or _free_siglum(found, name)
    about = about_source(_about(found, brought, file, mark, language or brought.language))
    files: dict[str, str | bytes] = {
        "text.txt": brought.text,
        "outline.tsv": outline_of(brought.passages),
        "source.toml": about,
        "account.tsv": brought.table,
        **({LAYER: table_of(brought.layer)} if brought.layer else {}),
        original_name(file): file.read_bytes(),
        **{picture.place: picture.data for picture in brought.pictures if picture.name},
    }
    try:
        with _whole_folder(edition / "sources" / name) as folder:
            for part, content in files.items():
                (folder / part).parent.mkdir(exist_ok=True)
                write_whole(folder / part, content)
        heading = in_heading(f"{mark} · {whole_words(title_from(brought.text, brought.title), HEADING_CHARS)}")
        if split:
            write_pages(edition, name, mark, heading)
        else:
            write_page(edition, name, heading)
    except OSError as error:
        raise click.ClickException(f"sources/{name} cannot be written: {error.strerror or error}") from error
    _show(name, file, brought, language)
    problems = [p for p in check(read_edition(edition)) if p.path.startswith(f"sources/{name}/")]
    context.exit(1 if show_problems(problems) or not brought.account.is_whole else 0)


def _refuse(id_: str, language: str | None, edition: Path) -> None:
    if not is_id(id_):
        raise click.BadParameter(
            f"{printable(id_)} cannot name a folder on every machine; use letters a-z, digits and single hyphens, and "
            "no name that Windows keeps for itself (con, nul …)",
            param_hint="--id",
        )
    if language and not is_language_tag(language):
        raise click.BadParameter("write a tag such as nb, grc or zh-Hant", param_hint="--language")
    if (edition / "sources" / id_).exists():
        raise click.ClickException(f"sources/{id_} is there already; nothing was written. Choose another --id")


def _free_siglum(found: Edition, id_: str) -> str:
    """Return the first letters of the id, as many as make them no other source's."""
    letters = slug(id_).replace("-", "").lstrip("0123456789").capitalize() or "S"
    taken = {s.siglum for s in found.sources}
    return next((letters[:n] for n in range(2, 10) if letters[:n] not in taken), f"S{len(taken) + 1}")


def _about(found: Edition, brought: Brought, file: Path, siglum: str, language: str) -> Iterator[tuple[str, str | int]]:
    """Yield what source.toml says."""
    title = title_from(brought.text, brought.title)
    yield "title", title
    yield "label", whole_words(title, 40)
    yield "siglum", siglum
    yield "order", 1 + max((s.order for s in found.sources), default=0)
    yield "language", language
    yield "origin", f"Imported from {file.name} ({FORMATS[brought.format]}){_said(brought.named)}."
    yield "rights", "To be said by the editors."
    yield "sha256", sha256_of(brought.text.encode())
    yield "original", original_name(file)
    yield "original_sha256", sha256_of(file.read_bytes())


def _said(named: Named) -> str:
    """Return what an original says of its authors and its date, as the rest of a sentence."""
    by = f"by {', '.join(named.authors)}" if named.authors else ""
    of = f"({named.date})" if named.date else ""
    said = " ".join(filter(None, (by, of)))
    return f", according to itself {without_hidden_characters(said)}" if said else ""


@contextmanager
def _whole_folder(folder: Path) -> Iterator[Path]:
    """Make a folder of which all files are there, or none."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = folder.with_name(f".{folder.name}.variorum-new")
    shutil.rmtree(new, ignore_errors=True)  # of one that was killed
    new.mkdir()
    try:
        yield new
        new.rename(folder)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise


def _show(id_: str, file: Path, brought: Brought, said_language: str | None) -> None:
    language = said_language or brought.language
    encoding = f"{brought.encoding}, " if brought.encoding else ""
    kinds = ", ".join(kinds_of(brought.passages))
    click.echo(
        f"sources/{id_}: {encoding}{FORMATS[brought.format]}, {language}, {len(brought.passages)} passages ({kinds})"
    )
    show_account(file, brought)
    of_language = [brought.language_guess] if brought.language_guess and not said_language else []
    guesses = [
        *of_language,
        *brought.guesses,
        f"source.toml {in_lines(_TO_SAY)}: title, label, origin and rights are to be said by you",
    ]
    click.echo("To confirm:")
    for sentence in guesses[:GUESSES_SHOWN]:
        click.echo(f"  {printable(sentence)}")
    if len(guesses) > GUESSES_SHOWN:
        click.echo(f"  and {len(guesses) - GUESSES_SHOWN} more of these in outline.tsv")
