"""What readers want put right: tests/cases/corrections.toml, and `variorum apply`, which does it."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import HERE, MINI
from variorum.cli import main
from variorum.editing.corrections import corrected, corrections_in
from variorum.reading.files import Refused

CASES = tomllib.loads((HERE / "cases" / "corrections.toml").read_text(encoding="utf-8"))["case"]


def message(*cases: dict) -> str:
    """The message of a reader, as a host hands it on."""
    blocks = []
    for case in cases:
        keys = {"correct": "correct", "passage": "passage", "name": "name_id", "was": "was", "now": "now"}
        rows = [f"{key}: {json.dumps(case[of])}" for key, of in keys.items() if of in case]
        blocks.append("\r\n".join(["``` variorum apply", "---", *rows, 'by: "A. Reader"', "---", "```"]))
    return "Place: somewhere\r\n\r\n---\r\n\r\n" + "\r\n\r\n".join(blocks) + "\r\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_words_change_and_no_other(case):
    found = corrections_in("message.md", message(case).encode())
    if "refused" in case:
        with pytest.raises(Refused) as refused:
            corrected(MINI, "message.md", found)
        assert case["refused"] in refused.value.problem.message
        assert (refused.value.problem.path, refused.value.problem.line) == ("message.md", 6)
        return
    renaming = corrected(MINI, "message.md", found)
    assert [(p.path, p.line, p.now) for p in renaming.places] == [(case["correct"], case["line"], case["becomes"])]
    was = (MINI / case["correct"]).read_text(encoding="utf-8").split("\n")
    was[case["line"] - 1] = case["becomes"]
    assert renaming.files[case["correct"]].decode().split("\n") == was


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Place: Be 2\n", "1: front-matter-missing there is no correction in it"),
        ('---\ncorrect: "names.toml"\nwas: "a"\n---\n', "“now:” is missing; add it"),
        ('---\ncorrect: "names.toml"\nwas: "a"\nnow: "b\\u202e"\n---\n', "character-forbidden"),
        ('---\ncorrect: "names.toml"\nwas: "a"\nnow: "b"\nrun: "c"\n---\n', "unknown key “run”"),
    ],
)
def test_a_message_without_a_correction_is_answered(text, said):
    with pytest.raises(Refused) as refused:
        corrections_in("message.md", text.encode())
    assert said in str(refused.value.problem)


def test_all_of_a_message_is_done_or_nothing(tmp_path: Path):
    edition = tmp_path / "mini"
    shutil.copytree(MINI, edition)
    by_name = {case["name"]: case for case in CASES}
    gloss, name = by_name["a gloss"], by_name["a name, with quotation marks in it"]
    before = {path: path.read_bytes() for path in edition.rglob("*") if path.is_file()}

    def run(text: str, *more: str):
        return CliRunner().invoke(main, ["apply", "-", "--edition", str(edition), *more], input=text)

    done = run(message(name, by_name["words that stand twice"]), "--yes")
    assert done.exit_code == 1
    assert done.output.startswith("Error: -:16: value-invalid “in 1902” stands 2 times")
    assert {path: path.read_bytes() for path in edition.rglob("*") if path.is_file()} == before
    done = run(message(gloss, name), "--yes")
    assert (done.exit_code, done.output.count("Proposed by A. Reader")) == (0, 1), done.output
    assert 'gloss: "The \\"mayor\\" wept."' in (edition / "parallels/mayor.md").read_text(encoding="utf-8")
    done = run(message(gloss), "--yes")
    assert 'says “The "mayor" wept.” already' in done.output
    # whoever corrects a translation is told which gloss has its old words
    done = run(message(by_name["a word of a translation"]), "--yes")
    assert done.exit_code == 1
    assert "parallels/mayor.md:6: gloss-differs" in done.output


def test_lines_and_phrases_are_followed(tmp_path: Path):
    edition = tmp_path / "mini"
    shutil.copytree(MINI, edition)
    translation, names = edition / "sources/beta/translation.en.md", edition / "names.toml"
    translation.write_text(translation.read_text("utf-8").replace("The mayor wept.", "The mayor\nwept."), "utf-8")
    names.write_text(names.read_text("utf-8") + '[name.phrases]\nen = ["the wooden one"]\n', "utf-8")
    verse = {"correct": "sources/beta/translation.en.md", "passage": "2", "was": "The mayor wept.", "now": "Weep!"}
    phrase = {"correct": "names.toml", "name_id": "bridge", "was": "the wooden one", "now": "the bridge of wood"}
    made = corrected(edition, "message.md", corrections_in("message.md", message(verse, phrase).encode()))
    assert [(place.line, place.was, place.now) for place in made.places] == [
        (17, "The mayor wept.", "Weep!"),
        (21, 'en = ["the wooden one"]', 'en = ["the bridge of wood"]'),
    ]
