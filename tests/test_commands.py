"""The commands of the terminal, as somebody uses them."""

from __future__ import annotations

import hashlib
import os
import subprocess

import pytest
from click.testing import CliRunner

from conftest import MINI, REPOSITORY, build_edition, real_edition
from variorum.checking.edition import check
from variorum.cli import COMMANDS, main
from variorum.editing.git_version import last_change
from variorum.editing.safe_markdown import code, escaped
from variorum.importing.plain import decode, guess_language, propose_outline
from variorum.model.passages import PassageKind
from variorum.reading import read_edition


def run(*arguments, typed=""):
    return CliRunner().invoke(main, [str(a) for a in arguments], input=typed)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps(name):
    result = run(name, "--help")
    assert result.exit_code == 0
    if name not in {"check", "parallels"}:
        assert "Examples:" in result.output
        assert "Exit codes:" in " ".join(result.output.split())


# --- annotate ---------------------------------------------------------------------------------------------------------


def test_annotate_writes_a_note_that_is_in_order(mini):
    result = run(
        "annotate", "Al", "in 1903", "--kind", "dispute", "--by", 'A "Reader"', "--body", "A note.", "--edition", mini
    )
    assert result.exit_code == 0, result.output
    note = read_edition(mini).annotation("al-in-1903")
    assert (note.lemma, note.passage, note.by) == ("in 1903", "3", 'A "Reader"')
    assert check(read_edition(mini)) == ()


def test_annotate_asks_for_what_is_missing_and_tells_equal_words_apart(mini):
    result = run("annotate", "Al", "bridge was built", "--body", "A note.", "--edition", mini, typed="2\ncontext\nme\n")
    assert result.exit_code == 0, result.output
    found = read_edition(mini)
    note = found.annotation("al-bridge-was-built")
    text = found.source("alpha").passage("1").text
    assert note.span.start == text.rindex("bridge was built")
    assert check(found) == ()


@pytest.mark.parametrize(("words", "asked"), [("open", "inside “opened”"), (",", "only punctuation")])
def test_annotate_asks_about_words_that_may_not_be_meant(mini, words, asked):
    command = (
        "annotate",
        "Al",
        words,
        "--passage",
        "3",
        "--kind",
        "context",
        "--by",
        "me",
        "--id",
        "odd",
        "--body",
        "So.",
    )
    refused = run(*command, "--edition", mini, typed="n\n")
    assert asked in refused.output
    assert not (mini / "sources/alpha/annotations/odd.md").exists()
    accepted = run(*command, "--edition", mini, typed="y\n")
    assert accepted.exit_code == 0, accepted.output
    assert check(read_edition(mini)) == ()


def test_annotate_takes_whole_words_before_parts_of_others(mini):
    text = mini / "sources/alpha/text.txt"
    correct(mini, "It opened in 1903", "It opened in 1903 for an open road")
    toml = mini / "sources/alpha/source.toml"
    about = toml.read_text(encoding="utf-8").split("sha256")[0]
    digest = hashlib.sha256(text.read_bytes()).hexdigest()
    toml.write_text(f'{about}sha256 = "{digest}"\n', encoding="utf-8")
    done = run(
        "annotate", "Al", "open", "--kind", "context", "--by", "me", "--body", "So.", "--id", "odd", "--edition", mini
    )
    assert done.exit_code == 0, done.output
    found = read_edition(mini)
    assert found.source("alpha").passage("3").text[found.annotation("odd").span.end :].startswith(" road")


def test_annotate_never_overwrites(mini):
    path = mini / "sources/alpha/annotations/al-year.md"
    before = path.read_bytes()
    result = run(
        "annotate", "Al", "1903", "--id", "al-year", "--kind", "context", "--by", "me", "--body", "x", "--edition", mini
    )
    assert result.exit_code == 1
    assert "is there already" in result.output
    assert path.read_bytes() == before


def test_annotate_says_where_nearly_the_same_words_stand(mini):
    result = run("annotate", "Al", "It openned in 1903", "--kind", "context", "--by", "me", "--edition", mini)
    assert result.exit_code == 1
    assert "Al 3 has" in result.output


def test_annotate_a_whole_passage_and_devanagari(mini):
    assert (
        run(
            "annotate", "Be", "--passage", "2", "--kind", "context", "--by", "me", "--body", "x", "--edition", mini
        ).exit_code
        == 0
    )
    assert (
        run("annotate", "Be", "सन् १९०२", "--kind", "context", "--by", "me", "--body", "x", "--edition", mini).exit_code
        == 0
    )
    assert check(read_edition(mini)) == ()


