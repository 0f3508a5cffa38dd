"""The pure functions of the theme's scripts, called in Node on the cases that Python's own are held to; no browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from conftest import HERE, REPOSITORY

THEME = REPOSITORY / "src" / "variorum" / "theme"
NO_NODE = "no Node found: the scripts are not tried without a page (Debian: apt-get install nodejs)"


def called(script: str, expression: str, arguments: Iterable[Sequence[object]]) -> list[Any]:
    """What a function of a script (`static/x.js`) makes of each row of arguments; one process for all of them."""
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NO_NODE, pytrace=False)
        pytest.skip(NO_NODE)
    with tempfile.TemporaryDirectory(prefix="variorum-") as folder:
        path = Path(folder, "arguments.json")
        path.write_text(json.dumps([list(row) for row in arguments]), encoding="utf-8")
        command = [node, str(HERE / "node_functions.mjs"), str(THEME / script), expression, str(path)]
        return json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)
