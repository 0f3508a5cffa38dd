"""How well the finder finds the accepted parallels: `python -m bench.parallels [--top 50] [--encoder NAME] [EDITION]`.

Prints recall@1, 5 and 10, MRR and hit@5 for the half of the parallels that the weights were tuned on and for the other,
per pair of languages, with and without the facing translations, and with each kind of feature left out; then the best
proposals that no parallel holds yet, for an editor to judge.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bench.evaluation import Truth, halves, measure, passage_truths, rankings, reached, truths, whole
from variorum.finder.corpus import opened
from variorum.finder.encoding import encode, load_encoder
from variorum.finder.engine import Settings
from variorum.finder.features import KINDS
from variorum.finder.finding import find
from variorum.finder.rejections import read_rejections, rejected_pairs
from variorum.finder.windows import Window, cut
from variorum.reading import read_edition


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("edition", nargs="?", type=Path, default=Path())
    parser.add_argument("--top", type=int, default=50)
    parser.add_argument("--encoder", default="", help="a name or a folder; measured beside the other features")
    arguments = parser.parse_args()
    encoder = load_encoder(arguments.encoder) if arguments.encoder else None
    edition = read_edition(arguments.edition)
    tuned, other = halves(edition.parallels)
    names = edition.names.values()
    print(f"{len(edition.parallels)} parallels, {len(names)} names")
    print(f"{'':44}{'pairs':>6}{'R@1':>7}{'R@5':>7}{'R@10':>7}{'MRR':>7}{'hit@5':>7}")
    for translations in (True, False):
        windows = cut(edition, translations=translations)
        print(f"\n{'with' if translations else 'without'} translations, {len(windows)} windows")
        with opened(windows, names) as engine:
            pairs = engine.scores()
            ranked = rankings(pairs, windows, anywhere=False)
            for half, ids in (("tuned half", tuned), ("other half", other)):
                truth = truths(edition, windows, ids)
                _show(half, truth, ranked)
                for languages in sorted({t.languages for t in truth}):
                    _show("  " + "–".join(languages), [t for t in truth if t.languages == languages], ranked)
                _show("  some passage of the parallel in the source", whole(truth), ranked)
                _show("  whole passages", *passage_truths(truth, ranked, windows))
                among_all = rankings(pairs, windows, anywhere=True)
                _show("  among all other sources", truth, among_all, anywhere=True)
                _show(
                    "  whole passages, among all other sources",
                    *passage_truths(truth, among_all, windows),
                    anywhere=True,
                )
            truth = truths(edition, windows)
            _show("both halves", truth, ranked)
            print(f"{'  parallels with some pair in the first 5':44}{reached(truth, ranked):34.3f}")
            for label, settings, weights in _LEFT_OUT:
                _show(label, truth, rankings(engine.scores(settings, weights), windows, anywhere=False))
            if encoder:
                engine.like(encode(encoder, windows))
                helped = rankings(engine.scores(), windows, anywhere=False)
                for half, ids in (("tuned half", tuned), ("other half", other)):
                    _show(f"with the encoder, {half}", truths(edition, windows, ids), helped)
                _show("with the encoder, both halves", truth, helped)
    _propose(arguments.edition, arguments.top)


Ranked = Mapping[tuple[int, str], Sequence[int]]

_LEFT_OUT: tuple[tuple[str, Settings, Mapping[str, float]], ...] = (
    *((f"  without {kind}", Settings(), {kind: 0.0}) for kind in KINDS),
    ("  without time", Settings(same_time=1.0, other_time=1.0), {}),
    ("  without neighbours", Settings(context=0.0), {}),
    ("  pruned at 2 %", Settings(common_share=0.02), {}),
    # what one would build in an afternoon: tells how hard these pairs are, whatever the engine
    (
        "  plain fusion: cosine of names, words, figures",
        Settings(context=0.0, hubs=0.0, same_time=1.0, other_time=1.0, length_share=1.0),
        {kind: 1.0 if kind in {"name", "word", "year", "number"} else 0.0 for kind in KINDS},
    ),
)


def _show(label: str, truth: Sequence[Truth], ranked: Ranked, *, anywhere: bool = False) -> None:
    m = measure(truth, ranked, anywhere=anywhere)
    figures = (m.recall_1, m.recall_5, m.recall_10, m.mrr, m.hit_5)
    print(f"{label:44}{m.pairs:6}" + "".join(f"{figure:7.3f}" for figure in figures), flush=True)


def _propose(root: Path, top: int) -> None:
    edition = read_edition(root)
    windows = cut(edition)
    rejections, _ = read_rejections(root, edition)
    proposals = find(edition, rejected=rejected_pairs(edition, rejections, windows), top=top, windows=windows)
    facing: Callable[[Window], str] = lambda w: w.pivot or w.text  # noqa: E731 -- one line, used twice below
    print(f"\nThe {len(proposals)} best proposals that no parallel holds")
    for number, proposal in enumerate(proposals, start=1):
        print(f"\n{number}. {proposal.score:.2f} {proposal.a.key} {proposal.b.key} {proposal.reason}")
        print(f"   {proposal.a.label}: {facing(proposal.a)}\n   {proposal.b.label}: {facing(proposal.b)}")


if __name__ == "__main__":
    main()
