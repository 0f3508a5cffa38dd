"""The hostile files of tests/payloads and how they are put into the small edition."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conftest import HERE, MINI

FOLDER = HERE / "payloads"


@dataclass(frozen=True)
class Payload:
    """A hostile file, where it goes, and what must happen."""

    file: str
    to: str
    says: str = ""  # code of the Problem; "" = harmless
    shows: str = ""  # words that must stand on the page
    grow: list[Any] = field(default_factory=list)  # piece, times, end

    @property
    def stands_alone(self) -> bool:
        """Whether the file is one of a kind, so that two of its family cannot be in one edition."""
        return not self.to.startswith(("sources/alpha/annotations/", "parallels/"))

    def put(self, root: Path) -> None:
        data = (FOLDER / self.file).read_bytes()
        if self.grow:
            piece, times, end = self.grow
            data += (piece * times + end).encode()
        (root / self.to).write_bytes(data)


PAYLOADS = [Payload(**row) for row in tomllib.loads((FOLDER / "index.toml").read_text(encoding="utf-8"))["payload"]]


def mini_with(place: Path, *payloads: Payload) -> Path:
    """Make a copy of the small edition with these files in it."""
    shutil.copytree(MINI, place)
    for payload in payloads:
        payload.put(place)
    return place
