"""Pages as a slow telephone on a slow line has them (a quarter of this machine, slow 4G), and our placing of notes.

First paint with content, and how far anything jumps after it, for each theme; then how long our notes take to be placed
anew, and the text to be laid out after it. A busy machine stretches times: the least of several is the truest.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}
SLOWER = 4
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
TIMES = 3
PLACINGS = 9
# The first paint with content in ms, and the sum of all layout shifts, two seconds after everything has arrived.
_STOOD = """() => new Promise((done) => setTimeout(() => {
  let shifts = 0;
  const observer = new PerformanceObserver(() => {});
  observer.observe({ type: "layout-shift", buffered: true });
  for (const shift of observer.takeRecords()) if (!shift.hadRecentInput) shifts += shift.value;
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  done([paint?.startTime ?? 0, shifts]);
}, 2000))"""
# Milliseconds that one placing takes: between two callbacks of the frame in which it is done.
_PLACING = """() => new Promise((done) => {
  let begun = 0;
  requestAnimationFrame(() => { begun = performance.now(); });
  dispatchEvent(new Event("variorum:choice"));
  requestAnimationFrame(() => {
    const placed = performance.now() - begun;
    document.body.offsetHeight;
    done([placed, performance.now() - begun]);
  });
})"""


def slow_lines(browser: Browser, pages: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each page, by the name of its theme; `pages` are addresses on a server."""
    yield f"Slow telephone: {SLOWER} times slower, slow 4G; first paint (least of {TIMES}), shifts at most"
    for name, address in pages.items():
        seen = [_stood(browser, address) for _ in range(TIMES)]
        yield f"  {name:20} first paint {min(p for p, _ in seen):6.0f} ms, layout shift {max(s for _, s in seen):.3f}"


def placing_lines(browser: Browser, pages: Mapping[str, Path]) -> Iterator[str]:
    """Yield a line for each page of ours, by its name: what placing its notes costs, with layout and without."""
    yield f"Placing all notes anew at {SLOWER} times slower, 1440 px: ms (least of {PLACINGS}, median)"
    for name, path in pages.items():
        with opened(browser, path.as_uri(), DESK, SLOWER) as page:
            page.wait_for_timeout(500)
            times = [page.evaluate(_PLACING) for _ in range(PLACINGS)]
        placed, laid_out = ([t[n] for t in times] for n in (0, 1))
        yield (
            f"  {name:20} placing {min(placed):5.0f} ({statistics.median(placed):.0f}), "
            f"with layout {min(laid_out):5.0f} ({statistics.median(laid_out):.0f})"
        )


def _stood(browser: Browser, address: str) -> tuple[float, float]:
    with opened(browser, address, PHONE, SLOWER, SLOW_4G) as page:
        paint, shifts = page.evaluate(_STOOD)
        return paint, shifts


@contextmanager
def opened(
    browser: Browser, address: str, window: ViewportSize, slower: float, line: Mapping[str, object] | None = None
) -> Iterator[Page]:
    """Open a page as a new reader on a slower machine, and on a slower line if one is given."""
    context = browser.new_context(viewport=window)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    if line:
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", dict(line))
    page.goto(address)
    yield page
    context.close()
