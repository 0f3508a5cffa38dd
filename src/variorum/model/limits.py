"""How large a thing may be that somebody sends: every limit with its unit, and the table that SECURITY.md shows.

A limit keeps a check short and says so; none of them is near what an honest edition needs. The last of them limit no
thing but the work that is done for it: what is beyond is compared less closely, or an answer is not waited for.

A constant whose name begins with MAX stands here and in the table; how much of a thing is shown is no limit of it.
"""

from __future__ import annotations

from collections.abc import Iterator

MAX_CONTRIBUTION_BYTES = 64 * 1024  # a long note has 1 kB
MAX_TEXT_BYTES = 64 * 1024 * 1024  # the Bible has 4 MB
MAX_BIBLIOGRAPHY_BYTES = 6 * 1024 * 1024  # a work has 400 bytes; abstracts stand in a library
MAX_WORKS = 10_000
MAX_FIELDS = 120_000  # of a file, with those that works have from others; 10,000 works of twelve fields have 120,000
MAX_TEX_CHARS = 1_000_000  # of the fields with TeX in them, in a file
MAX_TEX_COMMANDS = 40_000  # of a file
MAX_TEX_LEVELS = 40  # of braces in one another that are looked into; deeper ones only go
MAX_HIDDEN_CHARS = 100  # characters that deceive, which are left out and said; of more the file is refused
MAX_BRACES = 400_000  # of a file; 10,000 works of twelve fields have 130,000
MAX_READ_CHARS = 3_000_000  # of the fields that are printed, in a file; a work has 200
MAX_ALL_PERSONS = 60_000  # of a file, authors, editors and all others; 10,000 works have 30,000
MAX_PERSONS_CHARS = 1_200_000  # of the fields with them; a name has 20
MAX_FAULTS = 1_000  # of a file; who has so many begins with the first
MAX_TABLE_BYTES = 512 * 1024  # of names.toml or a citations.toml; a name has 300 bytes
MAX_NAMES = 5_000  # of names.toml
MAX_VOCABULARY_WORDS = 20_000  # of a language in vocabularies/; ours for English has 2,700
MAX_VOCABULARY_WORD_CHARS = 60  # of one of them
MAX_NUMBER_WORD = 10**12  # that a number word stands for
MAX_ROWS = 2_000  # of a citations.toml: its rules
MAX_CITATIONS = 20_000  # of one source, that all its rules find
MAX_KEY_LEVELS = 8  # of a key of TOML such as name.spellings.nb
MAX_ORIGINAL_BYTES = 128 * 1024 * 1024  # a scanned book in Word, with its pictures
MAX_PICTURE_BYTES = 32 * 1024 * 1024  # a picture beside an original
MAX_UNPACKED_BYTES = 256 * 1024 * 1024  # of an original that is packed (DOCX, ODT, EPUB), all its parts together
MAX_PACKED_PARTS = 20_000  # files in such an original
MAX_PACKED_RATE = 200  # a part unpacked, by its size in the package, once it is larger; text packs to a tenth
MAX_XML_LEVELS = 200  # of elements in one another; a deep TEI file has 20
MAX_UNRATED_BYTES = 1024 * 1024  # of a part that may be packed as well as it likes
MAX_STYLE_LEVELS = 20  # of styles made from one another, in a Word or OpenDocument file
MAX_NOTE_LEVELS = 8  # of notes in notes, in an original
MAX_ID_CHARS = 100  # of a file's name without its ending
MAX_BODY_CHARS = 10_000  # a long note has 1,000
MAX_BODY_LEVELS = 6  # of lists and quotations in one another; a note that needs more is no note
MAX_ROLE_CHARS = 500  # between the backticks
MAX_VALUE_CHARS = 300  # of a value of the front matter that quotes nothing
MAX_HEAD_LEVELS = 4  # of lists and mappings in one another in a front matter
MAX_PASSAGES = 200  # that a parallel sets beside one another, or touches
MAX_DATE_CHARS = 60
MAX_LOCUS_CHARS = 24
MAX_BRIDGE_VERSES = 200  # that one passage stands for: 1:3-5 stands for three
MAX_ADDRESS_CHARS = 2_000  # of a link
MAX_FIELD_CHARS = 10_000  # of a field of a work
MAX_PERSONS = 500  # of one kind in one work: authors, editors …
MAX_STRING_CHARS = 1_000  # of one @string of a bibliography; the name of a journal has 60
MAX_EXPANDED_CHARS = 2 * 1024 * 1024  # that all uses of @string put in
MAX_GENERATIONS = 8  # of crossref and xdata that lead from one entry to the next
MAX_MARKS = 8  # above or below one letter
MAX_STYLE_BYTES = 1024 * 1024  # of a style for works (CSL); the longest has 150 kB

