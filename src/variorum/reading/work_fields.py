"""The fields of BibTeX and biblatex: the names they have with us, what is only bookkeeping, how titles are joined.

`PRINTED`, `BOOKKEEPING` and the roles of persons are the whole of what we know; a field in none of them is said once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from variorum.reading.tex_letters import Letters, letters_and_emphasis

# The names of biblatex and of other programs → the name that we use, which is BibTeX' where BibTeX has one.
ALIASES: Mapping[str, str] = {
    "journaltitle": "journal",
    "shortjournal": "journalabbreviation",
    "location": "address",
    "hyphenation": "langid",
    "archiveprefix": "eprinttype",
    "primaryclass": "eprintclass",
    "annote": "annotation",
    "pdf": "file",
    "url-date": "urldate",
    "numpages": "pagetotal",
    "origlocation": "origaddress",
    "origyear": "origdate",
    "key": "shortauthor",
    "isbn-13": "isbn",
}
# What is joined: the title, what follows a colon, and what stands after it as a sentence of its own.
JOINED: Mapping[str, str] = {
    "title": "subtitle",
    "booktitle": "booksubtitle",
    "maintitle": "mainsubtitle",
    "journal": "journalsubtitle",
    "issuetitle": "issuesubtitle",
    "eventtitle": "eventsubtitle",
}
# Fields of persons, each with what it is called before a name, if it is not said otherwise.
ROLES: Mapping[str, str] = {
    "author": "",
    "editor": "edited by",
    "translator": "translated by",
    "authortranslit": "",
    "bookauthor": "by",
    "holder": "assigned to",
    "editora": "edited by",
    "editorb": "edited by",
    "editorc": "edited by",
    "annotator": "annotated by",
    "commentator": "with a commentary by",
    "introduction": "with an introduction by",
    "foreword": "with a foreword by",
    "afterword": "with an afterword by",
    "director": "directed by",
    "shortauthor": "",
    "shorteditor": "",
}
# Fields that the list of works shows, or that decide what it shows.
PRINTED = frozenset(
    """
    title titleaddon booktitle booktitleaddon maintitle journal journaltitleaddon issuetitle
    issue eventtitle eventtitleaddon eventdate venue year month day date origdate origtitle
    origpublisher origaddress origlanguage urldate publisher address institution school organization
    howpublished edition volume volumes part number series chapter pages pagination bookpagination eid note
    addendum type entrysubtype version pubstate language langid isbn doi url eprint eprinttype eprintclass
    editortype editoratype editorbtype editorctype titletranslit titletrans journaltranslit
    certainty ascited restorednote distinct sortkey shorttitle library related relatedtype relatedstring
    keywords options crossref entrytype reprinttitle
    """.split()  # noqa: SIM905 -- a list of so many words reads better so
) | set(JOINED.values())
# Fields that no list of works prints: what programs keep for themselves, and what orders or abbreviates.
BOOKKEEPING = frozenset(
    """
    abstract annotation file owner timestamp groups issn isan ismn isrn iswc lccn pmid pmcid mrnumber
    zblnumber ids xref xdata entryset execute gender indextitle indexsorttitle label nameaddon presort
    sortyear sorttitle sortname sortshorthand shorthand shorthandintro journalabbreviation pagetotal
    relatedoptions langidopts month_numeric urlraw verba verbb verbc usera userb userc userd usere userf lista
    listb listc listd liste listf namea nameb namec nameatype namebtype namectype biburl bibsource added-at
    interhash intrahash read priority ranking relevance qualityassured printed creationdate modificationdate
    modified added abbr date-added date-modified bdsk-url bdsk-file citeulike keyword tags comment review
    rating cited-by localfile url_pdf copyright rights urn citation-key collection callnumber call-number
    lastchecked contents intype affiliation size shortbooktitle shortseries coden articleno issue_date
    researcherid acknowledgement author-email bibdate cited-references created doc-delivery-number hal_id
    hal_version issn-l journal-iso journal-url keywords-plus license medline-pst number-of-cited-references pii
    pubmedid readstatus remark subject-category swhid times-cited unique-id
    """.split()  # noqa: SIM905 -- a list of so many words reads better so
)
# also what biblatex says of the parts of another field: author+an, title+an:de
_OF_PROGRAMS = re.compile(
    r"(?:bdsk|mendeley|citeulike|jabref|msbib|zotero|x|opt|priv)[-_].*|bdsk.*|__.*|.+[+-]an(?::.*)?"
)
# a tilde in an address is a tilde, and in a date says “about”
AS_WRITTEN = frozenset({"url", "doi", "eprint", "date", "origdate", "urldate", "eventdate"})

_END = ("?", "!", ".", "…", ":", "—", "–")
_WRAPPED = re.compile(r"^\\(?:url|href|path|nolinkurl)\s*\{(.*?)\}$")
_ESCAPED = re.compile(r"\\([%#&_~$])(?:\{\})?")


def name_of(written: str) -> str:
    """Return the name that a field has with us."""
    return ALIASES.get(written, written)


@lru_cache(maxsize=4096)
def is_known(name: str) -> bool:
    """Whether a field, by its written name in small letters, is printed, a person's, or bookkeeping."""
    name = name_of(name)
    return name in PRINTED or name in ROLES or name in BOOKKEEPING or bool(_OF_PROGRAMS.fullmatch(name))


@lru_cache(maxsize=4096)
def is_bookkeeping(name: str) -> bool:
    """Whether programs keep a field for themselves, by our name."""
    return name in BOOKKEEPING or bool(_OF_PROGRAMS.fullmatch(name))


def is_read(name: str) -> bool:
    """Whether what readers see depends on a field, by our name; no other is decoded."""
    return name in PRINTED or name in ROLES


def read_field(name: str, raw: str) -> Letters:
    """Return a field in letters; addresses as they are, without the commands around them."""
    if name not in AS_WRITTEN:
        return letters_and_emphasis(raw)
    wrapped = _WRAPPED.match(raw)
    value = _ESCAPED.sub(r"\1", (wrapped[1] if wrapped else raw).strip())
    if value.startswith("{") and value.endswith("}"):
        value = value[1:-1]
    return Letters(value.replace("{\\textunderscore}", "_").replace("\\textasciitilde", "~"))


def joined(title: Letters, more: Letters) -> Letters:
    """Return a title with its subtitle: `Title: Subtitle`, or `Title? Subtitle`."""
    if not more.text:
        return title
    if not title.text:
        return more
    between = " " if title.text.endswith(_END) else ": "
    shift = len(title.text) + len(between)
    moved = tuple(type(span)(span.start + shift, span.end + shift) for span in more.emphasis)
    return Letters(f"{title.text}{between}{more.text}", (*title.emphasis, *moved))
