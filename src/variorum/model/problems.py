"""What a person has to put right: a plain value, and the closed list of its codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


class MissingExtraError(Exception):
    """A part of the software needs a package that is not installed; the message is one line with the command."""

    def __init__(self, what: str, package: str, extra: str) -> None:
        super().__init__(f"{what} needs {package}; install it with: pip install 'sphinx-variorum[{extra}]'")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something that a person has to put right: what is wrong, where, and what to do.

    The order is that of reading: by file, then line, then code.
    """

    path: str  # relative to the edition, e.g. "sources/nepali/annotations/ne-birth.md"
    line: int  # 1-based; 1 when the whole file is meant
    code: str  # a key of `PROBLEM_CODES`, e.g. "lemma-not-found"
    message: str  # one sentence or two, e.g. 'the words "…" do not stand in No 22'
    # what it would be well with, e.g. "work Getty1985"; if that is lost by another fault, it follows from that one
    waits_for: str = field(default="", compare=False)

    def __str__(self) -> str:
        hint = "hint: " if self.is_hint else ""
        return f"{self.path}:{self.line}: {hint}{self.code} {self.message}"

    @property
    def is_hint(self) -> bool:
        """Whether it is only worth knowing: nothing is lost or wrong, so no check and no build fails because of it."""
        return self.code in HINT_CODES


PROBLEM_CODES: Mapping[str, str] = MappingProxyType(
    {
        # files
        "file-missing": "A file that the edition needs is not there.",
        "file-unreadable": "The system refuses to let the file be read.",
        "file-too-large": "The file is larger than anything an editor writes by hand.",
        "file-not-utf8": "The file is not encoded in UTF-8.",
        "file-outside": "The file is a symbolic link that leads out of the edition.",
        "file-name": "The file's name cannot serve as an id.",
        "character-forbidden": "The text holds an invisible or control character that can deceive a reader.",
        "file-unread": "A file or folder that looks like a contribution is not read, because of its name or place.",
        "merge-mark": "Two versions of the file stand in it, left by a merge that was not ended.",
        "line-ends": "The file has line ends or a mark that only some editors write; it is read all the same.",
        # what a file is made of
        "front-matter-missing": "The file does not begin with a front matter between two lines of three dashes.",
        "front-matter-broken": "The front matter is not well-formed, or uses a part of YAML that is not accepted.",
        "toml-broken": "The file is not well-formed TOML.",
        "settings-broken": "conf.py is not well-formed Python.",
        "table-broken": "A row of the table does not have the columns that it should have.",
        "meaning-alone": "A vocabulary has words for a meaning that no other language has.",
        "key-unknown": "The front matter or table has a key that does not exist.",
        "key-missing": "The front matter or table lacks a key that it must have.",
        "value-invalid": "A value is not one of those that the key takes.",
        "body-empty": "There is no text below the front matter.",
        "body-too-long": "The text is longer than any note.",
        "body-markup": "The text uses markup that contributions may not contain.",
        "role-unknown": "The text uses a role that does not exist.",
        "draft": "The text holds a placeholder, or a note of its author to himself.",
        "note-length": "The note has fewer or more words than the edition asks for.",
        "work-missing": "The note cites no work, though the edition asks for one in notes of its kind.",
        # sources
        "source-changed": "text.txt is not the text that source.toml vouches for.",
        "original-changed": "The file that a source was brought in from is not the one that source.toml vouches for.",
        "original-unaccounted": "A letter of the original is neither shown, in the layer, nor omitted for a reason.",
        "outline-skips": "A line of the source is not accounted for.",
        "outline-repeats": "A line of the source is accounted for twice, or out of order.",
        "outline-blank": "The outline names a line that is blank or does not exist.",
        "locus-repeated": "Two passages of a source have the same locus.",
        "locus-missing": "A passage of a kind that can be cited has no locus.",
        "division-order": "The divisions of a source do not stand in the order of its text.",
        "translation-missing": "A passage of a translated source has no translation.",
        "translation-stale": "The words of a passage have changed since it was translated.",
        "translation-left-over": "A translation belongs to no passage.",
        "translation-figures": "A number of the original does not stand in the translation.",
        # what hangs together
        "id-repeated": "Two files have the same id (upper and lower case count as the same).",
        "source-unknown": "There is no such source.",
        "passage-unknown": "The source has no such passage.",
        "lemma-not-found": "The lemma does not stand in its passage.",
        "lemma-ambiguous": "The lemma stands more than once in its passage.",
        "lemma-empty": "The lemma is there but empty: it cannot be told whether the whole passage is meant.",
        "lemma-inside-word": "The lemma begins or ends inside a word, and nothing beside it confirms that it should.",
        "lemma-without-words": "The lemma is only punctuation, and nothing beside it confirms that it should be.",
        "work-unknown": "references.bib has no such work.",
        "name-unknown": "names.toml has no such name.",
        "spelling-repeated": "The same spelling stands under two names.",
        "annotation-unknown": "There is no such annotation.",
        "parallel-unknown": "There is no such parallel.",
        "parallel-alone": "A parallel needs passages of at least two sources.",
        "gloss-missing": "Words in another language than the edition's have no gloss.",
        "gloss-stale": "The words that a gloss translates have changed since.",
        "gloss-differs": "A gloss has other words than the facing translation of its passage.",
        "former-id": "An id that a file had before is that of another file.",
        "refused-before": "The contribution was refused before, for a reason.",
        "contributor-unnamed": "CITATION.cff does not name somebody who wrote for the edition.",
        "silence-contradicted": "A parallel calls a source silent and shows its words all the same.",
        "silence-doubtful": "A source that is called silent has a passage that may speak of the matter.",
        "date-invalid": "The date is not written in EDTF.",
        "bibliography-broken": "references.bib, or an entry of it, cannot be read to its end.",
        # works and citations
        "citation-not-found": "A rule of citations.toml matches nothing in its passages.",
        "citation-contested": "Two rules of citations.toml claim the same words.",
        "style-broken": "The file of the style in which works are to be printed cannot be used.",
        "work-uncited": "Nobody cites the work.",
        "work-field-missing": "The work lacks a field that it must have.",
        "work-field-invalid": "A field of the work has a value that it cannot have.",
        "work-name": "A name of the work is not written in a form that can be read.",
        "work-field-unread": "A field is not printed: Chicago has no place for it in such a work, or nobody knows it.",
        "work-key": "The work's key cannot be cited, or is not of the form that the house asks for.",
        "work-duplicate": "Two entries seem to be one work.",
        "work-order": "An entry of references.bib does not stand where the order of the keys puts it.",
        "work-markup": "A field holds TeX that will be lost, or a sign that cuts it off.",
    }
)

# What only deserves to be known.
HINT_CODES = frozenset(
    {
        "contributor-unnamed",
        "gloss-stale",
        "line-ends",
        "meaning-alone",
        "translation-stale",
        "work-field-unread",
        "work-order",
    }
)
