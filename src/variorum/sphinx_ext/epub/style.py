"""The style sheet of the electronic book: the least that its pages need, in what every reader of books understands."""

from __future__ import annotations

from variorum.text.scripts import SLANTED, own_scripts, upright_languages


def _in_upright(element: str = "") -> str:
    """Return a selector for what is in a script without italics; it is bold, or upright where it is apart already."""
    return ", ".join(f"{element}:lang({language.tag})" for language in upright_languages())


_STYLE = """
.passage { margin: 0 0 1em; }
.locus { float: left; margin: 0.2em 0.6em 0 0; font-size: 0.75em; }
.passage .words { margin: 0; }
.passage > blockquote, .parallel-words blockquote { margin: 0; }
.passage.quotation > blockquote { margin: 0 1.5em; }
.parallel-words p { margin: 0.1em 0; }
.parallel-words, .parallel-head, .silent { margin: 0.6em 0; }
.gloss, .note-lemma { font-size: 0.9em; font-style: italic; }
.silent { font-size: 0.9em; }
.division > h2, .division > h3, .division > h4 { font-size: 0.95em; font-weight: normal; font-style: italic; }
aside.note p { margin: 0.2em 0; }
table { font-size: 0.85em; }
td, th { vertical-align: top; text-align: start; }
table.harmony, table.harmony tbody, table.harmony tr, table.harmony td { display: block; }
table.harmony tr { margin: 0 0 1em; }
table.harmony p { margin: 0.1em 0; }
table.harmony thead { display: none; }
table.harmony td.besides, table.harmony td.besides p { display: inline; font-size: 0.95em; font-style: italic; }
p.touches { font-size: 0.85em; font-style: italic; margin: 0.3em 0 0.6em 1.5em; }
mark.lemma { background: none; color: inherit; border-bottom: 1px dotted; }
aside.note { font-size: 0.85em; margin: 0.5em 0 0.5em 1.5em; }
a.note-reference { font-size: 0.7em; vertical-align: super; line-height: 1; }
a.note-reference.beside { margin-left: 0.15em; }
a.note-reference.beside::before { content: ", "; }
body { overflow-wrap: anywhere; }
img, svg { max-width: 100%; height: auto; }
pre { white-space: pre-wrap; }
table { max-width: 100%; }
td, th { overflow-wrap: anywhere; }
.drawing img { max-width: 100%; }
.passage.verse { margin: 0; }
.passage.verse.stanza, .passage.verse + .passage:not(.verse) { margin-top: 1em; }
.passage.verse .set-in { word-spacing: 0.2em; }
.passage.verse .half-line { display: inline-block; max-width: 100%; text-indent: 0; }
.passage.verse .words, .passage.table-row .words { white-space: pre-wrap; }
@supports (--a: b) {
  .table-row .words { display: grid; grid-template-columns: var(--columns); column-gap: 1em; }
}
.passage.verse { padding-left: 3.2em; }
.passage.verse .locus { width: 4em; margin: 0.2em 0.27em 0 -4.27em; }
.passage.verse .words { padding-left: 2em; text-indent: -2em; }
.passage.verse .words[dir="rtl"] { padding: 0 2em 0 0; }
.passage.unnumbered .locus { display: none; }
.passage.speaker .words, .words .small-caps { font-variant: small-caps; }
.passage.inset { margin: 0 1.5em; }
.passage.inset > .words { font-style: italic; }
.passages.footnotes { list-style: none; margin: 1.5em 0; padding: 0.6em 0 0; border-top: 1px solid; font-size: 0.88em; }
.to-call { float: right; margin: 0 0 0 0.6em; text-decoration: none; }
a.source-call { font-size: 0.7em; vertical-align: super; line-height: 1; }
.page-begins::before { content: "|" attr(data-n) "|"; font-size: 0.7em; }
.line-begins::before { content: "|"; opacity: 0.5; }
.milestone::before, .image::before { content: "[" attr(data-n) "]"; font-size: 0.8em; }
.gap::before { content: "[…]"; }
.parted-before { margin-inline-start: 0.25em; }
.parted-after { margin-inline-end: 0.25em; }
.words .supplied::before { content: "⟨"; }
.words .supplied::after { content: "⟩"; }
.words .label { font-weight: bold; }
.words ins { text-decoration: none; }
.words ins::before, .words ins::after { content: "ˈ"; }
.words .unclear, .words .variant { border-bottom: 1px dotted; }
[dir="rtl"] { text-align: right; font-style: normal; }
[dir="rtl"] em { font-style: normal; font-weight: bold; }
html[dir="rtl"] .locus { float: right; margin: 0.2em 0 0 0.6em; }
html[dir="rtl"] .to-call { float: left; margin: 0 0.6em 0 0; }
html[dir="rtl"] .passage.verse, .passage.verse.turned { padding: 0 3.2em 0 0; }
html[dir="rtl"] .passage.verse .locus { margin: 0.2em -4.27em 0 0.27em; }
.passage.turned .locus { float: right; margin: 0.2em 0 0 0.6em; }
.passage.verse.turned .locus { margin: 0.2em -4.27em 0 0.27em; }
.passage.turned .to-call { float: left; margin: 0 0.6em 0 0; }
html[dir="rtl"] .passage.turned .locus { float: left; margin: 0.2em 0.6em 0 0; }
html[dir="rtl"] .passage.turned .to-call { float: right; margin: 0 0 0 0.6em; }
html[dir="rtl"] .passage.verse.turned { padding: 0 0 0 3.2em; }
html[dir="rtl"] .passage.verse.turned .locus { margin: 0.2em 0.27em 0 -4.27em; }
html[dir="rtl"] .passage.verse .words { padding: 0 2em 0 0; }
html[dir="rtl"] .passage.verse .words[dir="ltr"] { padding: 0 0 0 2em; text-align: left; }
"""


def style(language: str) -> str:
    """Return the style sheet of a book in a language: where its script has no italics, nothing of the book slants."""
    own = _STYLE
    if own_scripts(language).isdisjoint(SLANTED):
        own = own.replace("font-style: italic", "font-style: normal") + _UPRIGHT
    return f"""{own}{_in_upright()} {{ font-style: normal; }}
{_in_upright(".passage.inset > .words")} {{ font-style: normal; }}
{_in_upright(".words em")} {{ font-style: normal; font-weight: bold; }}
"""


# What a reading system slants by itself.
_UPRIGHT = """em, i { font-style: normal; font-weight: bold; }
.words em { font-style: italic; font-weight: normal; }
cite, dfn, var, address { font-style: normal; }
"""
