"""How sure it is which work a citation means: a Work and a Citation in, one word for readers out.

A *restored* citation does not stand in the source as we have it: its note was found again elsewhere, as the work's
field `restorednote` tells. Wherever such a citation is shown it says so, as does one whose work is only probable or
uncertain.
"""

from __future__ import annotations

from variorum.model.edition import Edition
from variorum.model.source import Citation, Source
from variorum.model.works import Work
from variorum.wording.messages import Wording, later

RESTORED = later("restored")
_SIGNS = {RESTORED: "°", later("probable"): "?", later("uncertain"): "?"}


def standing(edition: Edition, source: Source, citation: Citation, work: Work | None = None) -> str:
    """Return "" for a certain citation, else what it is: "probable", "uncertain", "restored" or "restored, probable".

    `work` is the one that is meant where the citation names several; without it the first.
    """
    if work is None:
        work = next((edition.works[key] for key in citation.works if key in edition.works), None)
    words = [RESTORED] if work and is_restored(source, citation, work) else []
    doubt = citation.certainty or (work.certainty if work else "")
    return ", ".join([*words, doubt] if doubt not in {"", "certain"} else words)


def sign(said: str) -> str:
    """Return the small sign after words of which `standing` says this, e.g. "°?" for "restored, probable"."""
    return "".join(_SIGNS[word] for word in said.split(", ") if word)


def spoken(said: str, wording: Wording) -> str:
    """Return what `standing` says in the reader's language."""
    return ", ".join(wording.say(word) for word in said.split(", ") if word)


def is_restored(source: Source, citation: Citation, work: Work) -> bool:
    """Whether the reference behind this citation was put back: its marker stands in the work's `restorednote`."""
    places = work.fields.get("restorednote", "").partition(":")[0]  # e.g. "St [186], [187] (there: p. 1)"
    words = source.words_at(citation.passage, citation.span) if f"{source.siglum} " in places else ""
    return bool(words) and words.strip() in places
