"""The inventory `objects.inv`, by which other projects cite a passage: written if what it lists is not as it was.

Sphinx packs it anew in each build, however little was edited: of an edition of sixty thousand passages a fifth of the
time. What it is made from is compared instead, and what lies in the folder with what the last build left there.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import INVENTORY_FILENAME, StandaloneHTMLBuilder

from variorum.reading.files import digest_of
from variorum.sphinx_ext.build.domain import domain_of
from variorum.sphinx_ext.build.own_files import files_written
from variorum.sphinx_ext.build.state_seal import read_record, write_record

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def register(app: Sphinx) -> None:
    """Tell Sphinx all that is in this module."""
    app.connect("builder-inited", write_if_changed)


def write_if_changed(app: Sphinx) -> None:
    """Let the builder leave an inventory as it is that would be written the same.

    Sphinx has no event for it, and to have a builder of our own would change what the editor calls it by.
    """
    builder = app.builder
    if isinstance(builder, StandaloneHTMLBuilder):
        builder.dump_inventory = _careful(builder, builder.dump_inventory)  # type: ignore[method-assign]


def _careful(builder: StandaloneHTMLBuilder, dump: Callable[[], None]) -> Callable[[], None]:
    inventory = Path(builder.outdir) / INVENTORY_FILENAME
    record = Path(builder.doctreedir) / f"variorum-inventory-{digest_of(str(inventory))}.json"

    @files_written()
    def dump_if_changed() -> None:
        made_from = _made_from(builder)
        if inventory.is_file() and read_record(record) == [made_from, digest_of(inventory.read_bytes())]:
            return
        dump()
        write_record(record, [made_from, digest_of(inventory.read_bytes())])

    return dump_if_changed


def _made_from(builder: StandaloneHTMLBuilder) -> str:
    """Return a digest of all that an inventory is made from."""
    env = builder.env
    own = domain_of(env)
    others = (sorted(domain.get_objects()) for domain in env.domains.sorted() if domain.name != own.name)
    return digest_of(
        env.config.project,
        env.config.version,
        builder.get_target_uri("page"),
        json.dumps(own.places.held, sort_keys=True),
        *(f"{parallel.id} {parallel.title}" for parallel in own.edition.parallels),
        *map(repr, others),
    )
