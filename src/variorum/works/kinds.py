"""What kinds of works there are: types of entries in, what follows from them out; one row each.

The types are those of BibTeX, of biblatex and of the programs that write them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from variorum.wording.messages import later


class Kind(NamedTuple):
    """What follows from the type of an entry."""

    csl: str  # its type in CSL, e.g. "article-journal"
    bibtex: str = "misc"  # the type of BibTeX that comes nearest, for styles that know no other
    title: str = "italic"  # how its title is set: "italic", "quoted" or "plain"
    ris: str = "GEN"  # its type in RIS
    called: str = ""  # what it is, where the entry does not say it: "PhD thesis"


_CHAPTER = Kind("chapter", "incollection", "quoted", "CHAP")
_BOOK = Kind("book", "book", "italic", "BOOK")
_PROCEEDINGS = Kind("book", "proceedings", "italic", "CONF")
_REPORT = Kind("report", "techreport", "italic", "RPRT")
_WEB = Kind("webpage", "misc", "quoted", "ELEC")
_FILM = Kind("motion_picture", "misc", "italic", "VIDEO")
_SOUND = Kind("song", "misc", "italic", "SOUND")
_PAPER = Kind("paper-conference", "inproceedings", "quoted", "CPAPER")
_PICTURE = Kind("graphic", "misc", "italic", "ART")
_LAW = Kind("legislation", "misc", "plain", "STAT")
_CASE = Kind("legal_case", "misc", "plain", "CASE")

KINDS: Mapping[str, Kind] = {
    "article": Kind("article-journal", "article", "quoted", "JOUR"),
    "review": Kind("review", "article", "quoted", "JOUR"),
    "suppperiodical": Kind("article-journal", "article", "quoted", "JOUR"),
    "newspaper": Kind("article-newspaper", "article", "quoted", "NEWS"),
    "magazine": Kind("article-magazine", "article", "quoted", "MGZN"),
    "periodical": Kind("periodical", "misc", "quoted", "JFULL"),
    "book": _BOOK,
    "mvbook": _BOOK,
    "collection": _BOOK,
    "mvcollection": _BOOK,
    "reference": _BOOK,
    "mvreference": _BOOK,
    "booklet": Kind("pamphlet", "booklet", "italic", "PAMP"),
    "manual": Kind("book", "manual", "italic", "BOOK"),
    "proceedings": _PROCEEDINGS,
    "mvproceedings": _PROCEEDINGS,
    "inbook": Kind("chapter", "incollection", "quoted", "CHAP"),
    "bookinbook": Kind("chapter", "incollection", "italic", "CHAP"),
    "suppbook": _CHAPTER,
    "incollection": _CHAPTER,
    "suppcollection": _CHAPTER,
    "inreference": Kind("entry-encyclopedia", "incollection", "quoted", "ENCYC"),
    "inproceedings": _PAPER,
    "conference": _PAPER,
    "thesis": Kind("thesis", "phdthesis", "quoted", "THES"),
    "phdthesis": Kind("thesis", "phdthesis", "quoted", "THES", later("PhD thesis")),
    "mastersthesis": Kind("thesis", "mastersthesis", "quoted", "THES", later("Master’s thesis")),
    "report": _REPORT,
    "techreport": _REPORT,
    "online": _WEB,
    "electronic": _WEB,
    "www": _WEB,
    "webpage": _WEB,
    "unpublished": Kind("manuscript", "unpublished", "quoted", "UNPB"),
    "letter": Kind("personal_communication", "misc", "plain", "PCOMM"),
    "misc": Kind("document", "misc", "italic", "GEN"),
    "dataset": Kind("dataset", "misc", "quoted", "DATA"),
    "software": Kind("software", "misc", "italic", "COMP"),
    "patent": Kind("patent", "misc", "plain", "PAT", later("Patent")),
    "standard": Kind("standard", "misc", "italic", "STAND"),
    "artwork": _PICTURE,
    "image": _PICTURE,
    "audio": _SOUND,
    "music": _SOUND,
    "movie": _FILM,
    "video": _FILM,
    "film": _FILM,
    "performance": Kind("performance", "misc", "italic", "GEN"),
    "legislation": _LAW,
    "legal": Kind("treaty", "misc", "plain", "STAT"),
    "jurisdiction": _CASE,
    "commentary": Kind("document", "misc", "italic", "GEN"),
    "set": Kind("collection", "misc", "italic", "GEN"),
}
_OTHER = KINDS["misc"]
# What `entrysubtype` makes of an article.
SUBTYPES: Mapping[str, str] = {"newspaper": "newspaper", "magazine": "magazine"}
# What `type` says in biblatex' own words → in words for readers.
CALLED: Mapping[str, str] = {
    "phdthesis": "PhD thesis",
    "mathesis": "Master’s thesis",
    "bathesis": later("Bachelor’s thesis"),
    "candthesis": "Candidate’s thesis",
    "techreport": later("Technical Report"),
    "resreport": later("Research Report"),
    "software": "Software",
    "datacd": "CD-ROM",
    "audiocd": "Audio CD",
    "patent": "Patent",
    "patentus": "U.S. patent",
    "patenteu": "European patent",
    "patentde": "German patent",
    "patentfr": "French patent",
    "patentuk": "British patent",
    "patreq": "Patent request",
    "patrequs": "U.S. patent request",
    "patreqeu": "European patent request",
    "patreqde": "German patent request",
    "patreqfr": "French patent request",
    "patrequk": "British patent request",
}


def kind_named(type_: str, subtype: str = "") -> Kind:
    """Return the row of a type; of one that nobody knows that of `misc`."""
    return KINDS.get(SUBTYPES.get(subtype, type_) if type_ == "article" else type_, _OTHER)
