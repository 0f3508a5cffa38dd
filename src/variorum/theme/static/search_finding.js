// What a query finds in the index (`search_index.js`): the query in, hits in their order out, with what else may be meant.
// It knows nothing of the page.
globalThis.variorumFinding = (data, index) => {
  "use strict";
  const fold = globalThis.variorumFolding(data.letters, data.zeros);
  const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu;

  // --- the query: terms, each with its alternatives ------------------------------------------------------------------

  const LETTER = "[\\p{L}\\p{M}\\p{N}]";
  const WORD = `(?:(?![${data.unspaced}])${LETTER})`; // one letter of a word; scripts without blanks have words of one
  const WORDS = new RegExp(`[${data.unspaced}]\\p{M}*|${WORD}+`, "gu");
  const wordsOf = (text) => text.match(WORDS) ?? [];
  const isUnspaced = (() => {
    const pattern = new RegExp(`^[${data.unspaced}]`, "u");
    return (word) => pattern.test(word);
  })();
  const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  // Words as they stand beside one another: shown, and as a pattern.
  const shownAs = (words) =>
    words.reduce((text, word) => text + (isUnspaced(word) && isUnspaced(text.slice(-1)) ? "" : " ") + word);
  const side = (words) =>
    words
      .map((word, n) => {
        const apart = n + 1 < words.length && !isUnspaced(word) && !isUnspaced(words[n + 1]);
        return `${escaped(word)}${n + 1 < words.length ? `[^\\p{L}\\p{M}\\p{N}]${apart ? "+" : "*"}` : ""}`;
      })
      .join("");
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
  // spelling of the name, 1 inside a word), and letters without which none of them finds anything. `patterns` find in a
  // text, `ofLast` the last of the words in the list of all words.
  function way(words, { typed, quoted }) {
    const last = words.at(-1),
      script = scriptOf(last),
      stem = stemOf(last);
    const tail = (endings[script] ?? []).map(escaped).join("|");
    const one = words.length === 1;
    const end = isUnspaced(last) ? "" : `(?!${WORD})`;
    const forms = [[`${escaped(last)}${end}`, typed || quoted ? 5 : 2]];
    if (!quoted && tail) forms.push([`${escaped(last)}(?:${tail})${end}`, typed ? 4 : 2]);
    if (typed) {
      forms.push([escaped(last), 4]);
      if (tail) forms.push([`${escaped(stem)}(?:${tail})?${end}`, 3]);
    }
    const inside = typed && one && clustersOf(last).length > 2 ? [[escaped(last), 1]] : [];
    const loose = typed && one ? [[`${isUnspaced(last) ? "" : `(?<!${WORD})`}${loosely(last)}[.]?${end}`, 3]] : [];
    const before = one ? "" : side([...words.slice(0, -1), "\0"]).slice(0, -1);
    const start = isUnspaced(words[0]) ? "" : `(?<!${WORD})`;
    const compiled = (list) => list.map(([pattern, quality]) => [new RegExp(pattern, "gu"), quality]);
    return {
      words,
      needle: typed ? stem : last,
      loose: typed && one,
      patterns: compiled([
        ...forms.map(([form, quality]) => [`${start}${before}${form}`, quality]),
        ...inside,
        ...loose,
      ]),
      ofLast: compiled([...forms.map(([form, quality]) => [`^${form}`, quality]), ...inside]),
    };
  }

  // A find must not begin or end inside a letter with its signs, or inside letters joined by a virama.
  function onBorders(text, start, end) {
    if (start > 0 && /\p{M}/u.test(text[start])) return false;
    if (start > 0 && text[start - 1] === "\u094d") return false;
    if (end < text.length && /\p{M}/u.test(text[end])) return false;
    return !(text[end - 1] === "\u094d" && /\p{L}/u.test(text[end] ?? ""));
  }

  function matchesOf(text, patterns) {
    const found = [];
    for (const [pattern, quality] of patterns)
      for (const match of text.matchAll(pattern)) {
        const start = match.index,
          end = start + match[0].length;
        if (end > start && onBorders(text, start, end)) found.push({ start, end, quality });
      }
    return found;
  }

  // Where the terms stand in a text that is folded.
  function finds(text, terms) {
    const found = [];
    for (const { alternatives } of terms)
      for (const { needle, loose, patterns } of alternatives)
        found.push(...matchesOf(text, text.includes(needle) ? patterns : loose ? patterns.slice(-1) : []));
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
  // Sound → the words that sound so, each with how often it stands there and whether it is of a name.
  function soundsOf(words) {
    const heard = new Map();
    for (const word of words) {
      const count = index.count(index.numbers.get(word));
      if (clustersOf(word).length < 3 || /\p{N}/u.test(word) || !(count || ofNames.has(word))) continue;
      for (const said of new Set([sound(word), sound(stemOf(word))])) {
        if (!heard.has(said)) heard.set(said, []);
        heard.get(said).push({ word, count, named: ofNames.has(word) });
      }
    }
    return heard;
  }
  const ofNames = new Set([...names.keys()].flatMap((key) => key.split(" ").slice(-1)));
  const once = (make) => {
    let made;
    return () => (made ??= make());
  };
  const soundsOfNames = once(() => soundsOf(ofNames));
  const soundsOfAll = once(() => soundsOf(new Set([...index.words, ...ofNames])));

  // Words of the edition that sound like this one, the nearest first; of those equally near a name, then the commonest.
  function meant(word, heard, most = Infinity) {
    if (word.length < SHORTEST && clustersOf(word).length < 3) return [];
    const found = new Map();
    for (const said of new Set([...sounds(word), ...sounds(stemOf(word))])) {
      const allowed = Math.min(most, tolerance(said));
      for (const [other, words] of allowed ? heard : [[said, heard.get(said) ?? []]]) {
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
        meant(word, soundsOfAll())
          .slice(0, PROPOSED)
          .map(({ word: other }) => ({ typed: word, word: other })),
      );
    const known = new Set(also.map(({ name }) => name));
    for (const { shown } of terms.filter((term) => !missing.includes(term.shown) && !term.shown.includes(" "))) {
      for (const { word, named } of meant(shown, soundsOfNames(), 0)) {
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

  // The words of a text, each with the number of letters' run that it stands in: those of one run belong together.
  const runsOf = (text) =>
    (text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).flatMap((run, n) => wordsOf(run).map((word) => ({ word, run: n })));

  function parse(query) {
    const terms = [],
      also = [];
    const add = (words, options) => terms.push({ shown: shownAs(words), alternatives: [way(words, options)] });
    for (const [, quoted, plain] of query.matchAll(/["“„«]([^"”“»]+)["”“»]|([^"“”„«»]+)/gu)) {
      const runs = runsOf(fold(quoted ?? whole(plain)));
      const words = runs.map(({ word }) => word);
      if (quoted !== undefined) {
        if (words.length) add(words, { quoted: true });
        continue;
      }
      for (let at = 0; at < words.length; ) {
        let taken = runs.slice(at).filter(({ run }) => run === runs[at].run).length,
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
            also.push({ name: name[0], kind: name[1], address: name[3], others, typed: shownAs(typed) });
        }
        at += taken;
      }
    }
    return { terms, also };
  }

  // --- finding and ranking -------------------------------------------------------------------------------------------

  const NEAR = 12; // words from the first to the last of those that stand near one another

  // The words of the edition that the last word of a way finds: number → how good.
  function foundBy({ needle, ofLast }) {
    const found = new Map();
    index.words.forEach((word, number) => {
      if (!word.includes(needle)) return;
      const best = Math.max(0, ...matchesOf(word, ofLast).map(({ quality }) => quality));
      if (best) found.set(number, best);
    });
    return found;
  }

  // The same word by word for a whole way; null if one of its words stands nowhere.
  function wordsFound(found) {
    const before = found.words.slice(0, -1).map((word) => index.numbers.get(word));
    return before.includes(undefined) ? null : { before, last: foundBy(found) };
  }

  // Places of the last of some words, with how good they are, where the others stand before it.
  function placesFound({ before, last }, places) {
    const sets = before.map((word) => new Set(places.get(word)));
    const found = [];
    for (const [word, quality] of last)
      for (const place of places.get(word))
        if (sets.every((set, n) => set.has(place - before.length + n))) found.push({ place, quality });
    return found;
  }

  // The rows in which a term is found: the best of its finds by row, and all places in their order.
  function rowsFound(ways, places) {
    const best = new Uint8Array(index.rowCount);
    const found = ways.flatMap((words) => placesFound(words, places));
    for (const { place, quality } of found) {
      const row = index.rowOf(place);
      if (quality > best[row]) best[row] = quality;
    }
    return { best, places: Float64Array.from(found, ({ place }) => place).sort() };
  }

  // The first of places in their order that is not before `from`.
  function firstFrom(places, from) {
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[middle] < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // Whether all terms stand near one another somewhere in a row.
  function standNear(row, perTerm) {
    const all = perTerm.flatMap(({ places }, term) => {
      const from = firstFrom(places, index.startOf(row));
      return Array.from(places.subarray(from, firstFrom(places, index.startOf(row + 1))), (place) => ({ place, term }));
    });
    const last = new Map();
    for (const { place, term } of all.sort((a, b) => a.place - b.place)) {
      last.set(term, place);
      if (last.size === perTerm.length && place - Math.min(...last.values()) <= NEAR) return true;
    }
    return false;
  }

  // `here` is the id of a source: of passages that bear the same locus its own comes first.
  async function search(query, here) {
    const { terms, also } = parse(query);
    const words = wordsOf(fold(query));
    const ways = terms.map((term) => term.alternatives.map(wordsFound).filter((found) => found?.last.size));
    const phrase =
      terms.length > 1 ? wordsFound({ ...way(words, { quoted: true }), ofLast: [[beginning(words.at(-1)), 1]] }) : null;
    const wanted = [...ways.flat(), ...(phrase ? [phrase] : [])];
    const [places, labelled] = await Promise.all([
      index.places(new Set(wanted.flatMap(({ before, last }) => [...before, ...last.keys()]))),
      index.labelled(words.join(" ")),
    ]);
    const perTerm = ways.map((found) => rowsFound(found, places));
    const asTyped = phrase ? rowsFound([phrase], places).best : null;
    const hits = ranked(perTerm, asTyped, new Set(labelled), here);
    const missing = labelled.length ? [] : terms.filter((_, n) => !perTerm[n].places.length).map(({ shown }) => shown);
    return { hits, terms, also, missing, proposed: proposals(missing, terms, also) };
  }

  const beginning = (word) => new RegExp(`^${escaped(word)}`, "gu");

  // The rows that hold all terms, the best first: what is labelled so, what has the words as typed, near, good.
  function ranked(perTerm, asTyped, labelled, here) {
    const hits = [];
    const isHere = ({ row, near }) => near === 4 && index.sources(row).some((n) => data.sources[n][0] === here);
    for (let row = 0; perTerm.length && row < index.rowCount; row++) {
      if (labelled.has(row)) hits.push({ row, near: 4, quality: 5 });
      else {
        const quality = Math.min(...perTerm.map(({ best }) => best[row]));
        const near = perTerm.length === 1 || asTyped?.[row] ? 3 : quality && standNear(row, perTerm) ? 2 : 1;
        if (quality) hits.push({ row, near, quality });
      }
    }
    return hits.sort((a, b) => b.near - a.near || b.quality - a.quality || isHere(b) - isHere(a) || a.row - b.row);
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
  const quoted = (query, typed) => fold(query).replace(new RegExp(side(wordsOf(typed)), "u"), '"$&"');
  const instead = (query, typed, word) => fold(whole(query)).replace(typed, word);

  return { fold, search, finds, marksOf, quoted, instead };
};
