// What a query finds in the rows of `passages.js`: the query in, hits in their order out, with what else may be meant.
// It knows nothing of the page.
globalThis.variorumFinding = (data) => {
  "use strict";
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

  const { sound, sounds, distance, tolerance, mayMean } = globalThis.variorumLikeness;
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
    for (const said of new Set([...sounds(word), ...sounds(stemOf(word))])) {
      const allowed = Math.min(most, tolerance(said));
      for (const [other, words] of soundsOf()) {
        const apart = distance(said, other, allowed);
        if (apart > allowed) continue;
        for (const candidate of words)
          if (
            candidate.word !== word &&
            mayMean(word, said, candidate.word, other) &&
            !(found.get(candidate.word)?.apart <= apart)
          )
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

  // --- between what is compared and what stands there ----------------------------------------------------------------

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

  // The query with these words of it between quotation marks, and with another word instead of one.
  const quoted = (query, typed) =>
    fold(query).replace(new RegExp(wordsOf(typed).map(escaped).join(BETWEEN), "u"), '"$&"');
  const instead = (query, typed, word) => fold(whole(query)).replace(typed, word);

  return { fold, search, marksOf, quoted, instead };
};
