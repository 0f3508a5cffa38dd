// Search in the rows of `passages.js`: a query in, results in groups out. Nothing is fetched; works from a folder.
(() => {
  "use strict";
  const data = globalThis.variorumPassages;
  const form = document.querySelector(".finder");
  if (!data || !form) return;

  const { say, counted, weave, listed, number } = globalThis.variorumWords;
  const fold = globalThis.variorumFolding(data.letters, data.zeros);
  const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu;

  // --- rows ----------------------------------------------------------------------------------------------------------

  const TITLED = new Set(["parallel", "work", "page"]); // the label of the others is a reference such as “No 22”
  let rows;
  function prepared() {
    rows ??= data.rows.map(
      ([kind, page, anchor, label, language, words, sources = [], remark = "", runs = [], looks = []], order) => ({
        kind: data.kinds[kind][0],
        address: `${data.pages[page]}#${anchor}`,
        label,
        language,
        words,
        sources,
        remark,
        runs,
        looks,
        order,
        folded: fold(words),
        heading: fold(label),
        titled: TITLED.has(data.kinds[kind][0]),
      }),
    );
    return rows;
  }

  // --- the query: terms, each with its alternatives ------------------------------------------------------------------

  const WORD = "[\\p{L}\\p{M}\\p{N}]";
  const BETWEEN = "[^\\p{L}\\p{M}\\p{N}]+";
  const wordsOf = (text) => text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  const scriptOf = (word) =>
    Object.keys(data.endings).find((script) => new RegExp(`^\\p{Script=${script}}`, "u").test(word));
  const clustersOf = (word) => word.match(CLUSTER) ?? [];
  const endings = Object.fromEntries(
    Object.entries(data.endings).map(([script, list]) => [
      script,
      [...new Set(list.map(fold))].sort((a, b) => b.length - a.length),
    ]),
  );

  function stemOf(word) {
    // the word without one ending; at least 4 letters, or 2 of Devanagari, must be left
    const script = scriptOf(word);
    const least = script === "Devanagari" ? 2 : 4;
    for (const ending of endings[script] ?? []) {
      const stem = word.slice(0, -ending.length);
      if (
        word.endsWith(ending) &&
        clustersOf(stem).length >= least &&
        clustersOf(word).length > clustersOf(stem).length
      )
        return stem;
    }
    return word;
  }

  // The pattern of a word as others may write it: U.S.S.R. for ussr, 10,000 for 10000, don’t for dont.
  function loosely(word) {
    if (/^\d+$/u.test(word)) return escaped(word).replace(/\B(?=(?:\d{3})+$)/gu, "[.,'’\u00a0\u202f ]?");
    return clustersOf(word).map(escaped).join("[.'’ʼʹ]?");
  }

  // A way of finding: patterns, each with how good its finds are (5 exact, 4 beginning of a word, 3 other form, 2 another
  // spelling of the name, 1 inside a word), and letters without which none of them finds anything.
  function way(words, { typed, quoted }) {
    const last = words.at(-1),
      script = scriptOf(last),
      stem = stemOf(last);
    const before = words.slice(0, -1).map(escaped).concat("").join(BETWEEN);
    const tail = (endings[script] ?? []).map(escaped).join("|");
    const start = `(?<!${WORD})`,
      end = `(?!${WORD})`;
    const patterns = [[`${start}${before}${escaped(last)}${end}`, typed || quoted ? 5 : 2]];
    if (!quoted && tail) patterns.push([`${start}${before}${escaped(last)}(?:${tail})${end}`, typed ? 4 : 2]);
    if (typed) {
      patterns.push([`${start}${before}${escaped(last)}`, 4]);
      if (tail) patterns.push([`${start}${before}${escaped(stem)}(?:${tail})?${end}`, 3]);
      if (words.length === 1 && clustersOf(last).length > 2) patterns.push([escaped(last), 1]);
    }
    if (typed && words.length === 1) patterns.push([`${start}${loosely(last)}[.]?${end}`, 3]);
    return {
      needle: typed ? stem : last,
      loose: typed && words.length === 1,
      patterns: patterns.map(([pattern, quality]) => [new RegExp(pattern, "gu"), quality]),
    };
  }

  // A find must not begin or end inside a letter with its signs, or inside letters joined by a virama.
  function onBorders(text, start, end) {
    if (start > 0 && /\p{M}/u.test(text[start])) return false;
    if (start > 0 && text[start - 1] === "\u094d") return false;
    if (end < text.length && /\p{M}/u.test(text[end])) return false;
    return !(text[end - 1] === "\u094d" && /\p{L}/u.test(text[end] ?? ""));
  }

  function finds(text, alternatives) {
    const found = [];
    for (const { needle, loose, patterns } of alternatives)
      for (const [pattern, quality] of text.includes(needle) ? patterns : loose ? patterns.slice(-1) : [])
        for (const match of text.matchAll(pattern)) {
          const start = match.index,
            end = start + match[0].length;
          if (end > start && onBorders(text, start, end)) found.push({ start, end, quality });
        }
    return found.sort((a, b) => a.start - b.start || b.quality - a.quality || b.end - a.end);
  }

  const withoutEnding = (words) => [...words.slice(0, -1), stemOf(words.at(-1))].join(" ");

  const names = new Map(); // folded spelling → the names that it is a spelling of
  const nearly = new Map(); // the same without an ending; the last word of persons' names
  const noteName = (map, key, name) => map.set(key, (map.get(key) ?? new Set()).add(name));
  for (const name of data.names)
    for (const [, spelling] of name[2]) {
      const words = wordsOf(fold(spelling));
      if (!words.length) continue;
      noteName(names, words.join(" "), name);
      noteName(nearly, withoutEnding(words), name);
      if (name[1] === "person" && words.at(-1).length > 3) {
        noteName(nearly, words.at(-1), name);
        noteName(nearly, stemOf(words.at(-1)), name);
      }
    }
  const longest = Math.max(1, ...[...names.keys()].map((key) => key.split(" ").length));

  function namesOf(words) {
    // the names that are spelled so; else the one name that is nearly spelled so
    const exact = names.get(words.join(" ")) ?? names.get(withoutEnding(words));
    const near = exact ? null : (nearly.get(words.join(" ")) ?? nearly.get(withoutEnding(words)));
    return exact ?? (near?.size === 1 ? near : new Set());
  }

  // --- what may be meant ---------------------------------------------------------------------------------------------

  const { sound, distance, tolerance } = globalThis.variorumLikeness;
  const PROPOSED = 3;
  const SHORTEST = 4; // letters; a shorter word sounds like too many
  let heard; // sound → the words that sound so, each with how often it stands there and whether it is of a name
  function soundsOf() {
    if (heard) return heard;
    const counts = new Map();
    for (const row of prepared()) for (const word of wordsOf(row.folded)) counts.set(word, (counts.get(word) ?? 0) + 1);
    const ofNames = new Set([...names.keys()].flatMap((key) => key.split(" ").slice(-1)));
    for (const word of ofNames) counts.set(word, counts.get(word) ?? 0);
    heard = new Map();
    for (const [word, count] of counts) {
      if (clustersOf(word).length < 3 || /\p{N}/u.test(word)) continue;
      for (const said of new Set([sound(word), sound(stemOf(word))])) {
        if (!heard.has(said)) heard.set(said, []);
        heard.get(said).push({ word, count, named: ofNames.has(word) });
      }
    }
    return heard;
  }

  // Words of the edition that sound like this one, the nearest first; of those equally near a name, then the commonest.
  function meant(word, most = Infinity) {
    if (word.length < SHORTEST && clustersOf(word).length < 3) return [];
    const found = new Map();
    for (const said of new Set([sound(word), sound(stemOf(word))])) {
      const allowed = Math.min(most, tolerance(said));
      for (const [other, words] of soundsOf()) {
        const apart = distance(said, other, allowed);
        if (apart > allowed) continue;
        for (const candidate of words)
          if (candidate.word !== word && !(found.get(candidate.word)?.apart <= apart))
            found.set(candidate.word, { ...candidate, apart });
      }
    }
    return [...found.values()].sort((a, b) => a.apart - b.apart || b.named - a.named || b.count - a.count);
  }

  // What to propose for a query: for words that stand nowhere what sounds like them; for others names that sound the same.
  function proposals(missing, terms, also) {
    const found = missing
      .filter((words) => !words.includes(" "))
      .flatMap((word) =>
        meant(word)
          .slice(0, PROPOSED)
          .map(({ word: other }) => ({ typed: word, word: other })),
      );
    const known = new Set(also.map(({ name }) => name));
    for (const { shown } of terms.filter((term) => !missing.includes(term.shown) && !term.shown.includes(" "))) {
      for (const { word, named } of meant(shown, 0)) {
        const [name] = named ? (nearly.get(word) ?? names.get(word) ?? []) : [];
        if (!name || known.has(name[0]) || namesOf([shown]).has(name)) continue;
        known.add(name[0]);
        found.push({ typed: shown, word, name: name[0] });
      }
    }
    return found;
  }

  // Acronyms with stops, grouped figures and apostrophes typed as one word.
  const whole = (text) =>
    text
      .replace(/(?<!\p{L})(?:\p{L}\.){2,}/gu, (acronym) => acronym.replaceAll(".", ""))
      .replace(/(?<=\d)[.,'’\u00a0\u202f](?=\d{3}(?!\d))/gu, "")
      .replace(/(?<=\p{L})['’ʼʹ](?=\p{L})/gu, "");

  function parse(query) {
    const terms = [],
      also = [];
    const add = (words, options) => terms.push({ shown: words.join(" "), alternatives: [way(words, options)] });
    for (const [, quoted, plain] of query.matchAll(/["“„«]([^"”“»]+)["”“»]|([^"“”„«»]+)/gu)) {
      const words = wordsOf(fold(quoted ?? whole(plain)));
      if (quoted !== undefined) {
        if (words.length) add(words, { quoted: true });
        continue;
      }
      for (let at = 0; at < words.length; ) {
        let taken = 1,
          meant = new Set();
        for (let length = Math.min(longest, words.length - at); length > 0 && !meant.size; length--) {
          meant = namesOf(words.slice(at, at + length));
          if (meant.size) taken = length;
        }
        const typed = words.slice(at, at + taken);
        add(typed, { typed: true });
        for (const name of meant) {
          const others = name[2].filter(([, spelling]) => wordsOf(fold(spelling)).join(" ") !== typed.join(" "));
          for (const [, spelling] of others) terms.at(-1).alternatives.push(way(wordsOf(fold(spelling)), {}));
          if (others.length)
            also.push({ name: name[0], kind: name[1], address: name[3], others, typed: typed.join(" ") });
        }
        at += taken;
      }
    }
    return { terms, also };
  }

  // --- finding and ranking -------------------------------------------------------------------------------------------

  const NEAR = 80; // letters between the first and the last of the words that stand near one another

  function nearness(text, terms, perTerm, phrase) {
    if (terms.length === 1 || phrase?.test(text)) return 3;
    const all = perTerm
      .flatMap((found, term) => found.map(({ start }) => ({ start, term })))
      .sort((a, b) => a.start - b.start);
    const last = new Map();
    for (const { start, term } of all) {
      last.set(term, start);
      if (last.size === terms.length && start - Math.min(...last.values()) <= NEAR) return 2;
    }
    return 1;
  }

  function search(query) {
    const { terms, also } = parse(query);
    const words = wordsOf(fold(query));
    const phrase = words.length > 1 ? new RegExp(`(?<!${WORD})${words.map(escaped).join(BETWEEN)}`, "u") : null;
    const seen = terms.map(() => false);
    const hits = [];
    for (const row of terms.length ? prepared() : []) {
      if (row.heading === words.join(" ")) {
        hits.push({ row, near: 4, quality: 5, found: [] });
        seen.fill(true);
        continue;
      }
      const perTerm = terms.map((term) => finds(row.folded, term.alternatives));
      const inTitle = terms.map((term, n) =>
        row.titled && !perTerm[n].length ? finds(row.heading, term.alternatives) : [],
      );
      const best = terms.map((_, n) => Math.max(0, ...[...perTerm[n], ...inTitle[n]].map((found) => found.quality)));
      best.forEach((quality, n) => {
        seen[n] ||= quality > 0;
      });
      const quality = Math.min(...best);
      if (quality)
        hits.push({ row, near: nearness(row.folded, terms, perTerm, phrase), quality, found: perTerm.flat() });
    }
    hits.sort((a, b) => b.near - a.near || b.quality - a.quality || a.row.order - b.row.order);
    const missing = terms.filter((_, n) => !seen[n]).map((term) => term.shown);
    return { hits, also, missing, proposed: proposals(missing, terms, also) };
  }

  // --- showing -------------------------------------------------------------------------------------------------------

  const BEFORE = 70,
    AFTER = 130,
    LONGEST = 220,
    PARTS = 3; // letters around what is found, of a part; parts
  const FIRST = 10; // results of a group that are shown at once
  const element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };

  function marksOf(words, found) {
    // places in the folded text → places in the words as they stand
    const from = [],
      to = [];
    let at = 0;
    for (const cluster of clustersOf(words)) {
      for (let n = fold(cluster).length; n > 0; n--) {
        from.push(at);
        to.push(at + cluster.length);
      }
      at += cluster.length;
    }
    const marks = [];
    for (const { start, end } of found.toSorted((a, b) => a.start - b.start)) {
      const last = marks.at(-1);
      if (last && from[start] <= last[1]) last[1] = Math.max(last[1], to[end - 1]);
      else marks.push([from[start], to[end - 1]]);
    }
    return marks;
  }

  function partsOf(words, marks) {
    // the ranges of the words that are shown, cut at blanks
    const parts = [];
    for (const [start, end] of marks.length ? marks : [[0, 0]]) {
      const last = parts.at(-1);
      const near = last && start - BEFORE <= last[1];
      if (near && last[1] - last[0] < LONGEST) last[1] = end + AFTER;
      else if (!near && parts.length < PARTS) parts.push([start - BEFORE, end + AFTER]);
    }
    return parts.map(([start, end]) => [
      start <= 0 ? 0 : words.indexOf(" ", start) + 1 || start,
      end >= words.length ? words.length : words.lastIndexOf(" ", end),
    ]);
  }

  function shownWords(row, found) {
    const marks = marksOf(row.words, found);
    const box = element("p", { class: "result-words", lang: row.language });
    const parts = partsOf(row.words, marks);
    parts.forEach(([start, end], n) => {
      if (start > 0) box.append(element("span", { class: "gap" }, n ? " … " : "… "));
      const borders = new Set([start, end]);
      for (const [a, b] of [...marks, ...row.runs, ...row.looks])
        for (const at of [a, b]) if (at > start && at < end) borders.add(at);
      const cuts = [...borders].sort((a, b) => a - b);
      for (let i = 0; i + 1 < cuts.length; i++) {
        const [a, b] = [cuts[i], cuts[i + 1]];
        const run = row.runs.find(([from, to]) => from <= a && b <= to);
        const marked = marks.some(([from, to]) => from <= a && b <= to);
        const worn = row.looks.filter(([from, to]) => from <= a && b <= to).map(([, , feature]) => `shown-${feature}`);
        const letters = row.words.slice(a, b);
        const text = worn.length ? element("span", { class: worn.join(" ") }, letters) : letters;
        if (marked) box.append(element("mark", { lang: run?.[2] }, text));
        else box.append(run ? element("span", { lang: run[2] }, text) : text);
      }
    });
    if (parts.at(-1)[1] < row.words.length) box.append(element("span", { class: "gap" }, " …"));
    return box;
  }

  function shown({ row, found }) {
    const of = row.sources.map((n) => data.sources[n][2]).join(", ");
    const place = element("p", { class: "result-place" }, element("a", { href: row.address }, row.label));
    const remark = [row.kind === "parallel" ? row.sources.map((n) => data.sources[n][1]).join(", ") : of, row.remark]
      .filter(Boolean)
      .join(", ");
    if (remark) place.append(" ", element("span", {}, remark));
    return element("li", {}, place, shownWords(row, found));
  }

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
        const quoted = fold(query).replace(new RegExp(wordsOf(typed).map(escaped).join(BETWEEN), "u"), '"$&"');
        const only = element(
          "a",
          { href: `?q=${encodeURIComponent(quoted)}` },
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
      const asked = fold(whole(query)).replace(typed, word);
      return element("a", { href: `?q=${encodeURIComponent(asked)}` }, word, ...(name ? [` (${name})`] : []));
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
