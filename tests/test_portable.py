"""The same edition on any machine: its bytes depend neither on the locale, the clock, the time zone, the modes of
files, the home of a user, where packages lie, nor on how git writes the ends of lines.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sphinx
import typst
from click.testing import CliRunner

import variorum
from conftest import MINI, REPOSITORY, differences, tree
from variorum.cli import main
from variorum.text.dates import readable
from variorum.wording.messages import Wording

PACKAGES = [str(Path(m.__file__ or "").parent.parent) for m in (variorum, sphinx, typst)]
OWN = {k: os.environ[k] for k in ("PATH", "SYSTEMROOT") if k in os.environ}
HOME = {"HOME": os.environ.get("HOME", ""), **{k: os.environ[k] for k in ("XDG_STATE_HOME", "XDG_CACHE_HOME")}}

# A umask and the variables of a shell; the last has its packages by PYTHONPATH alone, as a user's own site has them.
MACHINES: dict[str, tuple[int, dict[str, str]]] = {
    "plain": (0o022, HOME),
    "C, Pacific": (0o022, HOME | {"LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Pacific/Kiritimati"}),
    "German": (0o077, HOME | {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de", "TZ": "America/St_Johns"}),
    "Turkish": (0o002, HOME | {"LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"}),
    "no home": (0o022, {"PYTHONHASHSEED": "1"}),
    "packages elsewhere": (0o022, {"PYTHONPATH": os.pathsep.join(PACKAGES), "LC_ALL": "C.UTF-8"}),
}
BUILD = """
import os, sys
from sphinx.cmd.build import main
os.umask(int(sys.argv[1]))
for builder in ("html", "epub", "variorum-pdf"):
    assert main(["-q", "-b", builder, "-d", f"out/d-{builder}", "-c", ".", "docs", f"out/{builder}"]) == 0
"""


@pytest.fixture(scope="module")
def locales(tmp_path_factory) -> Path:
    """German and Turkish locales where the machine can make them; where it cannot, their names alone are in the way."""
    folder = tmp_path_factory.mktemp("locales")
    for name in ("de_DE", "tr_TR") if shutil.which("localedef") else ():
        subprocess.run(["localedef", "-i", name, "-f", "UTF-8", folder / f"{name}.UTF-8"], check=False)
    return folder


def built_on(machine: str, root: Path, locales: Path) -> dict[str, bytes]:
    umask, variables = MACHINES[machine]
    python = getattr(sys, "_base_executable", sys.executable) if "PYTHONPATH" in variables else sys.executable
    made_here = {"LOCPATH": str(locales)} if any(locales.iterdir()) else {}
    command = [python, "-c", BUILD, str(umask)]
    done = subprocess.run(
        command, cwd=root, env=OWN | made_here | variables, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    out = root / "out"
    books = [*(out / "epub").glob("*.epub"), *(out / "variorum-pdf").glob("*.pdf")]
    assert len(books) == 2
    return tree(out / "html") | {book.name: book.read_bytes() for book in books}


def test_six_machines_make_the_same_bytes(tmp_path, locales):
    made = {}
    for number, machine in enumerate(MACHINES):
        root = tmp_path / f"place {number}"
        shutil.copytree(MINI, root)
        note = root / "parallels/mayor.md"
        note.write_text(note.read_text("utf-8").replace('"1903"', '"1903-05-16"'), "utf-8", newline="\n")
        conf = root / "conf.py"
        conf.write_text(conf.read_text("utf-8") + 'version = "1"\ncopyright = "x"\n', "utf-8", newline="\n")
        os.utime(note, (number * 1e8, number * 1e8))
        made[machine] = built_on(machine, root, locales)
    first = made["plain"]
    assert "16 May 1903" in first["parallels.html"].decode()
    for machine, files in made.items():
        differing = [name for name in first.keys() | files.keys() if first.get(name) != files.get(name)]
        assert differing == [], machine


@pytest.mark.parametrize(
    ("date", "language", "words"),
    [
        ("1906", "en", "1906"),
        ("1906-07", "en", "July 1906"),
        ("1906-07-16", "en", "16 July 1906"),
        ("1906-07-16", "en_US", "July 16, 1906"),
        ("1906-07-16~", "en", "about 16 July 1906"),
        ("1936-09/1938-12", "en", "September 1936 – December 1938"),
        ("1936/1938", "de", "1936–1938"),
        ("1906-07-16", "de", "16. Juli 1906"),
        ("1906-07", "nb", "juli 1906"),
        ("1906-07-16", "ru", "16 июля 1906 г."),
        ("1906-07-16", "ne", "१९०६ जुलाई १६"),
        ("1906-07-16", "ja", "1906年7月16日"),
        ("1906-07", "xx", "July 1906"),
        ("1906-02-31", "en", "1906-02-31"),
        ("-0700~", "en", "about 701 BC"),
        ("-0586/-0538", "en", "587 BC – 539 BC"),
        ("0000", "en", "1 BC"),
        ("0079", "en", "79"),
        ("-0043", "nb", "44 f.Kr."),
        ("-0043", "zh", "公元前44年"),
        ("1906-21", "en", "1906-21"),
        ("0000-05", "en", "0000-05"),
        ("19XX", "en", "19XX"),
    ],
)
def test_a_date_is_read_in_the_language_of_the_page(date, language, words):
    assert readable(date, Wording(language)).replace("\u202f", " ").replace("\xa0", " ") == words


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def a_new_edition(folder: Path) -> None:
    assert CliRunner().invoke(main, ["init", str(folder)]).exit_code == 0


def the_small_edition(folder: Path) -> None:
    shutil.copytree(MINI, folder)
    shutil.copy(REPOSITORY / ".gitattributes", folder)


@pytest.mark.parametrize("make", [a_new_edition, the_small_edition])
def test_a_clone_that_writes_the_ends_of_windows_keeps_every_byte(tmp_path, make):
    make(tmp_path / "mine")
    git(tmp_path / "mine", "init", "-q")
    git(tmp_path / "mine", "add", "-A")
    git(tmp_path / "mine", "commit", "-q", "-m", "All")
    git(tmp_path, "-c", "core.autocrlf=true", "clone", "-q", "mine", "clone")
    for folder in (tmp_path / "mine", tmp_path / "clone"):
        shutil.rmtree(folder / ".git")
    assert differences(tree(tmp_path / "clone"), tree(tmp_path / "mine")) == []
    assert CliRunner().invoke(main, ["check", str(tmp_path / "clone")]).exit_code == 0


def test_every_text_that_we_write_says_how_its_lines_end():
    """Where a machine ends lines in its own way, a file that we write must still be the same."""
    silent = []
    for path in sorted(Path(variorum.__file__).parent.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and writes_text(call):
                silent += [] if any(k.arg == "newline" for k in call.keywords) else [f"{path.name}:{call.lineno}"]
    assert silent == []


def writes_text(call: ast.Call) -> bool:
    assert isinstance(call.func, ast.Attribute)
    mode = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else ""
    opens = call.func.attr == "open" and isinstance(mode, str) and mode[:1] in {"w", "x", "a"} and "b" not in mode
    return opens or call.func.attr == "write_text"
