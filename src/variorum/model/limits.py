"""How large a thing may be that somebody sends: every limit with its unit, and the table that SECURITY.md shows.

A limit keeps a check short and says so; none of them is near what an honest edition needs.
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
MAX_BRACES = 400_000  # of a file; 10,000 works of twelve fields have 130,000
MAX_READ_CHARS = 3_000_000  # of the fields that are printed, in a file; a work has 200
MAX_ALL_PERSONS = 60_000  # of a file, authors, editors and all others; 10,000 works have 30,000
MAX_PERSONS_CHARS = 1_200_000  # of the fields with them; a name has 20
MAX_FAULTS = 1_000  # of a file; who has so many begins with the first
MAX_TABLE_BYTES = 512 * 1024  # of names.toml or a citations.toml; a name has 300 bytes
MAX_NAMES = 5_000  # of names.toml
MAX_ROWS = 2_000  # of a citations.toml: its rules
MAX_CITATIONS = 20_000  # of one source, that all its rules find
MAX_KEY_LEVELS = 8  # of a key of TOML such as name.spellings.nb
MAX_ORIGINAL_BYTES = 128 * 1024 * 1024  # a scanned book in Word, with its pictures
MAX_UNPACKED_BYTES = 256 * 1024 * 1024  # of an original that is packed (DOCX, ODT, EPUB), all its parts together
MAX_PACKED_PARTS = 20_000  # files in such an original
MAX_PACKED_RATE = 200  # a part unpacked, by its size in the package, once it is larger than 1 MB; text packs to a tenth
MAX_XML_LEVELS = 200  # of elements in one another; a deep TEI file has 20
MAX_ID_CHARS = 100  # of a file's name without its ending
MAX_BODY_CHARS = 10_000  # a long note has 1,000
MAX_BODY_LEVELS = 6  # of lists and quotations in one another; a note that needs more is no note
MAX_ROLE_CHARS = 500  # between the backticks
MAX_VALUE_CHARS = 300  # of a value of the front matter that quotes nothing
MAX_HEAD_LEVELS = 4  # of lists and mappings in one another in a front matter
MAX_PASSAGES = 200  # that a parallel sets beside one another, or touches
MAX_DATE_CHARS = 60
MAX_ADDRESS_CHARS = 2_000  # of a link
MAX_FIELD_CHARS = 10_000  # of a field of a work
MAX_PERSONS = 500  # of one kind in one work: authors, editors …
MAX_STRING_CHARS = 1_000  # of one @string of a bibliography; the name of a journal has 60
MAX_EXPANDED_CHARS = 2 * 1024 * 1024  # that all uses of @string put in
MAX_GENERATIONS = 8  # of crossref and xdata that lead from one entry to the next
MAX_MARKS = 8  # above or below one letter


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
    yield "a letter", f"{MAX_MARKS} marks above and below it"
    yield "a file's name", f"{MAX_ID_CHARS} letters `a-z`, digits, single hyphens"
    yield "`source.toml`", contribution
    yield (
        "`references.bib`",
        f"{MAX_BIBLIOGRAPHY_BYTES // 1024**2} MB, {MAX_WORKS:,} works, {MAX_FIELDS:,} fields, {MAX_FAULTS:,} faults",
    )
    tex = f"{MAX_TEX_CHARS:,} characters in those with TeX, {MAX_TEX_COMMANDS:,} commands"
    yield (
        "all its fields together",
        f"{MAX_READ_CHARS:,} characters that are printed; {MAX_BRACES:,} braces; {tex}",
    )
    yield "all its persons together", f"{MAX_ALL_PERSONS:,}, with {MAX_PERSONS_CHARS:,} characters"
    yield (
        "an `@string`",
        f"{MAX_STRING_CHARS:,} characters; all uses of all of them {MAX_EXPANDED_CHARS // 1024**2} MB",
    )
    yield "a work", f"{MAX_PERSONS} authors, editors or translators; {MAX_FIELD_CHARS:,} characters in a field"
    yield "`names.toml`, `citations.toml`", f"{MAX_TABLE_BYTES // 1024} kB; {MAX_KEY_LEVELS} levels of keys"
    yield "`names.toml`", f"{MAX_NAMES:,} names"
    yield "a `citations.toml`", f"{MAX_ROWS:,} rules that find {MAX_CITATIONS:,} citations"
    packed = (
        f"unpacked {MAX_UNPACKED_BYTES // 1024**2} MB, {MAX_PACKED_PARTS:,} parts, {MAX_PACKED_RATE} times the size"
    )
    yield (
        "what `variorum import` reads",
        f"{MAX_ORIGINAL_BYTES // 1024**2} MB; {packed}; XML {MAX_XML_LEVELS} levels, no entities from outside",
    )
    yield "texts and other tables", f"{MAX_TEXT_BYTES // 1024**2} MB"
