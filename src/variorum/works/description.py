"""How a work is described: a Work in, runs of text out.

The description is neutral: a tuple of `Run`s that the style plugin turns into pybtex' rich text, `directives.works`
into nodes and `plain` into a string. Its form is that of a bibliography in the Chicago Manual of Style (17th ed., ch.
14), whose author-date form differs in where the year stands: here the label before it already gives author and year.
What Chicago has no place for (a transliteration, the language, the original, how sure an identification is) is added;
what a work lacks is not said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from variorum.model.works import Work
from variorum.wording.messages import ENGLISH, Wording
from variorum.works.described_work import DescribedWork
from variorum.works.runs import STOP, Run, plain
from variorum.works.sentences import SENTENCES, Part

_ENDS = (".", "?", "!", "…", "।", "。")


def describe(work: Work, wording: Wording = ENGLISH, parts: Sequence[Part] = SENTENCES) -> tuple[Run, ...]:
    """Return all that an entry of a list of works says, sentence by sentence; of `parts` only these."""
    entry = DescribedWork(work, wording)
    sentences = [list(sentence) for part in parts for sentence in _sentences(part(entry))]
    closing = wording.say("“{words}”", words="\0").rpartition("\0")[2]
    inside = closing if wording.language.split("-")[0] == "en" else ""
    return tuple(_joined([s for s in sentences if any(r.text for r in s)], inside))


def titled(work: Work, wording: Wording = ENGLISH) -> tuple[Run, ...]:
    """Return the title of a work alone, with transliteration and translation."""
    return tuple(DescribedWork(work, wording).title())


def _sentences(runs: Iterable[Run]) -> Iterator[list[Run]]:
    sentence: list[Run] = []
    for run in runs:
        if run is STOP:
            yield sentence
            sentence = []
        else:
            sentence.append(run)
    yield sentence


def _joined(sentences: Sequence[Sequence[Run]], inside: str) -> Iterator[Run]:
    """Put a full stop after each sentence that has no end of its own, and a blank between them.

    A full stop stands before a closing quotation mark that is `inside`, as in Chicago; other languages have none.
    """
    for number, sentence in enumerate(sentences):
        runs = [run for run in sentence if run.text]
        words = plain(runs)
        quoted = bool(inside) and words.endswith(inside)
        ended = words.rstrip("”’\"'“‘»").endswith(_ENDS)
        blank = " " if number + 1 < len(sentences) else ""
        if ended:
            yield from runs
            if blank:
                yield Run(blank)
        elif quoted:
            yield from runs[:-1]
            yield runs[-1]._replace(text=f"{runs[-1].text[: -len(inside)]}.{inside}")
            if blank:
                yield Run(blank)
        else:
            yield from runs
            yield Run(f".{blank}")
