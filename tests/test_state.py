"""What a build keeps for the next: damaged, cut short, planted or from elsewhere, it is thrown away unread."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest
import sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from conftest import build_edition, tree
from kept import _compile as compiling
from variorum.disk import tree_stamp
from variorum.reading.files import digest_of
from variorum.sphinx_ext.build import state_seal
from variorum.sphinx_ext.build.state_seal import SEAL, read_record, seal, sealed_files
from variorum.sphinx_ext.html import template_code


class Bomb:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return (Path.touch, (self.path,))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))


def empty(path: Path) -> None:
    path.write_bytes(b"")


STATE = ["environment.pickle", "variorum-parse-cache.pickle", "alpha.doctree", "variorum-seal.json"]


@pytest.mark.parametrize("harm", [cut, flip, empty, Path.unlink], ids=lambda h: h.__name__)
@pytest.mark.parametrize("name", STATE)
def test_damaged_state_leads_to_what_a_clean_build_gives(mini, tmp_path, name, harm):
    first = build_edition(mini, tmp_path / "html")
    clean = tree(first.out)
    harm(tmp_path / "html-doctrees" / name)
    again = build_edition(mini, tmp_path / "html")
    assert tree(again.out) == clean
    assert again.warnings == ""


@pytest.mark.parametrize(
    "name", ["environment.pickle", "variorum-parse-cache.pickle", "alpha.doctree", "planted.doctree"]
)
def test_planted_state_is_not_run(mini, tmp_path, name):
    clean = tree(build_edition(mini, tmp_path / "html").out)
    canary = tmp_path / "canary"
    (tmp_path / "html-doctrees" / name).write_bytes(pickle.dumps(Bomb(canary)))
    assert tree(build_edition(mini, tmp_path / "html").out) == clean
    assert not canary.exists()


def test_state_of_another_machine_is_not_run(mini, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "attacker"))
    build_edition(mini, tmp_path / "html")
    canary = tmp_path / "canary"
    (tmp_path / "html-doctrees/environment.pickle").write_bytes(pickle.dumps(Bomb(canary)))
    seal(tmp_path / "html-doctrees", read_record(tmp_path / "html-doctrees" / SEAL))  # with the attacker's own key
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "victim"))
    assert sealed_files(tmp_path / "html-doctrees") is None
    build_edition(mini, tmp_path / "html")
    assert not canary.exists()


# --- a file in the same state is not read again -----------------------------------------------------------------------


@pytest.fixture
def sealed(tmp_path, monkeypatch):
    """A folder with a file that was sealed, and a way to say whether it still holds what was sealed, and was read."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "keys"))
    monkeypatch.setattr(tree_stamp, "_SETTLED_NS", 0)  # as if it had been written long ago
    folder = tmp_path / "doctrees"
    folder.mkdir()
    (folder / "a.doctree").write_bytes(b"sealed")
    seal(folder, ["a.doctree"])
    read = []
    monkeypatch.setattr(state_seal, "digest_of", lambda *parts: read.append(parts) or digest_of(*parts))

    def held() -> tuple[bool, bool]:
        read.clear()
        found = sealed_files(folder)
        return found is not None, (b"sealed",) in read or (b"forged",) in read

    return folder / "a.doctree", held


def forge(path: Path) -> None:
    """Write other bytes of the same length, and set back what can be set back."""
    before = path.stat()
    path.write_bytes(b"forged")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_a_file_in_the_state_in_which_it_was_sealed_is_not_read(sealed):
    assert sealed[1]() == (True, False)


def test_a_file_of_the_same_size_and_time_is_read(sealed):
    path, held = sealed
    forge(path)
    assert held() == (False, True)


def test_a_file_that_another_took_the_place_of_is_read(sealed):
    path, held = sealed
    other = path.with_name("other")
    other.write_bytes(b"forged")
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.replace(path)
    assert held() == (False, True)


