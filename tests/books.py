"""Books to test: made of a small edition, and read again with poppler and pdfium."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path

from conftest import Built, build_edition


def make(root: Path, **config) -> Built:
    built = build_edition(root, root.parent / "pdf", builder="variorum-pdf", **config)
    assert not built.warnings, built.warnings
    return built


def run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8", "replace")


def words(text: str) -> Counter[str]:
    """The words of a text; hyphens at line ends and marks that only shape letters are left out."""
    text = re.sub(r"[\u00ad-]\s*\n", "", text).translate(dict.fromkeys(map(ord, "\u00ad\u2060\u200c\u200d")))
    return Counter(re.findall(r"[^\W\d_](?:[^\W_]|[\u0900-\u097f])*", text))


def poppler(pdf: Path) -> str:
    return run("pdftotext", "-raw", pdf, "-")


def pdfium(pdf: Path) -> str:
    import pypdfium2

    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).replace("\r\n", "\n")


def boxes(pdf: Path) -> list[tuple[int, tuple[float, float, float, float], str]]:
    """Page, box and text of every word, as poppler sees them."""
    page = 0
    found = []
    for line in run("pdftotext", "-bbox", pdf, "-").splitlines():
        page += "<page " in line
        if m := re.search(r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)</word>', line):
            found.append((page, (float(m[1]), float(m[2]), float(m[3]), float(m[4])), m[5]))
    return found


def overlapping(pdf: Path) -> list[tuple[int, str, str]]:
    """Pairs of words whose boxes, a little shrunk, lie over one another."""
    pairs = []
    by_page: dict[int, list] = {}
    for page, box, text in boxes(pdf):
        if len(text.strip("\u200a\u2060")) > 1:
            by_page.setdefault(page, []).append((box, text))
    for page, held in by_page.items():
        held.sort(key=lambda h: h[0][1])
        for i, ((x0, y0, x1, y1), a) in enumerate(held):
            for (u0, v0, u1, v1), b in held[i + 1 :]:
                if v0 > y1:
                    break
                wide = min(x1, u1) - max(x0, u0)
                high = min(y1, v1) - max(y0, v0)
                if wide > 1.5 and high > 0.55 * min(y1 - y0, v1 - v0):
                    pairs.append((page, a, b))
    return pairs


def outside(pdf: Path) -> list[tuple[int, str]]:
    """Words that reach over the edge of their page."""
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", run("pdfinfo", pdf))
    width, height = float(size[1]), float(size[2])
    return [(p, t) for p, (x0, y0, x1, y1), t in boxes(pdf) if x0 < 0 or y0 < 0 or x1 > width or y1 > height]
