"""`python -m bench.pdf [small|ten|real …]`: what the PDF edition costs, and how true it is to the text.

small: five made-up sources with 47 notes each · ten: fifty of them (2,350 notes) · real: this edition, built twice, and
once more as it was and after an edited note; its words are extracted again with poppler and pdfium, and its margins
measured (see `bench.margins`). LuaLaTeX and XeLaTeX are timed on the same edition, each run as often as its references
need, only where TeX is installed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.margins import faults
from bench.synthetic import make_edition
from variorum.model.passages import Passage
from variorum.reading import read_edition

HERE = Path(__file__).parent.parent
_HELD = {"conf.py", "docs", "sources", "parallels", "references.bib", "names.toml", "pyproject.toml", "CITATION.cff"}
SCRIPTS = {"Latin": "A-Za-zÀ-ɏ", "Cyrillic": "Ѐ-ӿ", "Georgian": "ა-ჿ", "Devanagari": "ऀ-ॣ०-ॿ"}
TEX_FONTS = r"""\usepackage{fontspec}
\directlua{luaotfload.add_fallback("others", {"Noto Sans Devanagari:mode=harf;script=deva;", "Noto Serif Georgian:",
 "Noto Sans Math:", "Noto Sans Symbols2:", "Noto Sans Symbols:"})}
