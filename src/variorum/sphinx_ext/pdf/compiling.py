"""One pass of the compiler, run as a program of its own so that its memory is given back.

`compiling.py FOLDER PASS PACKAGES`: PASS is `survey` (writes survey.json) or `pdf` (writes book.pdf); PACKAGES is a
JSON list of the folders where the caller finds its packages, looked in after the interpreter's own. Whatever the
compiler says is written to report.json: `{"error": …, "diagnostic": …, "hints": […]}` or `{"warnings": […]}`. Knows
nothing of the rest of the package.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst


def main(folder: Path, step: str) -> int:
    """Run a pass and return the exit code."""
    import typst

    # its own fonts are for formulas and code, and the same wherever this release of Typst is
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder / "fonts")])
    compiler = typst.Compiler(str(folder / "main.typ"), root=str(folder), font_paths=fonts, sys_inputs={"step": step})
    try:
        warnings = survey(compiler, folder) if step == "survey" else pdf(compiler, folder)
    except typst.TypstError as error:
        report: dict[str, object] = {"error": error.message, "diagnostic": error.diagnostic, "hints": list(error.hints)}
    else:
        report = {"warnings": warnings}
    (folder / "report.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8", newline="\n")
    return 1 if "error" in report else 0


def survey(compiler: typst.Compiler, folder: Path) -> list[str]:
    """Let the compiler lay out the book and tell where everything is."""
    try:
        found = compiler.query("<survey>", field="value", one=True)
    except RuntimeError:  # a query does not say where the fault is; compiling does
        compiler.compile(format="pdf")
        raise
    (folder / "survey.json").write_text(found, encoding="utf-8", newline="\n")
    return []


def pdf(compiler: typst.Compiler, folder: Path) -> list[str]:
    """Set the book as PDF/UA-1."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    data, warnings = compiler.compile_with_warnings(
        format="pdf", pdf_standards=["ua-1"], timestamp=int(epoch) if epoch else None
    )
    assert isinstance(data, bytes)
    (folder / "book.pdf").write_bytes(data)
    return [str(w.message) for w in warnings]


if __name__ == "__main__":
    sys.path += [folder for folder in json.loads(sys.argv[3]) if folder not in sys.path]
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
