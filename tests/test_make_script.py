"""`make.py` is for those who have no make: it must do what the Makefile does."""

from __future__ import annotations

import importlib.util
import json
import os
import shlex
import subprocess

import pytest

from conftest import REPOSITORY

spec = importlib.util.spec_from_file_location("make_script", REPOSITORY / "make.py")
assert spec is not None
assert spec.loader is not None
script = importlib.util.module_from_spec(spec)
spec.loader.exec_module(script)


@pytest.mark.parametrize(("name", "source"), [*((name, "") for name in script.TARGETS), ("pdf", "norwegian")])
def test_a_target_does_what_make_does(name, source):
    target = script.TARGETS[name]
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    command = ["make", "-n", name, "BUILD=build", f"OPENS={script.OPENS}", "PAGES=", f"SOURCE={source}"]
    told = subprocess.run(command, cwd=REPOSITORY, env=clean, check=True, capture_output=True, encoding="utf-8").stdout
    made = [word for line in told.replace("\\\n", " ").splitlines() for word in shlex.split(line)]
    arguments = list(script.with_source(target.command, source) if source else target.command)[1:]
    assert arguments in (made[at : at + len(arguments)] for at in range(len(made)))
    needed = (REPOSITORY / "Makefile").read_text(encoding="utf-8").split(f"\n{name}: .venv/has-")[1].split()[0]
    assert needed == target.extra


def test_the_python_of_each_system():
    assert script.interpreter("win32").parts[-2:] == ("Scripts", "python.exe")
    assert script.interpreter("darwin").parts[-2:] == ("bin", "python")


@pytest.mark.parametrize(("arguments", "code"), [([], 0), (["help"], 0), (["hmtl"], 2), (["html", "SOURCE=x"], 2)])
def test_without_a_target_they_are_listed(capsys, arguments, code):
    assert script.main(arguments) == code
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(script.TARGETS)


def test_nothing_is_installed_that_is_there(tmp_path, monkeypatch):
    monkeypatch.setattr(script, "ROOT", tmp_path)
    run = []
    monkeypatch.setattr(script.subprocess, "run", lambda command, **_: run.append(command) or Ended(0))
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).touch()
    (tmp_path / ".venv").mkdir()
    python = tmp_path / ".venv/bin/python"
    assert script.installed(python, "reader")
    assert [command[1:3] for command in run] == [["-m", "venv"], ["-m", "pip"]]
    assert script.installed(python, "reader")
    assert len(run) == 2
    monkeypatch.setattr(script.subprocess, "run", lambda *_, **__: Ended(1))
    assert not script.installed(python, "pdf")
    assert not (tmp_path / ".venv/has-pdf").exists()


class Ended:
    """How a command ended."""

    def __init__(self, returncode: int) -> None:
        self.returncode = returncode


def test_the_container_names_what_the_makefile_needs():
    container = json.loads((REPOSITORY / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
    assert container["postCreateCommand"] == "make check"
    assert "3.11" in container["image"]
