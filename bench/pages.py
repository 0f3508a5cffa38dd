"""`python -m bench.pages`: what a reader's browser has to do for a page, against the same text in two other themes.

Takes our pages from build/html and sets the words of the five sources anew as plain MyST pages, each annotation as a
`{note}` after its passage, with sphinx-book-theme and furo (`pip install -e '.[bench]'`; without them ours alone). They
carry less than ours: no parallels, translations or citations. All are read in turn in the same browser, from a server
on this machine that packs with gzip; then how far from their words our notes stand. A busy machine stretches every
time but the processor's (CPU): of the others, the least is the truest.
"""

from __future__ import annotations

import gzip
import http.server
import importlib.util
import json
import re
import statistics
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ViewportSize

from bench.browser import ROOT, built_book, chromium
from bench.measure import run, sphinx
from bench.slow_pages import placing_lines, slow_lines
from variorum.model.edition import Edition
from variorum.model.source import Source
from variorum.reading import read_edition

THEMES = {"sphinx-book-theme": "sphinx_book_theme", "furo": "furo"}
TIMES = 5
LONG = 50  # ms; what takes longer is felt
WINDOW: ViewportSize = {"width": 1440, "height": 900}
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_PACKED = (".html", ".css", ".js")
_GZIPPED = frozenset({*_PACKED, ".svg", ".json"})
_TRACED = ["toplevel", "loading", "__metadata"]
# Milliseconds to the first paint with content; done when the page has stood for a second after it.
_PAINTED = """() => new Promise((done) => new PerformanceObserver((list) => {
  const [paint] = list.getEntriesByName("first-contentful-paint");
  if (paint) setTimeout(() => done(paint.startTime), 1000);
}).observe({ type: "paint", buffered: true }))"""
# Scrolls to the end of the page, a third of a screen per frame, and tells how many frames that took.
_SCROLL = """() => new Promise((done) => {
  let frames = 0;
  const step = () => {
    const before = scrollY;
    scrollBy({ top: innerHeight / 3, behavior: "instant" });
    frames += 1;
    if (scrollY > before) requestAnimationFrame(step);
    else setTimeout(() => done(frames), 300);
  };
  requestAnimationFrame(step);
})"""
# How far below the line of its words each note in the margin begins, and the height of the page, in CSS pixels.
_DISTANCES = """() => {
  const top = (element) => element.getBoundingClientRect().top;
  const notes = [...document.querySelectorAll(".note")].filter((note) => note.offsetParent);
  const words = (note) => document.getElementById(note.querySelector(".note-number").hash.slice(1));
  return [notes.map((note) => Math.abs(top(note) - top(words(note)))), document.documentElement.scrollHeight];
}"""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that the page's main thread did at a stretch."""

    start: int  # µs, on the trace's clock
    wall: float  # ms that passed; more than it took, on a busy machine
    cpu: float  # ms that it took


@dataclass(frozen=True, slots=True)
class Reading:
    """What one opening of a page cost."""

    sizes: Mapping[str, int]  # address → bytes on the wire
    paint: float  # ms to the first paint with content
    paint_cpu: float  # ms of the main thread's work until then
    loading_cpu: float  # ms of its work until a second after
    scrolling: Sequence[Task]
    frames: int  # of the scrolling

    @property
    def code(self) -> int:
        """Bytes of HTML, CSS and JavaScript."""
        return sum(size for address, size in self.sizes.items() if address.endswith(_PACKED))

    @property
    def long(self) -> int:
        """How many tasks of the scrolling were long for a reader at this machine."""
        return sum(task.wall > LONG for task in self.scrolling)

    @property
    def long_cpu(self) -> int:
        """How many would be long on an idle machine of this speed."""
        return sum(task.cpu > LONG for task in self.scrolling)

    @property
    def longest_cpu(self) -> float:
        """The work of the longest task of the scrolling, in ms."""
        return max(task.cpu for task in self.scrolling)


def main() -> None:
    edition = read_edition(ROOT)
    longest = max(edition.sources, key=lambda source: sum(len(p.text) for p in source.citable))
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        pages = {"ours": (built_book(), f"sources/{longest.id}.html")}
        for name in _installed():
            pages[name] = (build_plain(Path(folder, name), edition, THEMES[name]), f"{longest.id}.html")
        readings: dict[str, list[Reading]] = {name: [] for name in pages}
        for turn in range(TIMES + 1):
            for name, (book, address) in pages.items():
                reading = read(browser, book, address)
                if turn:  # the first warms up the fonts
                    readings[name].append(reading)
        print(f"The longest source, {longest.label}: medians of {TIMES} (least–most)")
        print("\n".join(table(readings)))
        print()
        with ExitStack() as servers:
            served = {name: servers.enter_context(_served(book))[0] for name, (book, _) in pages.items()}
            addresses = {name: f"{served[name]}/{address}" for name, (_, address) in pages.items()}
            print("\n".join(slow_lines(browser, addresses)))
        ours = {s.id: built_book() / "sources" / f"{s.id}.html" for s in edition.sources}
        print("\n".join(placing_lines(browser, ours)))
        print("\nNotes and their words, 1440 × 900")
        print("\n".join(distances(browser, edition)))


def _installed() -> list[str]:
    there = [name for name, module in THEMES.items() if importlib.util.find_spec(module)]
    if missing := [name for name in THEMES if name not in there]:
        print(f"Not installed, so not compared with: {', '.join(missing)} (pip install -e '.[bench]')")
    return there


