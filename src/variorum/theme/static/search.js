// The page for searching: a query in, results in groups out. `search_finding.js` finds, `search_results.js` shows what is
// found. Nothing is fetched; works from a folder.
(() => {
  "use strict";
  const data = globalThis.variorumPassages;
  const form = document.querySelector(".finder");
  if (!data || !form) return;

  const { say, counted, weave, listed, number } = globalThis.variorumWords;
  const { fold, search, marksOf, quoted, instead } = globalThis.variorumFinding(data);
  const { element, shown } = globalThis.variorumResults(data, marksOf);
  const FIRST = 10; // results of a group that are shown at once

  const status = document.querySelector(".search-status");
  const box = document.querySelector(".search-results");
  const meantBox = document.querySelector(".search-meant");
  const alsoBox = document.querySelector(".search-also");
  const input = form.elements.q;
  const checkedOf = (name) =>
    [...form.querySelectorAll(`input[name="${name}"]`)].filter((c) => c.checked).map((c) => c.value);
  const quotedly = (words) => say("“{words}”", { words });
  const labels = Object.fromEntries(data.kinds);

  function group(kind, hits) {
    const list = element("ol", {}, ...hits.slice(0, FIRST).map(shown));
    const id = `results-${kind}`;
    const section = element(
      "section",
      { "aria-labelledby": id },
      element("h2", { id }, labels[kind], " ", element("small", {}, number(hits.length))),
      list,
    );
    if (hits.length > FIRST) {
      const more = element(
        "button",
        { type: "button", class: "search-more" },
        say("Show all {number} in {kind}", { number: number(hits.length), kind: labels[kind] }),
      );
      more.addEventListener("click", () => {
        const rest = hits.slice(FIRST).map(shown);
        list.append(...rest);
        rest[0].querySelector("a").focus();
        more.remove();
      });
      section.append(more);
    }
    return section;
  }

  const FEW = 6; // other spellings that are shown without being asked for

  function tellAlso(also, query) {
    alsoBox.replaceChildren(
      ...also.map(({ name, kind, address, others, typed }) => {
        const once = [...new Map(others.map(([language, spelling]) => [spelling, language]))];
        const words = once.flatMap(([spelling, language], n) => [
          n ? ", " : "",
          element("span", { lang: language }, spelling),
        ]);
        const only = element(
          "a",
          { href: `?q=${encodeURIComponent(quoted(query, typed))}` },
          say("Only “{words}”", { words: typed }),
        );
        const who = address ? element("a", { href: address }, name) : name;
        const many = counted(
          "Also searched: {number} other spelling of {name} ({kind})",
          "Also searched: {number} other spellings of {name} ({kind})",
          once.length,
          { kind: data.nameKinds[kind] },
        );
        const said = weave(many, { name: who });
        return once.length > FEW
          ? element(
              "div",
              {},
              element("p", {}, ...said, ". ", only),
              element("details", {}, element("summary", {}, say("The other spellings")), element("p", {}, ...words)),
            )
          : element("p", {}, ...said, ": ", ...words, ". ", only);
      }),
    );
  }

  function tellMeant(proposed, query) {
    const links = proposed.map(({ typed, word, name }) => {
      return element(
        "a",
        { href: `?q=${encodeURIComponent(instead(query, typed, word))}` },
        word,
        ...(name ? [` (${name})`] : []),
      );
    });
    meantBox.replaceChildren(
      ...(links.length
        ? [element("p", {}, ...weave("Did you mean {words}?", { words: listed(links, "disjunction") }))]
        : []),
    );
  }

  function tellCounts(hits, kinds, sources) {
    const count = (name, of) =>
      form.querySelectorAll(`.count[data-${name}]`).forEach((place) => {
        const n = hits.filter((hit) => of(hit.row, place.dataset[name])).length;
        place.textContent = hits.length ? number(n) : "";
      });
    count("kind", (row, kind) => row.kind === kind && inSources(row, sources));
    count("source", (row, id) => kinds.has(row.kind) && row.sources.some((n) => data.sources[n][0] === id));
  }

  const inSources = (row, sources) => !row.sources.length || row.sources.some((n) => sources.has(data.sources[n][0]));

  function show() {
    const query = input.value.trim();
    if (!query) {
      status.textContent = "";
      meantBox.replaceChildren();
      alsoBox.replaceChildren();
      box.replaceChildren();
      tellCounts([], new Set(), new Set());
      return;
    }
    const { hits, also, missing, proposed } = search(query);
    const kinds = new Set(checkedOf("kind")),
      sources = new Set(checkedOf("source"));
    const kept = hits.filter(({ row }) => kinds.has(row.kind) && inSources(row, sources));
    const groups = data.kinds
      .map(([kind]) => [kind, kept.filter((hit) => hit.row.kind === kind)])
      .filter(([, of]) => of.length);
    const hidden = hits.length - kept.length;
    const told = groups.map(([kind, of]) =>
      say("{number} in {kind}", { number: number(of.length), kind: labels[kind] }),
    );
    const said = kept.length
      ? [
          counted(
            "{number} result for “{query}”: {groups}.",
            "{number} results for “{query}”: {groups}.",
            kept.length,
            {
              query,
              groups: told.join(", "),
            },
          ),
        ]
      : [say("Nothing found for “{query}”.", { query })];
    if (!kept.length && missing.length)
      said.push(say("No passage has {words}.", { words: listed(missing.map(quotedly), "disjunction").join("") }));
    else if (!hits.length) said.push(say("No single passage has all of these words."));
    if (hidden)
      said.push(
        counted(
          "{number} more result in what is not chosen below “Where to look”.",
          "{number} more results in what is not chosen below “Where to look”.",
          hidden,
        ),
      );
    status.textContent = said.join(" ");
    tellMeant(proposed, query);
    tellAlso(also, query);
    tellCounts(hits, kinds, sources);
    box.replaceChildren(...groups.map(([kind, of]) => group(kind, of)));
  }

  // --- the address holds the query -----------------------------------------------------------------------------------

  function remember() {
    const address = new URLSearchParams();
    if (input.value.trim()) address.set("q", input.value.trim());
    for (const name of ["kind", "source"]) {
      const checked = checkedOf(name);
      if (checked.length < form.querySelectorAll(`input[name="${name}"]`).length) address.set(name, checked.join(","));
    }
    try {
      history.replaceState(null, "", `?${address}`);
    } catch {
      /* from a folder some browsers let no script change the address */
    }
    document.title = input.value.trim() ? `${quotedly(input.value.trim())} – ${title}` : title;
  }

  const { title } = document;
  const asked = new URLSearchParams(location.search);
  input.value = asked.get("q") ?? "";
  for (const name of ["kind", "source"]) {
    if (!asked.has(name)) continue;
    const wanted = asked.getAll(name).flatMap((value) => value.split(","));
    for (const check of form.querySelectorAll(`input[name="${name}"]`)) check.checked = wanted.includes(check.value);
    form.querySelector("details").open = true;
  }
  let waiting;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      show();
      remember();
    }, 120);
  };
  input.addEventListener("input", soon);
  form.addEventListener("change", (event) => {
    if (event.target !== input) soon();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    show();
    remember();
  });
  addEventListener("keydown", (event) => {
    // arrows go from the box to the results and from one to the next
    if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || event.altKey || event.ctrlKey || event.metaKey)
      return;
    const stops = [input, ...box.querySelectorAll(".result-place a")];
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || !next) return;
    event.preventDefault();
    next.focus();
  });
  if (!input.value) input.focus({ preventScroll: true });
  show();
  globalThis.variorumSearch = { fold, search };
})();