\setmainfont{Noto Serif}[RawFeature={fallback=others}]
\setsansfont{Noto Sans}[RawFeature={fallback=others}]
\setmonofont{Noto Sans}[RawFeature={fallback=others}]"""


@dataclass
class Cost:
    """What a command and all its children cost."""

    cpu: float  # seconds
    wall: float  # seconds
    memory: float  # MB, all processes together at their peak

    def __str__(self) -> str:
        return f"{self.cpu:.1f} s CPU, {self.wall:.1f} s wall, {self.memory:.0f} MB at the peak of all processes"


def cost_of(command: list[str], folder: Path | None = None) -> Cost:
    """Run a command; raises `CalledProcessError` if it fails."""
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watcher.start()
    said = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output=said.decode("utf-8", "replace")[-2000:])
    return Cost(usage.ru_utime + usage.ru_stime, time.monotonic() - began, peak[0])


def _watch(pid: int, peak: list[float]) -> None:
    """Note the most memory that a process and its descendants hold together (Linux; elsewhere it stays 0)."""
    while Path(f"/proc/{pid}").exists():
        parents, sizes = {}, {}
        for other in (p.name for p in Path("/proc").iterdir() if p.name.isdigit()):
            try:
                fields = Path(f"/proc/{other}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            except OSError:
                continue  # it has ended
            parents[int(other)], sizes[int(other)] = int(fields[1]), int(fields[21])
        family = {pid}
        while more := {child for child, parent in parents.items() if parent in family} - family:
            family |= more
        peak[0] = max(peak[0], sum(sizes.get(p, 0) for p in family) * os.sysconf("SC_PAGE_SIZE") / 1e6)
        time.sleep(0.1)


def build(root: Path, out: Path, builder: str = "variorum-pdf", *settings: str) -> Cost:
    """Build once and print the cost."""
    strict = ["-W"] if root == HERE else []  # the made-up bibliography is not complete
    command = [sys.executable, "-m", "sphinx", "-q", *strict, "-b", builder, "-c", str(root), "-d", f"{out}-doctrees"]
    cost = cost_of([*command, *settings, str(root / "docs"), str(out)])
    print(f"  {builder}: {cost}", flush=True)
    return cost


def pages(pdf: Path) -> str:
    said = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    return f"{re.search(r'Pages: +([0-9]+)', said)[1]} pages, {pdf.stat().st_size / 1e6:.2f} MB"


def synthetic(root: Path, sources: int) -> None:
    print(f"{sources} made-up sources, {47 * sources} notes")
    make_edition(root / "edition", sources=sources, annotations=47)
    ours = build(root / "edition", root / "out")
    print(f"  {pages(next((root / 'out').glob('*.pdf')))}")
    if sources == 5:
        with_tex(root, root / "edition", ours)


def real(root: Path) -> None:
    print("this edition")
    hashes, costs = set(), []
    for name in ("first", "second"):
        costs.append(build(HERE, root / name))
        pdf = next((root / name).glob("*.pdf"))
        hashes.add(hashlib.sha256(pdf.read_bytes()).hexdigest())
    print(f"  {pages(pdf)}; the same bytes twice: {'yes' if len(hashes) == 1 else 'NO'}")
    again(root, costs[0])
    survey = json.loads((root / "second-doctrees/variorum-typst/survey.json").read_text("utf-8"))
    at = {p["id"]: p["page"] for p in survey if p["kind"] == "passage"}
    for name, texts in (("poppler", poppler(pdf)), ("pdfium", pdfium(pdf))):
        print(f"  {name}: {fidelity(texts, at)}")
    for line in faults(pdf, HERE, root / "second-doctrees/variorum-typst"):
        print(f"  {line}")
    with_tex(root, HERE, min(costs, key=lambda c: c.cpu))


def again(root: Path, whole: Cost) -> None:
    """Set a copy of the edition, then once more as it is, then after an edited note."""
    edition = root / "edition"
    shutil.copytree(HERE, edition, ignore=lambda folder, names: set(names) - _HELD if Path(folder) == HERE else set())
    build(edition, root / "copy")
    build(edition, root / "copy")
    note = next(iter(sorted(edition.glob("sources/*/annotations/*.md"))))
    note.write_text(note.read_text("utf-8").rstrip() + " So it is.\n", "utf-8")
    edited = build(edition, root / "copy")
    print(f"  after an edited note: {100 * edited.cpu / whole.cpu:.0f} % of the whole")


# --- TeX --------------------------------------------------------------------------------------------------------------


def with_tex(root: Path, edition: Path, ours: Cost) -> None:
    """Set the same edition with TeX, as often as its tables of contents and references change."""
    for engine in ("lualatex", "xelatex"):
        if not shutil.which(engine):
            print(f"  {engine}: not installed here, not measured")
            continue
        fonts = TEX_FONTS if engine == "lualatex" else r"\usepackage{fontspec}\setmainfont{Noto Serif}"
        settings = ("-D", f"latex_engine={engine}", "-D", f"latex_elements.fontpkg={fonts}")
        sphinx = build(edition, root / engine, "latex", *settings)
        (tex,) = (root / engine).glob("*.tex")
        runs = list(_tex_runs(engine, tex))
        spent = sum(r.cpu for r in runs)
        whole = sphinx.cpu + spent
        print(
            f"  {engine}: {len(runs)} runs, {spent:.1f} s CPU, {max(r.memory for r in runs):.0f} MB, "
            f"{pages(tex.with_suffix('.pdf'))}; with Sphinx {whole:.1f} s, ours is {100 * ours.cpu / whole:.0f} % of it"
        )


def _tex_runs(engine: str, tex: Path) -> Iterator[Cost]:
    before = ""
    for _ in range(4):
        yield cost_of([engine, "-interaction=nonstopmode", tex.name], tex.parent)
        kinds = (".aux", ".toc", ".out", ".ind")
        after = hashlib.sha256(
            b"".join(p.read_bytes() for k in kinds if (p := tex.with_suffix(k)).exists())
        ).hexdigest()
        if after == before:
            return
        before = after


# --- true to the text -------------------------------------------------------------------------------------------------


def poppler(pdf: Path) -> list[str]:
    """The text of each page."""
    said = subprocess.run(["pdftotext", "-raw", pdf, "-"], check=True, capture_output=True).stdout.decode("utf-8")
    return said.split("\f")


def pdfium(pdf: Path) -> list[str]:
    """The text of each page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def fidelity(texts: list[str], at: Mapping[str, int]) -> str:
    """The share of each passage's words that are in the text of its own pages; how many passages are there whole.

    Blanks do not count: extractors put them into Devanagari words where glyphs are moved. Whole is a passage whose
    letters follow one another in the text of its page; those over a page break cannot be told.
    """
    squeezed = [re.sub(r"\s", "", _joined(text)) for text in texts]
    only_letters = [_letters(text) for text in squeezed]
    found: dict[str, list[int]] = {}
    whole = single = 0
    for first, last, passage in _passages(at):
        here = "".join(squeezed[first - 1 : last])
        for script, letters in SCRIPTS.items():
            for word in re.findall(rf"[{letters}\u200c\u200d]{{2,}}", passage.text):
                counts = found.setdefault(script, [0, 0])
                counts[0] += 1
                counts[1] += word in here
        if first == last:
            single += 1
            whole += _letters(passage.text) in only_letters[first - 1]
    shares = ", ".join(f"{s} {100 * a / n:.2f} % of {n} words" for s, (n, a) in found.items())
    return f"{shares}; {whole} of {single} passages on one page letter for letter"


def _passages(at: Mapping[str, int]) -> Iterable[tuple[int, int, Passage]]:
    """Yield each passage with its first and its last page."""
    for source in read_edition(HERE).sources:
        pages_ = [at.get(f"sources/{source.id}:{_id(p)}", 0) for p in source.citable]
        for passage, first, after in zip(source.citable, pages_, [*pages_[1:], 0], strict=True):
            yield first, max(first, after or first + 1), passage


def _id(passage: Passage) -> str:
    return passage.locus if re.match(r"[a-z]", passage.locus) else f"p{passage.locus}"


def _joined(text: str) -> str:
    text = re.sub(r"(?:[\u00ad\ufffe\u0002]|-)\s*\n", "", text)
    return text.translate(dict.fromkeys(map(ord, "\u00ad\u2060\ufffe\u0002")))


def _letters(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c)[0] in "LM")


def main(wanted: list[str]) -> None:
    steps = {"small": lambda r: synthetic(r, 5), "ten": lambda r: synthetic(r, 50), "real": real}
    for name in wanted or list(steps):
        with tempfile.TemporaryDirectory() as folder:
            steps[name](Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
