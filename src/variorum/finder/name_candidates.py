"""A start of names.toml: an `Edition` in, words of its texts that may be names and stand there in no spelling out.

Where a script has capitals, a name begins with one inside a sentence, again and again. Where it has none, what sounds
like such a name of another source is proposed as its spelling there. A machine cannot tell a person from a place: each
candidate is for an editor to name, or to strike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from variorum.finder.windows import NEVER_COMPARED, sentence_spans
from variorum.model.edition import Edition
from variorum.model.source import Source
from variorum.model.vocabulary import Vocabulary
from variorum.text.language_vocabularies import vocabulary_of
from variorum.text.names import Namer
from variorum.text.quoting import quoted
from variorum.text.transliteration import digest, slug
from variorum.text.words import Word, sound, words_of

_WORDS_OF_NAME = 4  # of a name
_SHORTEST = 3  # code points of a word that stands alone


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be a name."""

    name: str  # as it stands most often
    spellings: dict[str, tuple[str, ...]]  # language → as the sources write it, the most frequent first
    times: int  # in all sources

    @property
    def id(self) -> str:
        """The id that it may have."""
        return slug(self.name) or f"name-{digest(self.name)}"


def candidates(edition: Edition, least: int = 3) -> list[Candidate]:
    """Return what stands at least so many times in the sources together, the most frequent first."""
    namer = Namer(edition.names.values(), edition.vocabularies)
    counts: dict[str, Counter[str]] = defaultdict(Counter)  # language → words → times
    small: dict[str, Counter[str]] = defaultdict(Counter)  # words that stand without a capital
    caseless: list[tuple[str, list[Word]]] = []
    for source in edition.sources:
        language = source.language.partition("-")[0]
        with_case = _has_capitals(source)
        for text, words in _unnamed(source, namer):
            if with_case:
                counts[language].update(_capitalised(text, words))
                small[language].update(w.text for w in words if w.text.islower())
            else:
                caseless.append((language, words))
    for language in counts:
        vocabulary = vocabulary_of(language, edition.vocabularies)
        counts[language] = _without_endings(_names_only(counts[language], small[language], vocabulary), vocabulary)
    heard = _sounds(counts)
    with_capitals = set(counts)
    for language, words in caseless:
        counts[language].update(_sounding_alike(words, language, heard))
    return sorted(_joined(counts, with_capitals, least), key=lambda c: (-c.times, c.name))


def why_no_names(edition: Edition, least: int) -> Iterator[str]:
    """Yield why nothing was found that may be a name, each with what to do."""
    without = [source.siglum for source in edition.sources if not _has_capitals(source)]
    if without:
        yield (
            f"{', '.join(without)}: the script has no capitals, and only what sounds like a name found in another "
            "source is proposed; write the names that you know into names.toml"
        )
    if len(without) < len(edition.sources):
        fewer = max(1, least - 1)
        yield f"no word with a capital that may be a name stands {least} times within sentences: try --least {fewer}"


def as_toml(found: Iterable[Candidate]) -> str:
    """Return entries of names.toml; their kind is `?`, which the check refuses, until somebody has said it."""
    entries = []
    for candidate in found:
        rows = [
            "[[name]]",
            f"id = {quoted(candidate.id)}",
            f'kind = "?"  # person, place, organisation, event or term; {candidate.times} times in the sources',
            f"name = {quoted(candidate.name)}",
            "[name.spellings]",
        ]
        rows += [f"{language} = [{', '.join(map(quoted, held))}]" for language, held in candidate.spellings.items()]
        entries.append("\n".join(rows) + "\n")
    return "\n".join(entries)


def _has_capitals(source: Source) -> bool:
    """Whether most letters of a source are of a script that has capitals; a name in Latin letters is in every text."""
    letters = [c for passage in source.citable for c in passage.text if c.isalpha()]
    return 2 * sum(c.lower() != c.upper() for c in letters) > len(letters)


def _unnamed(source: Source, namer: Namer) -> Iterator[tuple[str, list[Word]]]:
    """Yield the sentences of a source, each with its words; those that names.toml has already are left out."""
    for passage in source.citable:
        if passage.is_heading or passage.kind in NEVER_COMPARED:
            continue
        for span in sentence_spans(passage.text):
            sentence = span.of(passage.text)
            words = list(words_of(sentence))
            named = [m.span for m in namer.mentions(sentence, source.language, words)]
            held = [w for w in words if not any(n.start <= w.start < n.end for n in named)]
            if held:
                yield sentence, held


def _capitalised(text: str, words: Sequence[Word]) -> Iterator[str]:
    """Yield the runs of capitalised words that do not begin the sentence."""
    run: list[Word] = []
    for word in [*words, None]:
        capital = word is not None and word.text[:1].isupper() and bool(text[: word.start].strip(" \"“‘«(['"))
        if word and capital and (not run or text[run[-1].end : word.start] in {" ", "-", ". "}):
            run.append(word)
            continue
        if run and len(run) <= _WORDS_OF_NAME and (len(run) > 1 or len(run[0].text) >= _SHORTEST):
            yield text[run[0].start : run[-1].end]
        run = [word] if word and capital else []


def _names_only(held: Counter[str], small: Counter[str], vocabulary: Vocabulary) -> Counter[str]:
    """Leave out months, and single words that stand without a capital as often."""
    return Counter({w: n for w, n in held.items() if w.lower() not in vocabulary.months and small[w.lower()] < n})


def _without_endings(held: Counter[str], vocabulary: Vocabulary) -> Counter[str]:
    """Count “Lenins” as “Lenin” where that stands too."""
    found: Counter[str] = Counter()
    for words, times in held.items():
        bare = next((words.removesuffix(e) for e in vocabulary.genitives if words.endswith(e)), words)
        found[bare if bare in held else words] += times
    return found


_Counts = dict[str, Counter[str]]


def _sounds(counts: _Counts) -> set[str]:
    """Return how the candidates of one word sound."""
    heard = {sound(words, language) for language, held in counts.items() for words in held if " " not in words}
    return heard - {""}


def _sounding_alike(words: Iterable[Word], language: str, heard: set[str]) -> Iterator[str]:
    return (word.text for word in words if len(word.text) >= _SHORTEST and sound(word.text, language) in heard)


def _joined(counts: _Counts, with_capitals: Collection[str], least: int) -> Iterator[Candidate]:
    """Yield one candidate for all spellings that are the same letters, or one word that sounds the same."""
    groups: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for language, held in counts.items():
        for words, times in held.items():
            key = slug(words) if " " in words else sound(words, language) or slug(words)
            groups[key or words][language][words] += times
    for spelt in groups.values():
        times = sum(sum(held.values()) for held in spelt.values())
        if times >= least:
            name = max((n, words) for tag in spelt.keys() & set(with_capitals) for words, n in spelt[tag].items())[1]
            yield Candidate(name, {tag: tuple(w for w, _ in held.most_common()) for tag, held in spelt.items()}, times)
