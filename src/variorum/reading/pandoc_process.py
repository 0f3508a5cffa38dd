"""Pandoc as a process of its own: arguments and bytes in, what it prints out.

It runs without network and sees no file but those that it is given (`--sandbox`), with a limit of time and memory, in a
folder that is gone afterwards.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from variorum.model.limits import MAX_PANDOC_BYTES
from variorum.model.problems import MissingExtraError

_SAID_CHARS = 200


class PandocError(Exception):
    """Pandoc gave no answer; the message says why, in one line."""


def pandoc_program(purpose: str, extra: str) -> str:
    """Return where pandoc is; raises `MissingExtraError`, which says what needs it and how to get it."""
    try:
        import pypandoc

        return str(pypandoc.get_pandoc_path())
    except (ImportError, OSError) as error:
        raise MissingExtraError(purpose, "pypandoc-binary", extra) from error


def ask_pandoc(
    program: str, arguments: Sequence[str], data: bytes, *, max_seconds: int, files: Mapping[str, str] | None = None
) -> bytes:
    """Return what pandoc prints of `data`; `files` lie beside it under their names.

    Raises `PandocError`.
    """
    command = [program, "--sandbox", *arguments, "+RTS", f"-M{MAX_PANDOC_BYTES // 1024**2}m", "-RTS"]
    with tempfile.TemporaryDirectory(prefix="variorum-") as nowhere:
        for name, text in (files or {}).items():
            Path(nowhere, name).write_text(text, encoding="utf-8", newline="\n")
        try:
            done = subprocess.run(
                command, input=data, capture_output=True, timeout=max_seconds, cwd=nowhere, check=False,
                env={"HOME": nowhere, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PATH": os.defpath},
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise PandocError(f"pandoc needs more than {max_seconds} seconds for it") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1][:_SAID_CHARS]
        raise PandocError(f"pandoc cannot read it: {said or f'exit code {done.returncode}'}")
    return done.stdout
