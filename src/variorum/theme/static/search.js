// The page for searching: a query in, results in groups out. `search_finding.js` finds, `search_results.js` shows what is
// found, `pieces.js` loads what either needs. Works from a folder.
(() => {
  "use strict";
  const data = globalThis.variorumPassages;
  const form = document.querySelector(".finder");
  if (!data || !form) return;

  const { say, counted, weave, listed, number } = globalThis.variorumWords;
  const index = globalThis.variorumIndex(data, globalThis.variorumLoading(form.dataset.pieces));
  const { fold, search, finds, marksOf, quoted, instead } = globalThis.variorumFinding(data, index);
  const { element, shown } = globalThis.variorumResults(data);
  const FIRST = 10, // results of a group that are shown at once
    MORE = 1000; // and that are added when more are asked for

  const asked = new URLSearchParams(location.search);
  const here = asked.get("on"); // the source whose page the query was typed on

  const status = document.querySelector(".search-status");
  const box = document.querySelector(".search-results");
  const meantBox = document.querySelector(".search-meant");
  const alsoBox = document.querySelector(".search-also");
  const input = form.elements.q;
  const checkedOf = (name) =>
    [...form.querySelectorAll(`input[name="${name}"]`)].filter((c) => c.checked).map((c) => c.value);
  const quotedly = (words) => say("“{words}”", { words });
  const labels = Object.fromEntries(data.kinds);

  // Results as they are shown; their rows are loaded.
  async function resultsOf(hits, terms) {
    const rows = await index.rows(hits.map(({ row }) => row));
    return rows.map((row, n) => shown(row, hits[n].near > 3 ? [] : marksOf(row.words, finds(fold(row.words), terms))));
  }

  function moreOf(kind, hits, terms, list) {
    const left = hits.length - list.children.length;
    const text =
      left > MORE
        ? say("Show {number} more in {kind}", { number: number(MORE), kind: labels[kind] })
        : say("Show all {number} in {kind}", { number: number(hits.length), kind: labels[kind] });
    const more = element("button", { type: "button", class: "search-more" }, text);
    more.addEventListener("click", async () => {
      if (list.hasAttribute("aria-busy")) return; // asked for already
      list.setAttribute("aria-busy", "true");
      try {
        const rest = await resultsOf(hits.slice(list.children.length, list.children.length + MORE), terms);
        list.append(...rest);
        rest[0].querySelector("a").focus();
        if (left > MORE) more.replaceWith(moreOf(kind, hits, terms, list));
        else more.remove();
      } catch (error) {
        status.textContent = error.message;
      }
      list.removeAttribute("aria-busy");
    });
    return more;
  }

  async function group(kind, hits, terms) {
    const list = element("ol", {}, ...(await resultsOf(hits.slice(0, FIRST), terms)));
    const id = `results-${kind}`;
    const section = element(
      "section",
      { "aria-labelledby": id },
      element("h2", { id }, labels[kind], " ", element("small", {}, number(hits.length))),
      list,
    );
    if (hits.length > FIRST) section.append(moreOf(kind, hits, terms, list));
    return section;
  }

  const FEW = 6; // other spellings that are shown without being asked for

  function tellAlso(also, query) {
    alsoBox.replaceChildren(
      ...also.map(({ name, kind, address, others, typed }) => {
        const once = [...new Map(others.map(([language, spelling]) => [spelling, language]))];
        const words = once.flatMap(([spelling, language], n) => [
          n ? ", " : "",
          element("bdi", { lang: language, dir: globalThis.variorumDirection(language) }, spelling),
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

  // How many of the results are of each kind, and of each source.
  function tellCounts(hits, kinds, sources) {
    const [ofKind, ofSource] = [new Map(), new Map()];
    const add = (counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const { row } of hits) {
      const kind = index.kind(row);
      if (inSources(row, sources)) add(ofKind, kind);
      if (kinds.has(kind)) for (const source of index.sources(row)) add(ofSource, data.sources[source][0]);
    }
    for (const place of form.querySelectorAll(".count")) {
      const count = place.dataset.kind ? ofKind.get(place.dataset.kind) : ofSource.get(place.dataset.source);
      place.textContent = hits.length ? number(count ?? 0) : "";
    }
  }

  function inSources(row, sources) {
    const held = index.sources(row);
    return !held.length || held.some((source) => sources.has(data.sources[source][0]));
  }

  const OF_QUERY = "\ufffc"; // where the query stands in a sentence
  let last = 0; // number of the query that was asked last: an answer that comes after a later query is not shown

  async function show() {
    last += 1;
    const mine = last;
    try {
      await answer(input.value.trim(), () => mine === last);
    } catch (error) {
      if (mine === last) status.textContent = error.message;
    }
  }

  async function answer(query, stillAsked) {
    if (!query) {
      status.textContent = "";
      meantBox.replaceChildren();
      alsoBox.replaceChildren();
      box.replaceChildren();
      tellCounts([], new Set(), new Set());
      return;
    }
    const { hits, terms, also, missing, proposed } = await search(query, here);
    const kinds = new Set(checkedOf("kind")),
      sources = new Set(checkedOf("source"));
    const ofKind = new Map(data.kinds.map(([kind]) => [kind, []]));
    for (const hit of hits) {
      const kind = index.kind(hit.row);
      if (kinds.has(kind) && inSources(hit.row, sources)) ofKind.get(kind).push(hit);
    }
    const groups = [...ofKind].filter(([, of]) => of.length);
    const kept = groups.reduce((sum, [, of]) => sum + of.length, 0);
    const sections = await Promise.all(groups.map(([kind, of]) => group(kind, of, terms)));
    if (!stillAsked()) return;
    const hidden = hits.length - kept;
    const told = groups.map(([kind, of]) =>
      say("{number} in {kind}", { number: number(of.length), kind: labels[kind] }),
    );
    const said = kept
      ? [
          counted("{number} result for “{query}”: {groups}.", "{number} results for “{query}”: {groups}.", kept, {
            query: OF_QUERY,
            groups: told.join(", "),
          }),
        ]
      : [say("Nothing found for “{query}”.", { query: OF_QUERY })];
    if (!kept && missing.length)
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
    const [before, after] = said.join(" ").split(OF_QUERY);
    const typed = document.createElement("bdi"); // a figure that follows words from the right would stand among them
    typed.textContent = query;
    status.replaceChildren(before, typed, after);
    tellMeant(proposed, query);
    tellAlso(also, query);
    tellCounts(hits, kinds, sources);
    box.replaceChildren(...sections);
  }

  // --- the address holds the query -----------------------------------------------------------------------------------

  function remember() {
    const address = new URLSearchParams();
    if (input.value.trim()) address.set("q", input.value.trim());
    if (here) address.set("on", here);
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
  globalThis.variorumSearch = { fold, search, rows: index.rows, finds };
})();