MAX_PANDOC_BYTES = 2 * 1024**3  # of memory
MAX_IMPORT_SECONDS = 300  # of pandoc, for one original
MAX_PRINT_SECONDS = 600  # of pandoc, for the works of an edition
MAX_GIT_SECONDS = 60  # for one question to git
MAX_SUGGESTED_CHARS = 500  # of a lemma for which something similar is looked for; the time grows with its square
MAX_SUGGESTIONS = 200  # words of one check that something like them is looked for; who has more looks at a list
MAX_TITLE_PAIRS = 1_000_000  # titles that are compared; 10,000 works of a hundred years are 500,000
MAX_WORK_PAIRS = 60_000  # works that are compared, of those whose titles are somewhat alike
MAX_WORK_SHAPES = 1_000  # types with the same fields, in which unprinted ones are looked for; a library has hundreds
MAX_SENTENCE_CHARS = 2_000  # of a sentence that is looked through for what it denies
MAX_CHANGES_SHOWN = 200  # fields of one file
MAX_WORDS_COMPARED = 4_000  # on both sides together, of what a change shows; the time grows with their square
MAX_LETTER_PAIRS = 40_000_000  # letters of the old times those of the new wording that are followed one by one
MAX_WORD_PAIRS = 600_000_000  # words of two texts that are compared at once, 75 MB; beyond, stretch by stretch
MAX_BLEED_MM = 20  # beyond the edge of a page of the book; a press asks for 3 to 5


