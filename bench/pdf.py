"""`python -m bench.pdf [small|ten|real …]`: what the PDF edition costs, and how true it is to the text.

small: five made-up sources with 47 notes each · ten: fifty of them (2,350 notes) · real: this edition, built twice, its
words extracted again with poppler and pdfium. LuaLaTeX and XeLaTeX are timed on `small` only where TeX is installed.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from bench.measure import run
from bench.synthetic import make_edition
from variorum.reading import read_edition

HERE = Path(__file__).parent.parent
SCRIPTS = {"Latin": "A-Za-zÀ-ɏ", "Cyrillic": "Ѐ-ӿ", "Georgian": "ა-ჿ", "Devanagari": "ऀ-ॣ०-ॿ"}


def build(root: Path, out: Path, builder: str = "variorum-pdf") -> None:
    """Build once and print the cost."""
    command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, "-c", str(root), "-d", f"{out}-doctrees"]
    began = time.monotonic()
    cost = run([*command, str(root / "docs"), str(out)])
    wall = time.monotonic() - began
    print(f"  {builder}: {cost.cpu:.1f} s CPU, {wall:.1f} s wall, largest process {cost.memory:.0f} MB")


def pages(pdf: Path) -> str:
    said = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    return f"{re.search(r'Pages: +([0-9]+)', said)[1]} pages, {pdf.stat().st_size / 1e6:.2f} MB"


def synthetic(root: Path, sources: int) -> None:
    print(f"{sources} made-up sources, {47 * sources} notes")
    make_edition(root / "edition", sources=sources, annotations=47)
    build(root / "edition", root / "out")
    print(f"  {pages(next((root / 'out').glob('*.pdf')))}")
    for engine in ("lualatex", "xelatex"):
        if sources == 5 and shutil.which(engine):
            with_tex(root, engine)
        elif sources == 5:
            print(f"  {engine}: not installed here, not measured")


def with_tex(root: Path, engine: str) -> None:
    conf = root / "edition/conf.py"
    conf.write_text(conf.read_text("utf-8") + f'\nlatex_engine = "{engine}"\n', "utf-8")
    build(root / "edition", root / engine, "latex")
    (tex,) = (root / engine).glob("*.tex")
    cost = run(["latexmk", f"-{engine}", "-interaction=nonstopmode", f"-output-directory={tex.parent}", str(tex)])
    print(f"  {engine}: {cost.cpu:.1f} s CPU, largest process {cost.memory:.0f} MB (without Sphinx)")


def real(root: Path) -> None:
    print("this edition")
    hashes = set()
    for name in ("first", "second"):
        build(HERE, root / name)
        pdf = next((root / name).glob("*.pdf"))
        hashes.add(hashlib.sha256(pdf.read_bytes()).hexdigest())
    print(f"  {pages(pdf)}; the same bytes twice: {'yes' if len(hashes) == 1 else 'NO'}")
    for name, text in (("poppler", poppler(pdf)), ("pdfium", pdfium(pdf))):
        print(f"  {name}: {fidelity(text)}")


def poppler(pdf: Path) -> str:
    return subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True).stdout.decode("utf-8")


def pdfium(pdf: Path) -> str:
    import pypdfium2

    return "\n".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(pdf)).replace("\r\n", "\n")


def fidelity(text: str) -> str:
    """The share of the running words of all passages that are in the text: ignoring blanks, and as own words."""
    text = re.sub(r"(?:[\u00ad\ufffe\u0002]|-)\s*\n", "", text)
    text = text.translate(dict.fromkeys(map(ord, "\u00ad\u2060\ufffe\u0002")))
    squeezed = re.sub(r"\s", "", text)
    found: dict[str, list[int]] = {}
    known: dict[str, tuple[bool, bool]] = {}
    for script, word in words(HERE):
        if word not in known:
            known[word] = (word in squeezed, re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None)
        counts = found.setdefault(script, [0, 0, 0])
        for i, there in enumerate((True, *known[word])):
            counts[i] += there
    return ", ".join(f"{s} {100 * a / n:.2f} % / {100 * b / n:.2f} % of {n}" for s, (n, a, b) in found.items())


def words(root: Path) -> Iterable[tuple[str, str]]:
    for source in read_edition(root).sources:
        for passage in source.citable:
            for script, letters in SCRIPTS.items():
                for word in re.findall(rf"[{letters}\u200c\u200d]{{4,}}", passage.text):
                    yield script, word


def main(wanted: list[str]) -> None:
    steps = {"small": lambda r: synthetic(r, 5), "ten": lambda r: synthetic(r, 50), "real": real}
    for name in wanted or list(steps):
        with tempfile.TemporaryDirectory() as folder:
            steps[name](Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