def build_plain(root: Path, edition: Edition, theme: str) -> Path:
    """Build the words and annotations of the sources as plain MyST pages with a theme; return the pages' folder."""
    docs = root / "docs"
    docs.mkdir(parents=True)
    (root / "conf.py").write_text(
        f'project = "Plain"\nextensions = ["myst_parser"]\nsmartquotes = False\nhtml_theme = "{theme}"\n'
    )
    contents = "\n".join(source.id for source in edition.sources)
    (docs / "index.md").write_text(f"# Plain\n\n```{{toctree}}\n{contents}\n```\n")
    for source in edition.sources:
        (docs / f"{source.id}.md").write_text("\n\n".join(plain_blocks(source)), encoding="utf-8")
    run(sphinx(str(root), str(root / "html")))
    return root / "html"


def plain_blocks(source: Source) -> Iterator[str]:
    """Yield the blocks of a plain page: title, then each passage and its annotations."""
    yield f"# {_escaped(source.title)}"
    for passage in source.citable:
        yield "\n\n".join(_escaped(line) for line in passage.text.split("\n") if line)
        for note in source.annotations:
            if note.passage == passage.locus:
                yield f"```{{note}}\n{_escaped(note.body.plain)}\n```"


def _escaped(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", text.strip())


def read(browser: Browser, book: Path, address: str) -> Reading:
    """Open a page as a new reader does, scroll through it and return what it cost."""
    with _served(book) as (server, sizes):
        context = browser.new_context(viewport=WINDOW)
        page = context.new_page()
        browser.start_tracing(page=page, categories=_TRACED)
        page.goto(f"{server}/{address}")
        paint = page.evaluate(_PAINTED)
        events = json.loads(browser.stop_tracing())["traceEvents"]
        painted = next(event for event in events if event["name"] == "firstContentfulPaint")
        loading = main_thread(events, painted["pid"])
        browser.start_tracing(page=page, categories=_TRACED)
        frames = page.evaluate(_SCROLL)
        scrolling = main_thread(json.loads(browser.stop_tracing())["traceEvents"], painted["pid"])
        context.close()
    before = sum(task.cpu for task in loading if task.start < painted["ts"])
    return Reading(sizes, paint, before, sum(task.cpu for task in loading), scrolling, frames)


def main_thread(events: Sequence[Mapping[str, Any]], process: int) -> list[Task]:
    """Return the tasks of a process's main thread from Chromium's trace."""
    thread = next(e["tid"] for e in events if e["pid"] == process and e.get("args") == {"name": "CrRendererMain"})
    return [
        Task(event["ts"], event["dur"] / 1000, event.get("tdur", 0) / 1000)
        for event in events
        if event["name"].endswith("::RunTask") and (event["pid"], event["tid"]) == (process, thread) and "dur" in event
    ]


@contextmanager
def _served(folder: Path) -> Iterator[tuple[str, Mapping[str, int]]]:
    """Serve a folder, text packed with gzip; yield the address and a record of what was asked for, with its bytes."""
    sizes: dict[str, int] = {}

    class Handler(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            file = folder / path.lstrip("/")
            if not file.is_file():
                self.send_error(404)
                return
            data = _packed(file)
            self.send_response(200)
            if file.suffix in _GZIPPED:
                self.send_header("Content-Encoding", "gzip")
            sizes[path] = len(data)
            self.send_header("Content-Type", self.guess_type(path))
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", sizes
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@cache
def _packed(file: Path) -> bytes:
    """Return what is sent; packed once, as servers do, or the packing of large pages would count as their painting."""
    data = file.read_bytes()
    return gzip.compress(data, 6) if file.suffix in _GZIPPED else data


def table(readings: Mapping[str, list[Reading]]) -> Iterator[str]:
    """Yield the lines of the table: a row for each figure, a column for each theme."""
    rows: tuple[tuple[str, Callable[[Reading], float]], ...] = (
        ("HTML, CSS, JavaScript, kB gzip (≤ 167)", lambda r: r.code / 1000),
        ("everything, kB", lambda r: sum(r.sizes.values()) / 1000),
        ("requests (≤ 6)", lambda r: len(r.sizes)),
        ("first contentful paint, ms", lambda r: r.paint),
        ("  main thread until then, ms CPU", lambda r: r.paint_cpu),
        ("main thread until it stands, ms CPU", lambda r: r.loading_cpu),
        (f"scrolling: tasks over {LONG} ms (0)", lambda r: r.long),
        (f"  tasks over {LONG} ms CPU", lambda r: r.long_cpu),
        ("  longest task, ms CPU", lambda r: r.longest_cpu),
        ("  frames", lambda r: r.frames),
    )
    yield f"{'':42}" + "".join(f"{name:>20}" for name in readings)
    for what, figure in rows:
        yield f"{what:42}" + "".join(f"{_middle([figure(r) for r in found]):>20}" for found in readings.values())


def _middle(figures: list[float]) -> str:
    """Return the median, with the least and the most if they differ."""
    between = f" ({min(figures):.0f}–{max(figures):.0f})" if min(figures) < max(figures) else ""
    return f"{statistics.median(figures):.0f}{between}"


def distances(browser: Browser, edition: Edition) -> Iterator[str]:
    """Yield a line for each source: its notes, how dense they are and how far from their words; the densest first."""
    found = []
    for source in edition.sources:
        context = browser.new_context(viewport=WINDOW)
        page = context.new_page()
        page.goto((built_book() / "sources" / f"{source.id}.html").as_uri())
        far, height = page.evaluate(_DISTANCES)
        context.close()
        found.append((len(far) * WINDOW["height"] / height, source.id, far))
    for density, name, far in sorted(found, reverse=True):
        yield (
            f"  {name:12}{len(far):5} notes, {density:4.1f} on a screen: median {statistics.median(far):4.0f} px, "
            f"largest {max(far):4.0f} px (at most {WINDOW['height']})"
        )


if __name__ == "__main__":
    main()
