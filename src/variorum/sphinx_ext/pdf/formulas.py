"""Formulas: TeX in, Typst's own mathematics out, each tried before it is set; what cannot be set is named.

The work is tex2typst's. It knows most of what is written between dollars, and says so where it does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from variorum.sphinx_ext.pdf.inlining import as_string

PACKAGE = "tex2typst"


class NoFormulasError(Exception):
    """The package that reads TeX is not installed."""


def typst_of(formulas: Iterable[str], folder: Path) -> Mapping[str, str]:
    """Return for each formula in TeX its code for Typst's mathematics; "" for one that cannot be set.

    `folder` is one in which to work. Raises NoFormulasError if the package that reads TeX is not there.
    """
    try:
        from tex2typst import tex2typst
    except ImportError as error:
        raise NoFormulasError from error

    def read(tex: str) -> str:
        try:
            return str(tex2typst(_plain(tex))).strip()
        except Exception:  # its own errors have no common class
            return ""

    codes = {tex: read(tex) for tex in formulas}
    if _can_be_set(list(codes.values()), folder):
        return codes
    return {tex: code if _can_be_set([code], folder) else "" for tex, code in codes.items()}


def _plain(tex: str) -> str:
    """Write environments and signs that the package does not know as those that it knows; numbers are the book's."""
    tex = re.sub(r"\\(?:label\{[^}]*\}|nonumber\b|notag\b)", "", tex.strip())
    whole = re.fullmatch(r"\\begin\{(equation|displaymath|math)(\*?)\}(.*)\\end\{\1\2\}", tex, re.DOTALL)
    tex = whole[3].strip() if whole else tex
    return re.sub(rf"\\(begin|end)\{{(?:{_LIKE_ALIGNED})\*?\}}", r"\\\1{aligned}", tex)


_LIKE_ALIGNED = "split|gather|gathered|multline|align|alignat|eqnarray"


def _can_be_set(codes: Iterable[str], folder: Path) -> bool:
    """Whether the compiler takes all of these codes."""
    import typst

    tried = "\n".join(f'#math.equation(eval({as_string(code)}, mode: "math"))' for code in codes)
    try:
        typst.Compiler(tried.encode(), root=str(folder), font_paths=typst.Fonts(include_system_fonts=False)).compile()
    except (typst.TypstError, RuntimeError):
        return False
    return True
