"""What a list of works can be narrowed by: a Work and who cites it in, for each question the answers in words out."""

from __future__ import annotations

from collections.abc import Mapping

from variorum.model.works import Work
from variorum.wording.messages import Wording, later
from variorum.works.identification import RESTORED
from variorum.works.kinds import kind_named
from variorum.works.languages import language_of
from variorum.works.uses import Uses

BETWEEN = "|"  # two answers to one question
# Type in CSL → what readers look for; a test holds it to the kinds of works.
GROUPS: Mapping[str, str] = {
    **dict.fromkeys(("book", "collection", "pamphlet", "periodical"), later("Books")),
    **dict.fromkeys(("chapter", "entry-encyclopedia", "paper-conference"), later("Chapters and papers")),
    **dict.fromkeys(("article-journal", "review"), later("Articles")),
    **dict.fromkeys(("article-newspaper", "article-magazine"), later("Newspapers and magazines")),
    **dict.fromkeys(("thesis", "report"), later("Theses and reports")),
    **dict.fromkeys(("manuscript", "personal_communication"), later("Manuscripts and letters")),
    **dict.fromkeys(("legislation", "treaty", "legal_case", "patent", "standard"), later("Laws and treaties")),
    **dict.fromkeys(("webpage", "dataset", "software"), later("Web pages, data and software")),
    **dict.fromkeys(("motion_picture", "song", "graphic", "performance"), later("Films, sound and pictures")),
    "document": later("Documents"),
}
CERTAIN = later("certain")  # what `Work.certainty` says of a work of which nobody doubts anything


def facets(work: Work, uses: Uses, wording: Wording) -> Mapping[str, str]:
    """Return the answers to each question by its name, as attributes of the entry have them."""
    kind = GROUPS[kind_named(work.type, work.fields.get("entrysubtype", "")).csl]
    tag = language_of(work)
    sure = [work.certainty, *([RESTORED] if "restorednote" in work.fields else [])]
    return {
        "year": work.year,
        "sources": BETWEEN.join(source.siglum for source in uses.sources),
        "kind": wording.say(kind),
        "language": wording.name_of(tag) if tag else "",
        "certainty": BETWEEN.join(wording.say(word) for word in sure),
    }
