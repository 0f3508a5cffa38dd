"""`make screenshots`: the four pictures of the README, taken from the built pages as they lie in the folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page

from bench.browser import ROOT, built_book, chromium
from bench.palette import indexed

PICTURES = ROOT / "docs" / "images"
LARGEST = 250_000  # bytes; a README should open quickly


@dataclass(frozen=True, slots=True)
class View:
    """One picture."""

    name: str  # file name without ".png"
    address: str  # within build/html
    prepare: Callable[[Page], None]  # brings the page to what is to be seen
    width: int = 1440  # CSS pixels
    height: int = 900
    scheme: Literal["light", "dark"] = "light"


def at(passage: str, pointed: str = "") -> Callable[[Page], None]:
    """Scroll to a passage, so that it begins just below the running head, and point at annotated words."""

    def scroll(page: Page) -> None:
        page.locator(f"#{passage}").evaluate("element => element.scrollIntoView({ behavior: 'instant' })")
        page.mouse.wheel(0, -36)  # the running head, and some air
        page.wait_for_timeout(300)
        if pointed:
            page.get_by_text(pointed, exact=True).first.click()

    return scroll


def note_of(words: str) -> Callable[[Page], None]:
    """Tap annotated words: their note opens."""

    def tap(page: Page) -> None:
        page.get_by_text(words, exact=True).first.tap()
        page.locator(".note:target").wait_for()

    return tap


def both_columns(page: Page) -> None:
    """Wait until the shared words are marked in both columns."""
    for side in ("left", "right"):
        page.locator(f".column.{side} mark.active").first.wait_for()


VIEWS = (
    View("desktop", "sources/norwegian.html", at("p54", pointed="internt pass")),
    View("phone", "sources/norwegian.html", note_of("nedsettende kalte kulakkene"), width=390, height=844),
    View("dark", "sources/nepali.html", at("p20"), scheme="dark"),
    View("compare", "compare.html?left=norwegian&right=nepali&parallel=first-marriage", both_columns),
)


def main() -> None:
    book = built_book()
    PICTURES.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for view in VIEWS:
            picture = take(browser, book, view)
            print(f"{picture.relative_to(ROOT)} {picture.stat().st_size / 1000:.0f} kB")


def take(browser: Browser, book: Path, view: View) -> Path:
    """Take one picture and return its file; raises if it is larger than a README should carry."""
    phone = view.width < 600
    context = browser.new_context(
        viewport={"width": view.width, "height": view.height},
        color_scheme=view.scheme,
        reduced_motion="reduce",
        has_touch=phone,
        is_mobile=phone,
    )
    page = context.new_page()
    page.goto(f"{book.as_uri()}/{view.address}")
    page.evaluate("document.fonts.ready")
    view.prepare(page)
    page.wait_for_timeout(900)  # the running head follows the scrolling
    blank = context.new_page()  # not bound by what the page forbids itself
    picture = PICTURES / f"{view.name}.png"
    picture.write_bytes(indexed(blank, page.screenshot()))
    context.close()
    if picture.stat().st_size > LARGEST:
        raise SystemExit(f"{picture} has {picture.stat().st_size:,} bytes, more than {LARGEST:,}")
    return picture


if __name__ == "__main__":
    main()
