"""Two people, one passage: git merges their pull requests without a hand; works stand where their keys put them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import REPOSITORY
from variorum.checking.edition import check
from variorum.cli import main
from variorum.model.works import Work
from variorum.reading import read_edition
from variorum.works.order import Written, out_of_place, placed

Git = Callable[..., str]


@pytest.fixture
def git(mini: Path) -> Git:
    shutil.copy(REPOSITORY / ".gitattributes", mini)

    def run(*arguments: str) -> str:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
        done = subprocess.run(["git", *who, *arguments], cwd=mini, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    for row in (
        "negatives.tsv\tparallel\tby\tsentence",
        "rejected.tsv\tsource_a\tpassage_a\tsource_b\tpassage_b\tby\treason",
    ):
        name, _, columns = row.partition("\t")
        (mini / "parallels" / name).write_text(columns + "\n", encoding="utf-8")
    run("init", "-q")
    run("add", "-A")
    run("commit", "-qm", "begun")
    return run


def contribute(mini: Path, git: Git, branch: str, *, words: str, author: str, title: str, date: str) -> None:
    """Send a note on words of Be 1, a work that it cites, a parallel and a rejected pair, as one branch."""
    git("checkout", "-qb", branch, "main")
    runner = CliRunner()
    work = runner.invoke(
        main, ["works", "add", "book", f"author={author}", f"title={title}", "year=2001", "--edition", str(mini)]
    )
    assert work.exit_code == 0, work.output
    body = f"So has {author.split(',')[0]} {{cite:p}}`{work.stdout.strip()}`."
    note = ["annotate", "Be", words, "--kind", "context", "--by", author, "--body", body, "--edition", str(mini)]
    done = runner.invoke(main, note)
    assert done.exit_code == 0, done.output
    parallel = f'---\nrelation: agrees\ndate: {date}\npassages:\n  - {{source: Al, passage: "1"}}\n'
    parallel += '  - {source: Be, passage: "1", gloss: "The bridge was made in 1902"}\n'
    name = title.lower().replace(" ", "-")
    (mini / f"parallels/{name}.md").write_text(f"{parallel}title: {title}\n---\nBoth tell of it.\n", encoding="utf-8")
    with (mini / "parallels/rejected.tsv").open("a", encoding="utf-8") as file:
        file.write(f"alpha\t1\tbeta\t2\t{author}\tanother {title}\n")
    git("add", "-A")
    git("commit", "-qm", branch)


def test_two_pull_requests_on_one_passage_are_merged_without_a_hand(mini: Path, git: Git):
    contribute(mini, git, "first", words="पुल सन्", author="Adams, Ann", title="Old bridges", date="1902")
    contribute(mini, git, "second", words="मा बन्यो", author="Zola, Zoe", title="New bridges", date="1903")
    git("checkout", "-q", "main")
    git("merge", "-q", "--no-edit", "first")
    git("merge", "-q", "--no-edit", "second")
    edition = read_edition(mini)
    assert check(edition) == ()
    assert list(edition.works) == ["Adams2001", "Berg1999", "Zola2001"]
    assert len(edition.source("beta").annotations) == 3
    assert len(edition.parallels) == 4
    assert (mini / "parallels/rejected.tsv").read_text(encoding="utf-8").count("another") == 2


def test_a_changes_own_files_come_first(mini: Path, git: Git):
    git("checkout", "-qb", "first")
    for name in ("al-year", "al-whole"):
        path = mini / f"sources/alpha/annotations/{name}.md"
        path.write_text(path.read_text(encoding="utf-8").replace("kind:", "kinds:"), encoding="utf-8")
        if name == "al-year":
            git("commit", "-qam", "somebody else's fault")
    done = CliRunner().invoke(main, ["check", "--since", "HEAD", str(mini)])
    assert done.exit_code == 1
    first, second, *_ = done.stdout.splitlines()
    assert first.startswith("sources/alpha/annotations/al-whole.md:3: key-unknown")
    assert second.startswith("sources/alpha/annotations/al-year.md:4: key-unknown")
    assert "1 of them in the files changed since HEAD" in done.stderr
    done = CliRunner().invoke(main, ["check", "--since", "nowhere", str(mini)])
    assert (done.exit_code, "git knows no version nowhere" in done.output) == (1, True)


ENTRIES = "".join(f"@book{{{key}, title = {{T}}}}\n\n" for key in ["Adams1990", "Berg1999", "berg2000", "Dahl2001"])


def there(text: str) -> list[Written]:
    return [Written(line[6:].split(",")[0], line, n) for n, line in enumerate(text.split("\n"), 1) if line]


@pytest.mark.parametrize(
    ("key", "after"), [("Aas1980", ""), ("Berg1999a", "Berg1999"), ("Carl1990", "berg2000"), ("Zola1880", "Dahl2001")]
)
def test_a_work_stands_where_its_key_puts_it(key: str, after: str):
    entry = f"@book{{{key}, title = {{T}}}}\n"
    keys = [e.key for e in there(placed(ENTRIES, there(ENTRIES), [Written(key, entry)]))]
    assert keys[: keys.index(key)][-1:] == [after][: bool(after)]


def test_a_file_in_no_order_gets_what_is_new_at_its_end():
    text = "\n".join(reversed(ENTRIES.split("\n\n")))
    new = [Written("Carl1990", "@book{Carl1990, title = {T}}\n"), Written("Aas1980", "@book{Aas1980, title = {T}}\n")]
    assert [e.key for e in there(placed(text, there(text), new))][-2:] == ["Carl1990", "Aas1980"]
    assert placed("", [], new) == new[0].text + "\n" + new[1].text


def test_only_a_file_that_is_kept_in_order_is_asked_for_it():
    def works(*numbers: int) -> list[Work]:
        return [Written(f"Key{n:02}", "") for n in numbers]  # type: ignore[misc]

    assert out_of_place(works(*range(12))) == []
    [(work, other)] = out_of_place(works(*range(5), 11, *range(5, 11), *range(12, 20)))
    assert (work.key, other.key) == ("Key11", "Key12")
    assert out_of_place(works(*range(20, 0, -1))) == []
    assert out_of_place(works(2, 1)) == []


def test_a_review_shows_only_what_the_change_itself_did(mini: Path, git: Git, tmp_path: Path):
    contribute(mini, git, "first", words="पुल सन्", author="Adams, Ann", title="Old bridges", date="1902")
    git("checkout", "-q", "main")
    path = mini / "sources/alpha/annotations/al-whole.md"
    path.write_text(path.read_text(encoding="utf-8").replace("kind: origin", "kind: context"), encoding="utf-8")
    git("commit", "-qam", "main has moved on")
    git("checkout", "-q", "first")
    command = ["diff", "main", "--preview", "https://example.org/p/", "--edition", str(mini)]
    whole = tmp_path / "summary.md"
    done = CliRunner().invoke(main, [*command, "--limit", "600", "--whole", str(whole)])
    assert done.exit_code == 0, done.output
    text = whole.read_text(encoding="utf-8")
    again = CliRunner().invoke(main, [*command, "--whole", str(whole)])
    assert (again.exit_code, whole.read_text(encoding="utf-8")) == (1, text), "a file that is there is not touched"
    assert "is there already" in again.output
    assert "al-whole" not in text
    assert "[preview](https://example.org/p/beta.html#annotation-be-pul-san-" in text
    assert "[preview](https://example.org/p/alpha.html#p1)" in text
    assert "New: `Adams2001` Adams, Ann&#46; Old bridges&#46;" in text
    assert len(done.stdout.encode()) <= 600
    assert done.stdout.rstrip().endswith(f"they stand in `{whole}`.**")
