"""The pages of long works as a telephone has them: four times slower, from a folder; the page, and the first query.

A busy machine stretches what a clock says. What the page itself works is counted, too: the time of the processor on its
own thread, at full speed; a telephone needs four times as much.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page

from bench.browser import chromium
from bench.slow_pages import DESK, PHONE, SLOWER, opened

# Milliseconds from the beginning to the first paint with content, and until the page follows a finger: until a frame
# after all is loaded comes within 100 ms.
_READY = """() => new Promise((done) => {
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  let last = performance.now();
  const frame = () => {
    const now = performance.now();
    if (now - last < 100 && document.readyState === "complete") done([paint?.startTime ?? now, now]);
    else { last = now; requestAnimationFrame(frame); }
  };
  scrollBy(0, 400);
  requestAnimationFrame(frame);
})"""
_ANSWERED = "document.querySelector('.search-status')?.textContent"


def lines_of_pages(html: Path, largest: Path) -> Iterator[str]:
    """Yield a line for the largest page, one for a page of a source, and one for each query."""
    with chromium() as browser:
        for path in (largest, next((html / "sources/first").glob("*.html"))):
            with opened(browser, path.as_uri(), PHONE, SLOWER) as page:
                paint, ready = page.evaluate(_READY)
            with opened(browser, "about:blank", PHONE, 1) as page:
                worked = _work(page, path.as_uri(), "document.readyState === 'complete'")
            yield (
                f"{path.name} on a telephone, {SLOWER} times slower: first paint {paint:.0f} ms, scrolls after "
                f"{ready:.0f} ms; its own work {SLOWER * worked:.0f} ms"
            )
        for query in _queries(html):
            yield _first_query(browser, html, query)


def _work(page: Page, address: str, until: str) -> float:
    """Open an address; return the milliseconds of the processor that the page takes until something holds."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        metrics = {metric["name"]: metric["value"] for metric in devtools.send("Performance.getMetrics")["metrics"]}
        return float(metrics["TaskDuration"])

    before = worked()
    page.goto(address)
    page.wait_for_function(f"() => {until}")
    return 1000 * (worked() - before)


def _queries(html: Path) -> Iterator[str]:
    """Yield a common word, two of them, a rare one, and one that stands nowhere."""
    page = next((html / "sources/first").glob("*.html")).read_text(encoding="utf-8")
    words = page.split('class="words"')[2].split(">")[1].split("<")[0].split()
    yield min(words, key=len)
    yield " ".join(words[1:3])
    yield max(words, key=len)
    yield max(words, key=len)[:-1] + "x"


def _first_query(browser: Browser, html: Path, query: str) -> str:
    loaded: dict[str, int] = {}
    address = f"{(html / 'search.html').as_uri()}?q={quote(query)}"
    with opened(browser, "about:blank", DESK, 1) as page:
        page.on("request", lambda r: loaded.update({r.url: _size(html, r.url)}))
        worked = _work(page, address, _ANSWERED)
        took = page.evaluate("performance.now()")
    index = sum(size for url, size in loaded.items() if "/passages/" in url)
    return (
        f"first query “{query}”: answered after {took:.0f} ms, its own work {worked:.0f} ms; "
        f"{sum(loaded.values()) / 1e6:.2f} MB loaded, {index / 1e6:.2f} of the index, {len(loaded)} files"
    )


def _size(html: Path, url: str) -> int:
    path = html / url.split("?")[0].removeprefix(html.as_uri() + "/")
    return path.stat().st_size if path.is_file() else 0