def test_a_file_that_was_only_touched_is_read_and_stands(sealed):
    path, held = sealed
    path.touch()
    assert held() == (True, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [("_TIMES_TELL", False), ("_SETTLED_NS", 10**12)],
    ids=["on Windows", "written a moment before"],
)
def test_a_file_whose_times_do_not_tell_is_read(sealed, monkeypatch, name, value):
    path, held = sealed
    monkeypatch.setattr(tree_stamp, name, value)
    assert held() == (True, True)
    seal(path.parent, [path.name])
    assert held() == (True, True)
    forge(path)
    assert held() == (False, True)


# --- the code of templates --------------------------------------------------------------------------------------------


def templates(folder: Path, text: str = "{{ 'a' | upper }}{{ word }}", filters: dict | None = None):
    """An application whose builder has one template, which was lent what is kept in the folder."""
    environment = jinja2.Environment(loader=jinja2.DictLoader({"page": text}), autoescape=True)
    environment.filters |= filters or {}
    builder = object.__new__(StandaloneHTMLBuilder)
    builder.templates = SimpleNamespace(environment=environment)
    app: Any = SimpleNamespace(builder=builder, doctreedir=folder)
    template_code._lend(app)
    return app, environment


def set_and_keep(folder: Path, **how) -> tuple[str, bool]:
    """Set the page and keep the code; return the page, and whether Jinja had to compile the template."""
    app, environment = templates(folder, **how)
    page = environment.get_template("page").render(word="b")
    compiled = environment.bytecode_cache.is_new
    template_code._keep(app, None)
    return page, compiled


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "keys"))
    assert set_and_keep(tmp_path) == ("Ab", True)
    assert set_and_keep(tmp_path) == ("Ab", False)
    return tmp_path / template_code.NAME


def sign_with_another_key(path: Path) -> None:
    """Leave what somebody else has compiled, signed with his own key."""
    own = os.environ["XDG_STATE_HOME"]
    os.environ["XDG_STATE_HOME"] = f"{own}-of-another"
    state_seal.write_record(path, read_record(path) or {"maker": "", "templates": {}})
    os.environ["XDG_STATE_HOME"] = own


@pytest.mark.parametrize("harm", [cut, flip, empty, Path.unlink, sign_with_another_key], ids=lambda h: h.__name__)
def test_code_of_templates_that_is_damaged_or_of_another_is_not_run(kept, harm):
    harm(kept)
    assert templates(kept.parent)[1].bytecode_cache.known == {}
    assert set_and_keep(kept.parent) == ("Ab", True)


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [
        (jinja2, "__version__", "0"),
        (sphinx, "__version__", "0"),
        (template_code, "MAGIC_NUMBER", b"0"),
        (template_code, "digest_of_code", lambda: "other"),
    ],
    ids=["Jinja", "Sphinx", "Python", "Variorum"],
)
def test_code_of_templates_that_another_version_made_is_not_run(kept, monkeypatch, place, name, value):
    monkeypatch.setattr(place, name, value)
    assert templates(kept.parent)[1].bytecode_cache.known == {}


def test_a_template_that_was_changed_is_compiled_anew(kept):
    assert set_and_keep(kept.parent, text="{{ word }}{{ 'a' | upper }}") == ("bA", True)


def test_code_in_which_filters_of_others_had_a_hand_is_not_kept(kept, monkeypatch):
    monkeypatch.setattr(jinja2.Environment, "compile", compiling)
    for answer in ("x", "y"):  # the filter is changed, and nothing tells it
        mine = {"upper": lambda _, answer=answer: answer}
        assert set_and_keep(kept.parent, filters=mine) == (f"{answer}b", True)


def test_the_next_build_takes_the_code_of_the_theme_s_own_templates(mini, tmp_path):
    """No filter of ours may be one of which nobody can tell what it does, such as a method of a pattern."""
    build_edition(mini, tmp_path / "html")
    (record,) = tmp_path.rglob(template_code.NAME)
    before = record.read_bytes()
    assert len(read_record(record)["templates"]) > 5
    (mini / "docs/index.md").write_text((mini / "docs/index.md").read_text("utf-8") + "\nMore.\n", encoding="utf-8")
    build_edition(mini, tmp_path / "html")
    assert record.read_bytes() == before
