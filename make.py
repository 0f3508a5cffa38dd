"""Do what the Makefile does for readers and editors, where there is no make: `py make.py html` on Windows.

Needs Python 3.11 or newer and nothing else. The first run makes `.venv` beside this file, as make does, and installs
what is needed; a second run installs nothing. A test holds the commands to those of the Makefile.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent
SPHINX = ("sphinx", "-q", "-n", "--keep-going", "-c", ".")
WATCHED = ("sources", "parallels", "vocabularies")
OPENS = "vscode://file/{path}:{line}"


class Target(NamedTuple):
    """Something that can be made."""

    does: str  # a line of the list
    extra: str  # the extra of pyproject.toml that it needs: "reader"
    command: tuple[str, ...]  # module and arguments
    begins: str = ""  # the page that is to be opened: "build/html/index.html"


TARGETS = {
    "html": Target(
        "build the pages into build/html",
        "reader",
        (*SPHINX, "-W", "-b", "html", "-d", "build/doctrees/html", "docs", "build/html"),
        "build/html/index.html",
    ),
    "check": Target("check the edition without building it", "reader", ("variorum", "check")),
    "serve": Target(
        "live preview that follows every change",
        "preview",
        (
            *("variorum.sphinx_ext.live", "-c", ".", "-D", f"variorum_desk={OPENS}", "-d", "build/doctrees/serve"),
            *(word for path in WATCHED for word in ("--watch", path)),
            *("--open-browser", "docs", "build/serve"),
        ),
    ),
    "pdf": Target(
        "set the book: build/pdf, or one source with SOURCE=norwegian",
        "pdf",
        (*SPHINX, "-W", "-b", "variorum-pdf", "-d", "build/doctrees/pdf", "docs", "build/pdf"),
    ),
    "epub": Target(
        "make the electronic book: build/epub",
        "reader",
        (*SPHINX, "-W", "-b", "epub", "-d", "build/doctrees/epub", "docs", "build/epub"),
    ),
    "guide": Target(
        "build the guide of the software: build/guide",
        "reader",
        (
            "sphinx",
            "-q",
            "-n",
            "-W",
            "--keep-going",
            "-b",
            "html",
            "-d",
            "build/doctrees/guide",
            "guide",
            "build/guide",
        ),
        "build/guide/index.html",
    ),
    "publish": Target(
        "build pages, PDF and EPUB in a clean folder and swap them into public/ in one step",
        "pdf",
        ("variorum", "publish", "public", "--books"),
    ),
}


def main(arguments: list[str]) -> int:
    """Make the target that is named and return the exit code of its command; else list the targets."""
    source = next((words.partition("=")[2] for words in arguments if words.startswith("SOURCE=")), "")
    arguments = [words for words in arguments if not words.startswith("SOURCE=")]
    if len(arguments) != 1 or arguments[0] not in TARGETS or (source and arguments[0] != "pdf"):
        for name, target in TARGETS.items():
            print(f"{name:8}{target.does}")
        return 0 if not arguments or arguments == ["help"] else 2
    if sys.version_info < (3, 11):  # noqa: UP036 -- this file runs before anything has looked at the version
        print("Python 3.11 or newer is needed: https://www.python.org/downloads/", file=sys.stderr)
        return 1
    target = TARGETS[arguments[0]]
    python = interpreter(sys.platform)
    if not installed(python, target.extra):
        return 1
    command = with_source(target.command, source) if source else target.command
    code = subprocess.run([str(python), "-m", *command], cwd=ROOT, check=False).returncode
    if not code and target.begins:
        print(f"Open {ROOT / target.begins}")
    return code


def with_source(command: tuple[str, ...], source: str) -> tuple[str, ...]:
    """Return the command that sets one source alone."""
    at = command.index("docs")
    return (*command[:at], "-D", f"variorum_pdf_only={source}", *command[at:])


def interpreter(platform: str) -> Path:
    """Return where the Python of the virtual environment stands on a platform (`sys.platform`)."""
    return ROOT / ".venv" / ("Scripts/python.exe" if platform == "win32" else "bin/python")


def installed(python: Path, extra: str) -> bool:
    """Install what an extra needs, unless it is there in the versions that are asked for; say whether it is there."""
    stamp = ROOT / ".venv" / f"has-{extra}"
    asked = [ROOT / "pyproject.toml", ROOT / "constraints.txt"]
    if stamp.exists() and all(stamp.stat().st_mtime >= path.stat().st_mtime for path in asked):
        return True
    pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-c", "constraints.txt"]
    commands = [[*pip, "-e", f".[{extra}]"]]
    if not python.exists():
        commands.insert(0, [sys.executable, "-m", "venv", str(ROOT / ".venv")])
    for command in commands:
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            print("What is needed could not be installed; the lines above say why.", file=sys.stderr)
            return False
    stamp.touch()
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
