"""The nodes of the reader: passages, lemmata, annotations, parallels. `html_visitors.py` beside them writes their HTML.

Every node has real children, so that links, citations and languages inside it work in every builder. Builders that do
not know these nodes never meet them: `fallback.py` turns them into common docutils nodes first.
"""

from __future__ import annotations

from docutils import nodes

# Class of the element that tells its language; docutils writes `lang="…"` for it.
LANGUAGE_CLASS = "language-{}"
# Class of a note or parallel in another language than the page's, which readers can leave out.
TONGUE_CLASS = "tongue-{}"


class passages(nodes.General, nodes.Element):  # noqa: N801 -- docutils names nodes in lower case
    """Neighbouring list items, table rows or references of a source (`kind`); holds `passage` nodes."""


class passage(nodes.General, nodes.Element):  # noqa: N801
    """A passage: `passage_text` first (unless it is a heading), then its annotations and parallel notes.

    Attributes: `source` (id), `locus`, `siglum`, `kind`, `ids`. Made by `sources.py`.
    """


class passage_text(nodes.Special, nodes.TextElement):  # noqa: N801
    """The verbatim words of a passage; its text without marks equals the line of text.txt.

    Special, so that docutils does not ask for the quotation marks of its language, and warn where it knows none.
    """


class passage_translation(nodes.paragraph):  # noqa: N801
    """Our translation of a passage, after its words (after its title for a heading).

    Attributes: `language`, `named` (whether there are several, so that its language must be said), `stale` (whether the
    words have changed since). A kind of paragraph, so that every builder knows what to do with it.
    """


class lemma(nodes.Inline, nodes.TextElement):  # noqa: N801
    """Annotated words. Overlapping lemmata are cut into segments, each a node.

    Attributes: `notes` (ids of annotations and parallels, blank between), `kinds`. Where parallels stand in a rail,
    `shared` are the numbers of those that the words belong to, and `targets` the ids under which their words are found.
    """


class note_reference(nodes.Inline, nodes.Element):  # noqa: N801
    """The link from the words to their note; holds no text, its number is shown by the style sheet.

    Attributes: `note` (id of the note's element), `number`, `kind`.
    """


class annotation(nodes.General, nodes.Element):  # noqa: N801
    """An annotation beside its passage.

    Attributes: `annotation` (id), `number`, `kind`, `by`, `ids` (`annotation-<id>`), `formerly` (ids that it had),
    `tongue` (its language, if it is not the page's).
    Children: a `note_lemma` if it is on words, then the body.
    """


class note_lemma(nodes.General, nodes.TextElement):  # noqa: N801
    """The annotated words, repeated at the head of their note."""


class parallel_note(nodes.General, nodes.Element):  # noqa: N801
    """What the other sources say, beside a passage that a parallel holds.

    Attributes: `parallel` (id), `number`, `relation`, `ids`. Children: a `parallel_title`, then
    `parallel_words`.
    """


class parallel_title(nodes.General, nodes.TextElement):  # noqa: N801
    """The title of a parallel as a link to its own place."""


class parallel_words(nodes.General, nodes.Element):  # noqa: N801
    """One passage of a parallel: link, words, gloss. Attributes: `source`, `language`."""


class words(nodes.General, nodes.TextElement):  # noqa: N801
    """Words quoted from a source."""


class gloss(nodes.General, nodes.TextElement):  # noqa: N801
    """Our translation of quoted words."""


class parallel_head(nodes.General, nodes.TextElement):  # noqa: N801
    """Date and relation of a parallel, under its title. Attributes: `relation`, `date` (EDTF)."""


class parallel_columns(nodes.General, nodes.Element):  # noqa: N801
    """The passages of a parallel side by side: holds `parallel_words`."""


class silent(nodes.General, nodes.TextElement):  # noqa: N801
    """Which sources have nothing in a parallel."""
