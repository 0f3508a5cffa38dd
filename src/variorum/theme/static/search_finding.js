// What a query finds in the index (`search_index.js`): the query in, hits in their order out, with what else may be meant.
// It knows nothing of the page.
globalThis.variorumFinding = (data, index) => {
  "use strict";
  const fold = globalThis.variorumFolding(data.letters, data.zeros);
  const { wordsOf, side, shownAs, lengthOf, clustersOf, stemOf, way, beginning, matchesOf, bestOf } =
    globalThis.variorumWays(data, fold);

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

  const { sound, sounds, lettersOf, atLeast, distance, tolerance, mayMean } = globalThis.variorumLikeness;
  const PROPOSED = 3;
  const SHORTEST = 4; // letters; a shorter word sounds like too many
  // Sound → its letters and the words that sound so, each with how often it stands there and whether it is of a name.
  function soundsOf(words) {
    const heard = new Map();
    const note = (said, word) => {
      if (!heard.has(said)) heard.set(said, { letters: lettersOf(said), words: [] });
      heard.get(said).words.push(word);
    };
    for (const word of words) {
      const count = index.count(index.numbers.get(word));
      const named = ofNames.has(word);
      if (lengthOf(word) < 3 || /\p{N}/u.test(word) || !(count || named)) continue;
      const noted = { word, count, named };
      const stem = stemOf(word);
      const said = sound(word);
      const saidOfStem = stem === word ? said : sound(stem);
      note(said, noted);
      if (saidOfStem !== said) note(saidOfStem, noted);
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

  // Of all that is heard, what may be as near to a sound as is allowed: letters alone tell most of it apart.
  function* nearby(said, heard, allowed) {
    const letters = lettersOf(said);
    for (const [other, of] of heard)
      if (Math.abs(said.length - other.length) <= 2 * allowed && atLeast(letters, of.letters) <= allowed)
        yield [other, of];
  }

  // Words of the edition that sound like this one, the nearest first; of those equally near a name, then the commonest.
  function meant(word, soundsHeard, most = Infinity) {
    if (word.length < SHORTEST && lengthOf(word) < 3) return [];
    const heard = soundsHeard();
    const found = new Map();
    for (const said of new Set([...sounds(word), ...sounds(stemOf(word))])) {
      const allowed = Math.min(most, tolerance(said));
      const same = heard.get(said);
      for (const [other, { words }] of allowed ? nearby(said, heard, allowed) : same ? [[said, same]] : []) {
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
        meant(word, soundsOfAll)
          .slice(0, PROPOSED)
          .map(({ word: other }) => ({ typed: word, word: other })),
      );
    const known = new Set(also.map(({ name }) => name));
    for (const { shown } of terms.filter((term) => !missing.includes(term.shown) && !term.shown.includes(" "))) {
      for (const { word, named } of meant(shown, soundsOfNames, 0)) {
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
  function foundBy(found) {
    const last = new Map();
    index.words.forEach((word, number) => {
      const best = bestOf(word, found);
      if (best) last.set(number, best);
    });
    return last;
  }

  // The same word by word for a whole way; null if one of its words stands nowhere.
  function wordsFound(found) {
    const before = found.words.slice(0, -1).map((word) => index.numbers.get(word));
    return before.includes(undefined) ? null : { before, last: foundBy(found) };
  }

  // The rows in which a term is found: the best of its finds by row, how many there are, and all places in their order
  // (behind the last is Infinity).
  function rowsFound(ways, places) {
    const best = new Uint8Array(index.rowCount);
    const found = [];
    let number = 0;
    for (const { before, last } of ways) {
      const sets = before.map((word) => new Set(places.get(word)));
      for (const [word, quality] of last) {
        const all = places.get(word); // of the last word, where the others stand before it
        const here = sets.length ? all.filter((at) => sets.every((set, n) => set.has(at - sets.length + n))) : all;
        for (const place of here) {
          const row = index.rowOf(place);
          if (quality > best[row]) best[row] = quality;
        }
        found.push(here);
        number += here.length;
      }
    }
    const ordered = once(() => {
      const together = new Float64Array(number + 1).fill(Infinity); // behind the last
      let at = 0;
      for (const some of found) {
        together.set(some, at);
        at += some.length;
      }
      return together.sort();
    });
    return { best, number, ordered };
  }

  // Whether all terms stand near one another somewhere in a row; it is asked for rows in their order.
  function nearness(perTerm) {
    const all = perTerm.map(({ ordered }) => ordered());
    const next = all.map(() => 0); // of each term, the place that is to be looked at
    return (row) => {
      const [begin, end] = [index.startOf(row), index.startOf(row + 1)];
      const last = all.map(() => -Infinity);
      for (const [term, places] of all.entries()) while (places[next[term]] < begin) next[term]++;
      for (;;) {
        let first = 0;
        for (let term = 1; term < all.length; term++) if (all[term][next[term]] < all[first][next[first]]) first = term;
        const place = all[first][next[first]];
        if (place >= end) return false;
        next[first]++;
        last[first] = place;
        if (place - Math.min(...last) <= NEAR) return true;
      }
    };
  }

  // `here` is the id of a source: of passages that bear the same locus its own comes first.
  async function search(query, here) {
    const { terms, also } = parse(query);
    const words = wordsOf(fold(query));
    const ways = terms.map((term) => term.alternatives.map(wordsFound).filter((found) => found?.last.size));
    const phrase =
      terms.length > 1 ? wordsFound({ ...way(words, { quoted: true }), ofLast: beginning(words.at(-1)) }) : null;
    const wanted = [...ways.flat(), ...(phrase ? [phrase] : [])];
    const [places, labelled] = await Promise.all([
      index.places(new Set(wanted.flatMap(({ before, last }) => [...before, ...last.keys()]))),
      index.labelled(words.join(" ")),
    ]);
    const perTerm = ways.map((found) => rowsFound(found, places));
    const asTyped = phrase ? rowsFound([phrase], places).best : null;
    const hits = ranked(perTerm, asTyped, new Set(labelled), here);
    const missing = labelled.length ? [] : terms.filter((_, n) => !perTerm[n].number).map(({ shown }) => shown);
    return { hits, terms, also, missing, proposed: proposals(missing, terms, also) };
  }

  const QUALITIES = 6; // 0 to 5

  // The rows that hold all terms, the best first: what is labelled so, what has the words as typed, near, good.
  // Of passages that are labelled alike the one from `here` comes first.
  function ranked(perTerm, asTyped, labelled, here) {
    const alike = Array.from({ length: 5 * QUALITIES }, () => []); // rows in their order, by how near and how good
    const standNear = perTerm.length > 1 ? nearness(perTerm) : null;
    const isHere = ({ row }) => index.sources(row).some((n) => data.sources[n][0] === here);
    for (let row = 0; perTerm.length && row < index.rowCount; row++) {
      let near = 4,
        quality = 5;
      if (!labelled.has(row)) {
        for (const { best } of perTerm) if (best[row] < quality) quality = best[row];
        if (!quality) continue;
        near = !standNear || asTyped?.[row] ? 3 : standNear(row) ? 2 : 1;
      }
      alike[near * QUALITIES + quality].push({ row, near, quality });
    }
    alike.at(-1).sort((a, b) => isHere(b) - isHere(a));
    return alike.reverse().flat();
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
