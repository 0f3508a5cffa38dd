"""Citations as a style of CSL prints them, as sphinxcontrib-bibtex asks for them: one work after the other, then all.

The words of a group of works hang together (`see [1]–[3]`), so each work alone only says which it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from pybtex.richtext import Text
from pybtex.style.template import node as template
from sphinxcontrib.bibtex.style.template import SphinxReferenceText

from variorum.model.body import CiteTarget
from variorum.sphinx_ext.doctree.rich_text import dressed
from variorum.works.styles import CslStyle

# Roles that a style of CSL prints → whether the work is named in the sentence, whether there are brackets around it.
# The others, for names and years alone, are ours in any style.
CSL_ROLES = {
    **dict.fromkeys(("p", "ps"), (False, True)),
    **dict.fromkeys(("t", "ts", "ct", "cts"), (True, False)),
    **dict.fromkeys(("alp", "alps", "label"), (False, False)),
    "labelpar": (False, True),
}


@template  # type: ignore[untyped-decorator]  # pybtex has no types
def cited_work(children: Any, data: Mapping[str, Any]) -> SphinxReferenceText:
    """Return a link to the entry of a work with its key for words, for `cited_together` to put others there."""
    return SphinxReferenceText(data["reference_info"], str(data["entry"].key))


@template  # type: ignore[untyped-decorator]  # pybtex has no types
def cited_together(children: Sequence[SphinxReferenceText], data: Any, style: CslStyle, role_name: str) -> Text:
    """Return what a style of CSL prints of the works that are cited, each as a link to its entry."""
    links = {str(child): child.info[0] for child in children}
    targets = [CiteTarget(key, info.pre_text, info.post_text) for key, info in links.items()]
    in_sentence, in_brackets = CSL_ROLES[role_name]
    cited = style.cite(targets, in_sentence=in_sentence, in_brackets=in_brackets)
    pieces: list[Any] = []
    for key, words in groupby(cited, lambda c: c.key):
        runs = [dressed(c.run) for c in words]
        pieces += [SphinxReferenceText(links[key], *runs)] if key in links else runs
    return Text(*pieces)
