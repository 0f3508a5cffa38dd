"""`python -m bench.search`: what the search weighs, how fast it answers and what it finds, written to bench/search.md.

Builds the edition twice in the same run: with our theme (own index) and with Sphinx's basic theme and its stock search.
The candidates that were not chosen are in the notes below the table, with where their figures come from.
"""

from __future__ import annotations

import gzip
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parent
CHROMIUM = "/usr/bin/chromium"
# query → pages that hold the word; () = it stands nowhere
QUERIES = {
    "स्टालिन": ("nepali",),
    "सामूहिकीकरण": ("nepali",),
    "पंचवर्षीय": ("nepali",),
    "सीता टीका": (),
    "नारायणहिटी": (),
    "utrenskninger": ("norwegian",),
    "tvangskollektivisering": ("norwegian",),
    "Сталин": ("norwegian", "revolution"),
    "Ста́лин": ("norwegian", "revolution"),
    "ჯუღაშვილი": ("norwegian",),
    "collectivization": ("stalinism", "rise"),
    "Sinovjev": ("norwegian", "nepali", "stalinism"),
}
OURS = """async query => { const start = performance.now(); const { hits } = await variorumSearch.search(query);
  await variorumSearch.rows(hits.slice(0, 10).map(hit => hit.row));
  const took = performance.now() - start;
  return [took, (await variorumSearch.rows(hits.map(hit => hit.row))).map(row => row.address)]; }"""
STOCK = """query => { const start = performance.now();
  const found = Search._performSearch(...Search._parseQuery(query));
  return [performance.now() - start, found.map(([docname]) => docname)]; }"""
NOTES = """
What was weighed and not chosen (figures of an earlier state of the edition, 740 passages, in the same
browser):

- *Sphinx's search with a corrected word pattern.* Finds pages, not passages; where a word is known, its
  longer forms are not added (सामूहिक does not find सामूहिकीकरण); knows nothing of names; from a folder it
  shows no words in their context, for it fetches the pages. 233 kB (49 kB gzip) and every page that is shown.
- *Pagefind 1.5.* Does not work from a folder (it imports modules); in its normal setting sees only the
  language of the page that it is asked from; a word that is nowhere is cut until something is found
  (नारायणहिटी → the Nepali source).
- *lunr, MiniSearch, FlexSearch.* Their splitters and stemmers would have to be replaced for every script
  here, and what is left of them is a word list beside the texts that are needed anyway to show words in their
  context: at this size, looking through the texts is as fast as a list of words.

What was weighed for words that are misspelt, inflected or transliterated (60 queries written beforehand, 40 absent
words, `tests/cases/search_forgiving.toml`; the right word among the first three proposed, 14,261 words):

| | right of 60 | absent words for which something is proposed | kB gzip |
|---|---:|---:|---:|
| own (`likeness.js`: sounds of words, whatever the script) | 57 | 6 | 2 |
| MiniSearch 7, fuzzy 0.2 | 46 | 3 | 19 |
| MiniSearch 7, fuzzy 0.3 | 47 | 14 | 19 |
| Fuse 7, threshold 0.3 | 47 | 10 | 13 |
| uFuzzy 1, one error a word | 38 | 6 | 4 |

The libraries compare letters of one script; a transliteration (Dschugaschwili, samuhikikaran) is far from its word in
letters and near in sound. FlexSearch has no search by edit distance. Whatever is proposed, nothing is "found" for any
of the absent words.

The own index is a list of all words with their places, and every passage, note, parallel and work once, in
pieces of 16 to 64 kB (of words 8 to 32). The page reads the words at once, and of the pieces those that a query asks
for: the places of its words, and the rows that are shown. Of two works of 31,000 verses (`bench.long_works`, 18 MB of
index) a first query reads 0.4 to 0.8 MB with the page; one of two words that stand inside many others, 1.3 MB.
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        ours, stock = Path(folder, "ours"), Path(folder, "stock")
        build(ours)
        build(stock, "-D", "html_theme=basic")
        page = playwright.chromium.launch(executable_path=CHROMIUM).new_page()
        page.goto(f"file://{ours}/search.html?q=x")
        own = answers(page, OURS)
        page.goto(f"file://{stock}/search.html?q=x")
        page.wait_for_function("() => Search.hasIndex()")
        theirs = answers(page, STOCK)
        text = report(own, theirs, ours / "passages", stock / "searchindex.js")
    (HERE / "search.md").write_text(text + NOTES, encoding="utf-8")
    print(text)


def build(out: Path, *options: str) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-c", ROOT, *options, "-d", f"{out}-doctrees", ROOT / "docs", out]
    subprocess.run(list(map(str, command)), check=True, capture_output=True)


def answers(page: Page, script: str) -> dict[str, tuple[float, list[str]]]:
    """The median milliseconds of five searches for each query, and what was found."""
    found = {}
    for query in QUERIES:
        runs = [page.evaluate(script, query) for _ in range(5)]
        found[query] = (statistics.median(ms for ms, _ in runs), runs[0][1])
    return found


def right(query: str, found: list[str]) -> bool:
    """Whether every source that has the word is found, and nothing if none has it."""
    wanted = QUERIES[query]
    return all(any(f"sources/{page}" in address for address in found) for page in wanted) if wanted else not found


def report(own, theirs, index: Path, stock: Path) -> str:
    rows = ["| query | own index | ms | Sphinx's stock search | ms |", "|---|---|---:|---|---:|"]
    for query in QUERIES:
        cells = []
        for ms, found in (own[query], theirs[query]):
            cells += [f"{'right' if right(query, found) else '**wrong**'} ({len(found)})", f"{ms:.0f}"]
        rows.append(f"| {query} | " + " | ".join(cells) + " |")
    sizes = ["| | own index | Sphinx's stock search |", "|---|---:|---:|"]
    all_of_it = [[path.read_bytes() for path in sorted(index.iterdir())], [stock.read_bytes()]]
    at_once = [[(index / "index.js").read_bytes()], [stock.read_bytes()]]
    for what, both in (("read at once", at_once), ("in all", all_of_it)):
        sizes.append(f"| kB {what} | " + " | ".join(f"{sum(map(len, data)) / 1000:.0f}" for data in both) + " |")
        packed = [sum(len(gzip.compress(part, 9, mtime=0)) for part in data) for data in both]
        sizes.append(f"| kB gzip {what} | " + " | ".join(f"{size / 1000:.0f}" for size in packed) + " |")
    good = [sum(right(q, answer[q][1]) for q in QUERIES) for answer in (own, theirs)]
    sizes.append(f"| queries answered rightly, of {len(QUERIES)} | {good[0]} | {good[1]} |")
    return "\n".join(["# Search", "", *sizes, "", *rows, ""])


if __name__ == "__main__":
    main()