# --- init and import --------------------------------------------------------------------------------------------------


def test_a_new_edition_has_no_problems_and_builds_without_warnings(tmp_path):
    assert run("init", tmp_path / "new").exit_code == 0
    assert check(read_edition(tmp_path / "new")) == ()
    assert build_edition(tmp_path / "new", tmp_path / "html").warnings == ""
    assert run("init", tmp_path / "new").exit_code == 1


@pytest.mark.parametrize("id_", ["nepali", "norwegian", "revolution", "rise", "stalinism"])
def test_the_five_sources_are_imported_whole(tmp_path, id_):
    run("init", tmp_path / "new")
    text = REPOSITORY / "sources" / id_ / "text.txt"
    result = run("import", text, "--id", id_, "--siglum", "X", "--edition", tmp_path / "new")
    assert result.exit_code == 0, result.output
    found = read_edition(tmp_path / "new")
    assert check(found) == ()
    real = real_edition().source(id_)
    assert found.source(id_).language == real.language
    assert (tmp_path / "new/sources" / id_ / "text.txt").read_bytes() == text.read_bytes()
    again = run("import", text, "--id", id_, "--edition", tmp_path / "new")
    assert again.exit_code == 1


def test_of_the_lines_guessed_as_furniture_hardly_any_is_text():
    """What an editor has to put right: guessed against the outlines that the editors made."""
    wrong = guessed = 0
    for source in real_edition().sources:
        text = (REPOSITORY / "sources" / source.id / "text.txt").read_text(encoding="utf-8")
        omitted = {
            n for p in source.passages if p.kind is PassageKind.OMITTED for n in range(p.first_line, p.last_line + 1)
        }
        rows = [r.line for r in propose_outline(text) if r.kind is PassageKind.OMITTED]
        guessed += len(rows)
        wrong += sum(line not in omitted for line in rows)
    assert wrong <= 0.2 * guessed, (wrong, guessed)


LETTER = "Дорогой друг, он сказал, что не был в городе и как это было на самом деле, он не знал. " * 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_encodings_are_noticed(encoding):
    decoded = decode(LETTER.encode(encoding))
    assert decoded.text.removeprefix("\ufeff") == LETTER
    assert decoded.certain == encoding.startswith("utf")
    assert guess_language(decoded.text).language == "ru"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("În anul 1925 oamenii au ridicat un pod de lemn pentru că râul nu mai era mic și nimeni nu trecea.", "ro"),
        ("Trzeciego dnia stało się, że most nie był już z drewna, ale jest jako kamień, przez które idą.", "pl"),
        ("V roce 1925 postavili most, který byl jako dům, ale při řece už nebyl, že jej vzala voda.", "cs"),
        ("Akkor egy híd volt ott, és nem tudta senki, hogy ha már elment, azt csak a víz hozta meg.", "hu"),
        ("Silta oli vanha ja se ei ole enää sama kuin ennen, mutta joki on niin kuin hän sanoi, että on.", "fi"),
        ("Köylüler bir köprü yaptılar ve onu çok sevdiler, ama su için yeni bir yol daha var gibi.", "tr"),
        ("Trong làng có một cây cầu của người già và những người đã đi qua với trâu không được trở lại.", "vi"),
        ("Le pont de la ville est dans un livre que les gens de la rivière ont pour eux et qui est vieux.", "fr"),
        ("El puente de la ciudad es viejo y los hombres que pasan por el río no lo saben, pero se cae.", "es"),
    ],
)
def test_the_language_of_a_short_text_is_told_by_its_small_words(text, language):
    assert guess_language(text).language == language


# --- reanchor and diff ------------------------------------------------------------------------------------------------


@pytest.fixture
def versioned(mini):
    def git(*arguments):
        subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x@y", *arguments], cwd=mini, check=True, capture_output=True
        )

    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "old")
    return mini


def test_the_date_of_an_edition_is_that_of_its_last_change(versioned):
    def commit(path, date):
        (versioned / path).parent.mkdir(exist_ok=True)
        (versioned / path).write_text("x", "utf-8")
        who = ["-c", "user.name=x", "-c", "user.email=x@y"]
        for arguments in (["add", "-A"], [*who, "commit", "-qm", path]):
            environment = os.environ | {"GIT_COMMITTER_DATE": f"{date} +0000"}
            subprocess.run(["git", *arguments], cwd=versioned, check=True, env=environment)

    commit("docs/more.md", 1_700_000_000)
    commit("software/reader.py", 1_800_000_000)
    assert last_change(versioned, "docs", "sources") == 1_700_000_000
    assert last_change(versioned) == 1_800_000_000
    assert last_change(versioned, "nowhere") is None


