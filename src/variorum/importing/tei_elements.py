"""What each element of TEI P5 becomes: the tables that `tei` reads by."""

from __future__ import annotations

from collections.abc import Mapping

from variorum.model.passages import PassageKind

# Elements that are left out, and why.
OMITTED: Mapping[str, str] = {
    "teiHeader": "it tells of the file, not the text",
    "fw": "a running head, page number, signature or catchword of the print",
    "standOff": "it stands apart from the text",
    "facsimile": "it describes pictures of pages",
    "sourceDoc": "it describes pages, not the text",
    "fsdDecl": "it tells of the encoding",
    "interpGrp": "it tells of the encoding",
    "spanGrp": "it tells of the encoding",
    "linkGrp": "it tells of the encoding",
    "formula": "a formula, which no text can show",
    "notatedMusic": "music, which no text can show",
    "binaryObject": "a picture as bytes",
}
# Blocks, and what passage each makes of its own letters.
BLOCKS: Mapping[str, PassageKind] = {
    "p": PassageKind.PARAGRAPH,
    "ab": PassageKind.PARAGRAPH,
    "entry": PassageKind.PARAGRAPH,
    "entryFree": PassageKind.PARAGRAPH,
    "l": PassageKind.VERSE,
    "speaker": PassageKind.SPEAKER,
    "item": PassageKind.LIST_ITEM,
    "bibl": PassageKind.REFERENCE,
    "biblStruct": PassageKind.REFERENCE,
    "biblFull": PassageKind.REFERENCE,
    "row": PassageKind.TABLE_ROW,
    "stage": PassageKind.INSET,
    "byline": PassageKind.INSET,
    "dateline": PassageKind.INSET,
    "docAuthor": PassageKind.INSET,
    "docDate": PassageKind.INSET,
    "docEdition": PassageKind.INSET,
    "docImprint": PassageKind.INSET,
    "imprimatur": PassageKind.INSET,
    "opener": PassageKind.INSET,
    "closer": PassageKind.INSET,
    "salute": PassageKind.INSET,
    "signed": PassageKind.INSET,
    "postscript": PassageKind.INSET,
    "trailer": PassageKind.INSET,
    "argument": PassageKind.INSET,
    "epigraph": PassageKind.INSET,
    "castItem": PassageKind.LIST_ITEM,
    "role": PassageKind.PARAGRAPH,
    "titlePart": PassageKind.TITLE,
}
IN_LINE_TOO = frozenset({"bibl", "stage", "role", "item", "signed", "salute", "dateline", "opener", "closer"})
# Elements that stand for a mark of the layer on their words.
MARKS: Mapping[str, str] = {
    "emph": "emphasis", "title": "emphasis", "hi": "", "foreign": "foreign", "unclear": "unclear",
    "supplied": "supplied", "add": "added", "del": "deleted", "surplus": "deleted", "distinct": "emphasis",
}  # fmt: skip
RENDITIONS: tuple[tuple[str, str], ...] = (
    ("small", "small-caps"), ("smcap", "small-caps"), ("sc", "small-caps"), ("sup", "superscript"),
    ("sub", "subscript"),
    ("underl", "underline"), ("strike", "strike"), ("line-through", "strike"), ("bold", "strong"), ("b", "strong"),
)  # fmt: skip
POINTS: Mapping[str, str] = {
    "pb": "page", "lb": "line", "gap": "gap", "milestone": "milestone", "cb": "milestone", "gb": "milestone",
}  # fmt: skip
# Elements whose words are shown without any mark, because they say nothing of how they look.
PASSED = frozenset(
    word
    for line in (
        "abbr actor addName address addrLine am anchor app att author back biblScope body c castGroup castList cell",
        "choice cit cl code corr damage date dateline desc div div1 div2 div3 div4 div5 div6 div7 editor eg email ex",
        "expan figDesc figure floatingText forename front genName geogName gi gloss graphic group media handShift head",
        "headItem headLabel ident idno label lem lg list listBibl m material measure mentioned metamark name nameLink",
        "note num orgName orig pc persName phr placeName ptr publisher pubPlace q quote rdg rdgGrp reg relatedItem",
        "respStmt restore roleDesc roleName rs s said secl seg sic soCalled sp space state subst surname table term",
        "text time titlePage trait val w",
        "availability authority distributor editionStmt extent notesStmt publicationStmt region seriesStmt settlement",
        "sourceDesc street titleStmt country district geogName postBox postCode resp",
        # of a dictionary, and of what is cited
        "analytic case citedRange colloc def edition etym form g gen gram gramGrp hyph imprint iType lang lbl meeting",
        "monogr mood number orth oRef oVar per pos pRef pron re sense series stress subc superEntry syll tns usg xr",
    )
    for word in line.split()
)
# Marks that hold no value of their own.
NO_VALUE = frozenset({"emphasis", "strong", "small-caps", "superscript", "subscript", "underline", "strike", "foreign"})
# Things of their own: beside one another they are parted, though nothing stands between them in the file.
UNITS = frozenset(
    word
    for line in (
        "addName forename genName nameLink persName roleName surname name orgName placeName geogName country district",
        "region settlement street postBox postCode addrLine address date time idno author editor title publisher",
        "pubPlace biblScope citedRange edition extent imprint meeting monogr analytic series respStmt resp relatedItem",
        "titleStmt editionStmt publicationStmt seriesStmt notesStmt sourceDesc availability authority distributor",
        "form orth pron gramGrp gram pos gen sense def etym usg xr role roleDesc birth death occupation residence",
        "education nationality floruit",
    )
    for word in line.split()
)
DIVISIONS = frozenset({"div", *(f"div{n}" for n in range(1, 8))})
PICTURES = frozenset({"graphic", "media"})
# What holds blocks or makes one of its own kind, and in a cell of a table is only words.
BLOCKS_OF_CELLS = frozenset({"head", "lg", "list", "listBibl", "label", "quote", "q", "said", "cit", "sp", "table"})
