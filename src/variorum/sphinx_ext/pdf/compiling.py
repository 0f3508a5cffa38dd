"""One pass of the compiler, run as a program of its own so that its memory is given back.

`compiling.py FOLDER PASS PACKAGES CALLER`: PASS is `heights` (of notes) or `survey` (of places), which write
survey.json, or `pdf`, which writes book.pdf and surveys it, or `pdf-a`, which writes one for archives; `check` surveys
a book as `pdf` sets it. PACKAGES is a JSON list of the folders where the caller finds its packages, looked in after the
interpreter's own; CALLER is the number of its process.
When that has been killed, nothing is written any more: the next build may be in the folder. Whatever the compiler says
is written to report.json: `{"error": …, "diagnostic": …, "hints": […]}` or `{"warnings": […]}`. Knows nothing of the
rest of the package.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

Write = Callable[[str, bytes], None]  # a file of this name, whole


def main(folder: Path, step: str, caller: int) -> int:
    """Run a pass and return the exit code."""
    import typst

    def write(name: str, data: bytes) -> None:
        if os.name == "posix" and os.getppid() != caller:  # elsewhere a launcher may stand between
            sys.exit(1)
        (folder / name).write_bytes(data)

    # its own fonts are for formulas and code, and the same wherever this release of Typst is
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder / "fonts")])
    main_file = "heights.typ" if step == "heights" else "main.typ"
    compiler = typst.Compiler(str(folder / main_file), root=str(folder), font_paths=fonts, sys_inputs={"step": step})
    try:
        if step in {"pdf", "pdf-a"}:
            warnings = pdf(compiler, write, for_archives=step == "pdf-a")
        else:
            warnings = survey(compiler, write)
    except typst.TypstError as error:
        report: dict[str, object] = {"error": error.message, "diagnostic": error.diagnostic, "hints": list(error.hints)}
    else:
        report = {"warnings": warnings}
    write("report.json", json.dumps(report, ensure_ascii=False).encode())
    return 1 if "error" in report else 0


def survey(compiler: typst.Compiler, write: Write) -> list[str]:
    """Let the compiler lay out a file and tell what it has measured."""
    try:
        found = compiler.query("<survey>", field="value", one=True)
    except RuntimeError:  # a query does not say where the fault is; compiling does
        compiler.compile(format="pdf")
        raise
    write("survey.json", found.encode())
    return []


def pdf(compiler: typst.Compiler, write: Write, *, for_archives: bool) -> list[str]:
    """Set the book as PDF/UA-1, for archives as PDF/A-3a too."""
    data, warnings = compiler.compile_with_warnings(
        format="pdf", pdf_standards=["ua-1", "a-3a"] if for_archives else ["ua-1"]
    )
    assert isinstance(data, bytes)
    write("book.pdf", data)
    survey(compiler, write)  # of what has just been laid out, which the compiler still knows
    return [str(w.message) for w in warnings]


if __name__ == "__main__":
    sys.path += [folder for folder in json.loads(sys.argv[3]) if folder not in sys.path]
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[4])))