def correct(root, old, new):
    file = root / "sources/alpha/text.txt"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_reanchor_takes_nothing_silently_and_never_renumbers(versioned):
    correct(versioned, "built in 1901", "built in 1907")
    correct(versioned, "A list:", "A new line.\n\nA list:")
    loci = {p.locus: p.text for p in read_edition(MINI).source("alpha").citable}
    before = {p: p.read_bytes() for p in versioned.rglob("*.md")}
    shown = run("reanchor", "Al", "--edition", versioned)
    assert shown.exit_code == 1
    assert "changed   Al 1" in shown.output
    assert {p: p.read_bytes() for p in versioned.rglob("*.md")} == before
    accepted = run("reanchor", "Al", "--accept", "--edition", versioned, typed="y\ny\ny\n")
    assert accepted.exit_code == 0, accepted.output
    found = read_edition(versioned)
    assert check(found) == ()
    for locus, text in loci.items():
        assert found.source("alpha").passage(locus).text == text.replace("1901", "1907")
    assert found.source("alpha").passage("3a").text == "A new line."
    assert run("reanchor", "Al", "--edition", versioned).exit_code == 0


def test_a_source_named_by_its_siglum_in_a_parallel_is_understood_and_followed(versioned):
    path = versioned / "parallels/building.md"
    path.write_text(path.read_text(encoding="utf-8").replace("source: alpha", "source: Al"), encoding="utf-8")
    edition = read_edition(versioned)
    assert check(edition) == ()
    assert [item.source for item in edition.parallel("building").passages] == ["alpha", "beta"]
    correct(versioned, "built in 1901", "built in 1907")
    assert "parallels/building.md" in run("reanchor", "Al", "--edition", versioned).output


def test_reanchor_writes_a_parallel_whose_passages_span_lines(versioned):
    file = versioned / "parallels/building.md"
    text = file.read_text(encoding="utf-8")
    line = next(row for row in text.split("\n") if "source: alpha" in row)
    file.write_text(text.replace(line, BLOCK), encoding="utf-8")
    correct(versioned, "built in 1901", "built in 1907")
    (versioned / "sources/alpha/annotations/al-year.md").unlink()
    done = run("reanchor", "Al", "--accept", "--edition", versioned, typed="y\n" * 9)
    assert done.exit_code == 0, done.output
    assert file.read_text(encoding="utf-8") == text.replace(line, BLOCK.replace("built in 1901", '"built in 1907"'))


BLOCK = """\
  - source: alpha  # the older one
    passage: "1"
    lemma:
      built in 1901
"""[:-1]


def test_reanchor_leaves_an_outline_that_was_changed_by_hand(versioned):
    correct(versioned, "built in 1901", "built in 1907")
    outline = versioned / "sources/alpha/outline.tsv"
    table = outline.read_text(encoding="utf-8").rstrip("\n") + " by hand\n"
    outline.write_text(table, encoding="utf-8")
    done = run("reanchor", "Al", "--accept", "--edition", versioned, typed="y\n" * 9)
    assert "was changed by hand" in done.output
    assert outline.read_text(encoding="utf-8") == table


def test_reanchor_without_an_old_text_says_what_to_do(mini):
    result = run("reanchor", "Al", "--base", "nosuch", "--edition", mini)
    assert result.exit_code == 1
    assert "--base or --old" in result.output


def test_diff_shows_each_note_beside_its_passage_and_obeys_nobody(versioned):
    path = versioned / "sources/alpha/annotations/al-new.md"
    path.write_text(
        '---\npassage: "3"\nlemma: opened\nkind: context\nby: "@everyone <b>"\n---\n'
        "See [this](https://example.org) and ![x] @all #1 `` ` `` | a\n"
    )
    result = run("diff", "HEAD", "--edition", versioned)
    assert result.exit_code == 0
    assert "New: Al 3 · Context" in result.output
    assert "It **opened** in 1903" in result.output
    assert "](http" not in result.output
    assert "@" not in result.output
    assert "<b>" not in result.output
    assert "(`https://example.org`)" in result.output


def test_diff_takes_no_option_for_a_version(versioned):
    for name in ("--output=/tmp/canary", "nosuch", "-p"):
        result = run("diff", "--edition", versioned, "--", name)
        assert result.exit_code == 1
        assert "git knows no version" in result.output


def test_words_are_escaped_for_markdown():
    assert escaped("a\n\n# b") == "a &#35; b"
    assert code("a ` b `` c") == "``` a ` b `` c ```".replace("``` a", "```a").replace("c ```", "c```")
