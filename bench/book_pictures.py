"""`python -m bench.book_pictures`: the guide's pictures of the book's formats, of words that mean nothing."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
from PIL import Image

from bench.browser import ROOT
from bench.synthetic import make_edition

PICTURES = ROOT / "guide" / "images"
SHADES = 16
DOTS_PER_MM = 1.0  # of the largest paper a spread is some 450 dots wide
BEGINS = "2"  # the printed number of the left page that is shown: the first of a text

# What the guide shows → the settings that make it.
FORMATS: Mapping[str, Mapping[str, object]] = {
    "170x240": {},
    "a4": {"variorum_pdf_paper": "a4"},
    "a5": {"variorum_pdf_paper": "a5"},
    "letter": {"variorum_pdf_paper": "letter"},
    "large-print": {"variorum_pdf_paper": "large-print"},
    "foot": {"variorum_pdf_notes": "foot"},
    "end": {"variorum_pdf_notes": "end"},
    "none": {"variorum_pdf_notes": "none"},
    "colour": {"variorum_pdf_colour": 1},
    "one-sided": {"variorum_pdf_two_sided": 0},
    "bleed": {"variorum_pdf_bleed": 3},
    "face": {"variorum_pdf_face": "OpenDyslexic"},  # Debian: fonts-opendyslexic
}


def main(names: list[str]) -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "edition")
        make_edition(root, sources=1, annotations=40, paragraphs=24)
        for name in names or FORMATS:
            settings = [word for key, value in FORMATS[name].items() for word in ("-D", f"{key}={value}")]
            sphinx = [sys.executable, "-m", "sphinx", "-q", "-b", "variorum-pdf", "-c", str(root), *settings]
            subprocess.run([*sphinx, str(root / "docs"), str(Path(folder, name))], check=True)
            picture = PICTURES / f"book-{name}.png"
            picture.write_bytes(spread(next(Path(folder, name).glob("*.pdf"))))
            print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size} bytes")


def spread(pdf: Path) -> bytes:
    """Return two pages side by side as a small picture."""
    book = pypdfium2.PdfDocument(pdf)
    first = next(n for n in range(len(book)) if book.get_page_label(n) == BEGINS)
    pages = [book[n].render(scale=DOTS_PER_MM * 25.4 / 72 * 2).to_pil().convert("RGB") for n in (first, first + 1)]
    sheet = Image.new("RGB", (sum(p.width for p in pages) + 6, pages[0].height + 4), "#888")
    sheet.paste(pages[0], (2, 2))
    sheet.paste(pages[1], (pages[0].width + 4, 2))
    small = sheet.resize((sheet.width // 2, sheet.height // 2), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.quantize(SHADES).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main(sys.argv[1:])