def rows() -> Iterator[tuple[str, str]]:
    """Yield what is limited, and how: the rows of the table in SECURITY.md."""
    contribution = f"{MAX_CONTRIBUTION_BYTES // 1024} kB"
    yield (
        "an annotation or parallel",
        f"{contribution}; its body {MAX_BODY_CHARS:,} characters and {MAX_BODY_LEVELS} levels of lists and quotations",
    )
    yield "its front matter", f"{MAX_HEAD_LEVELS} levels of lists and mappings"
    yield "`by`, `title` …", f"one line of {MAX_VALUE_CHARS} characters"
    yield "`passages:`, `touches:`", f"{MAX_PASSAGES} passages each"
    yield "`date`", f"{MAX_DATE_CHARS} characters"
    yield "a role", f"{MAX_ROLE_CHARS} characters between the backticks"
    yield "the address of a link", f"`http` or `https`, {MAX_ADDRESS_CHARS:,} characters"
    yield "a locus", f"{MAX_LOCUS_CHARS} characters; {MAX_BRIDGE_VERSES} verses that it stands for"
    yield "a letter", f"{MAX_MARKS} marks above and below it"
    yield "a file's name", f"{MAX_ID_CHARS} letters `a-z`, digits, single hyphens"
    yield "`source.toml`", contribution
    yield (
        "`references.bib`",
        (
            f"{MAX_BIBLIOGRAPHY_BYTES // 1024**2} MB, {MAX_WORKS:,} works, {MAX_FIELDS:,} fields, "
            f"{MAX_FAULTS:,} faults; {MAX_HIDDEN_CHARS} hidden characters, which are left out"
        ),
    )
    tex = (
        f"{MAX_TEX_CHARS:,} characters in those with TeX, {MAX_TEX_COMMANDS:,} commands, "
        f"{MAX_TEX_LEVELS} levels of braces"
    )
    yield (
        "all its fields together",
        f"{MAX_READ_CHARS:,} characters that are printed; {MAX_BRACES:,} braces; {tex}",
    )
    yield "all its persons together", f"{MAX_ALL_PERSONS:,}, with {MAX_PERSONS_CHARS:,} characters"
    yield (
        "an `@string`",
        f"{MAX_STRING_CHARS:,} characters; all uses of all of them {MAX_EXPANDED_CHARS // 1024**2} MB",
    )
    yield "`crossref`, `xdata`", f"{MAX_GENERATIONS} entries that lead from one to the next"
    yield "a work", f"{MAX_PERSONS} authors, editors or translators; {MAX_FIELD_CHARS:,} characters in a field"
    yield "`names.toml`, `citations.toml`", f"{MAX_TABLE_BYTES // 1024} kB; {MAX_KEY_LEVELS} levels of keys"
    yield "`names.toml`", f"{MAX_NAMES:,} names"
    yield (
        "a vocabulary of a language",
        (f"{MAX_VOCABULARY_WORDS:,} words of {MAX_VOCABULARY_WORD_CHARS} characters; numbers to {MAX_NUMBER_WORD:,}"),
    )
    yield "a `citations.toml`", f"{MAX_ROWS:,} rules that find {MAX_CITATIONS:,} citations"
    packed = (
        f"unpacked {MAX_UNPACKED_BYTES // 1024**2} MB, {MAX_PACKED_PARTS:,} parts, "
        f"{MAX_PACKED_RATE} times the size of a part above {MAX_UNRATED_BYTES // 1024**2} MB"
    )
    yield (
        "what `variorum import` reads",
        (
            f"{MAX_ORIGINAL_BYTES // 1024**2} MB; {packed}; XML {MAX_XML_LEVELS} levels, no entities and files "
            f"from outside; {MAX_NOTE_LEVELS} levels of notes in notes, {MAX_STYLE_LEVELS} of styles made from styles;"
            f" a picture beside it {MAX_PICTURE_BYTES // 1024**2} MB"
        ),
    )
    yield "a style for works (CSL)", f"{MAX_STYLE_BYTES // 1024**2} MB, XML {MAX_XML_LEVELS} levels"
    yield "the bleed of the book's pages", f"{MAX_BLEED_MM} mm"
    yield "texts and other tables", f"{MAX_TEXT_BYTES // 1024**2} MB"
    yield (
        "pandoc",
        (
            f"{MAX_PANDOC_BYTES // 1024**3} GB of memory; {MAX_IMPORT_SECONDS} seconds for an original,"
            f" {MAX_PRINT_SECONDS} for the works of an edition"
        ),
    )
    yield "a question to git", f"{MAX_GIT_SECONDS} seconds"
    yield "something similar is looked for", f"{MAX_SUGGESTIONS} words, lemmata of {MAX_SUGGESTED_CHARS} characters"
    yield "works that may be one work", f"{MAX_TITLE_PAIRS:,} pairs of titles, {MAX_WORK_PAIRS:,} of works"
    yield "fields that are not printed", f"looked for in {MAX_WORK_SHAPES:,} types with other fields"
    yield "sentences that deny", f"{MAX_SENTENCE_CHARS:,} characters each"
    yield (
        "what a change is shown with",
        f"{MAX_CHANGES_SHOWN} fields of a file, {MAX_WORDS_COMPARED:,} words compared at a time",
    )
    yield (
        "what a new text is compared with",
        f"{MAX_WORD_PAIRS:,} pairs of words at a time, {MAX_LETTER_PAIRS:,} pairs of letters of a passage",
    )
