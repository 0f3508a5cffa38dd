"""`variorum import`: a text into a source's folder."""

from __future__ import annotations

from pathlib import Path

import click

from variorum.checking.edition import check
from variorum.cli.terminal import EDITION, show_problems
from variorum.disk.whole_file import write_new
from variorum.editing.new_annotation import slug
from variorum.importing.plain import (
    Decoded,
    decode,
    guess_language,
    outline_text,
    propose_outline,
    source_text,
    to_confirm,
)
from variorum.model.hidden_characters import printable
from variorum.model.limits import MAX_TEXT_BYTES
from variorum.reading import read_edition
from variorum.reading.files import is_id


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "id_", required=True, help="Folder of the source, such as norwegian.")
@click.option("--siglum", help="Its short mark, such as No (default: the first two letters of the id).")
@click.option("--language", help="Its language, such as nb (default: noticed).")
@click.option("--encoding", help="Encoding of FILE (default: noticed).")
@EDITION
@click.pass_context
def import_(
    context: click.Context,
    file: Path,
    id_: str,
    siglum: str | None,
    language: str | None,
    encoding: str | None,
    edition: Path,
) -> None:
    """Add the plain text FILE as a source: encoding and language are noticed, an outline is proposed.

    Everything that is only a guess is listed, for you to confirm in source.toml and outline.tsv. A folder that is there
    already is not touched. Exit codes: 0 written, 1 not written or not in order, 2 called wrongly.

    \b
    Examples:
      variorum import ~/norsk.txt --id norwegian --siglum No
      variorum import old.txt --id letters --encoding cp1251 --language ru
    """
    if not is_id(id_):
        raise click.BadParameter("use letters a-z, digits and single hyphens", param_hint="--id")
    folder = edition / "sources" / id_
    if folder.exists():
        raise click.ClickException(f"sources/{id_} is there already; nothing was written. Choose another --id")
    try:
        decoded = _decoded(file, encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"{file.name} cannot be read so: {error}", param_hint="--encoding") from error
    text = decoded.text.removeprefix("\ufeff")
    if not text.strip():
        raise click.ClickException(f"{file} holds no text")
    guess = guess_language(text)
    rows = propose_outline(text)
    order = 1 + max((s.order for s in read_edition(edition).sources), default=0)
    mark = siglum or (slug(id_).capitalize()[:2] or "S")
    about = source_text(
        text, siglum=mark, language=language or guess.language, order=order, origin=f"Imported from {file.name}."
    )
    try:
        for name, content in (("text.txt", text), ("source.toml", about), ("outline.tsv", outline_text(rows))):
            write_new(folder / name, content)
        page = edition / "docs" / "sources" / f"{id_}.md"
        if page.parent.is_dir() and not page.exists():
            write_new(page, f"# {mark} · {id_}\n\nA headnote.\n\n```{{source}} {id_}\n```\n")
            click.echo(f"docs/sources/{id_}.md (add it to a toctree)")
    except OSError as error:
        raise click.ClickException(f"sources/{id_} cannot be written: {error.strerror or error}") from error
    kinds = ", ".join(f"{sum(r.kind == k for r in rows)} {k}" for k in dict.fromkeys(r.kind for r in rows))
    click.echo(f"sources/{id_}: {decoded.encoding}, {language or guess.language}, {len(rows)} lines ({kinds})")
    click.echo("To confirm:")
    for sentence in to_confirm(decoded, guess, rows):
        click.echo(f"  {printable(sentence)}")
    problems = [p for p in check(read_edition(edition)) if p.path.startswith(f"sources/{id_}/")]
    context.exit(1 if show_problems(problems) else 0)


def _decoded(file: Path, encoding: str | None) -> Decoded:
    if file.stat().st_size > MAX_TEXT_BYTES:
        raise click.ClickException(f"{file} has more than {MAX_TEXT_BYTES:,} bytes")
    data = file.read_bytes()
    return Decoded(data.decode(encoding), encoding, True) if encoding else decode(data)
