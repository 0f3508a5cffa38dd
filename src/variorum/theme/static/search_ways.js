// A word of a query as patterns that find it in texts and in the list of all words: its other forms, what begins with it,
// what it stands inside. It knows nothing of the index.
globalThis.variorumWays = (data, fold) => {
  "use strict";
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
  const scripts = Object.keys({ ...data.endings, ...data.prefixes }).map((script) => [
    script,
    new RegExp(`^\\p{Script=${script}}`, "u"),
  ]);
  const scriptOf = (word) => scripts.find(([, begins]) => begins.test(word))?.[0];
  const clustersOf = (word) => word.match(CLUSTER) ?? [];
  const MARKED = /[\p{M}\u{10000}-\u{10ffff}]/u;
  const lengthOf = (word) => (MARKED.test(word) ? clustersOf(word).length : word.length); // in clusters
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
      if (word.endsWith(ending) && lengthOf(stem) >= least && lengthOf(word) > lengthOf(stem)) return stem;
    }
    return word;
  }

  // The pattern of a word as others may write it: U.S.S.R. for ussr, 10,000 for 10000, don’t for dont.
  function loosely(word) {
    if (/^\d+$/u.test(word)) return escaped(word).replace(/\B(?=(?:\d{3})+$)/gu, "[.,'’\u00a0\u202f ]?");
    return clustersOf(word).map(escaped).join("[.'’ʼʹ]?");
  }

  // Signs that take a vowel away (virama); where they join letters no word begins behind them. Those of Tamil, Malayalam
  // and Sinhala stand between letters that are written apart.
  const JOINS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0c4d\u0ccd";
  const BARE = `${JOINS}\u0bcd\u0d4d\u0dca`;
  const joins = (sign) => sign !== undefined && JOINS.includes(sign);
  const SIGN = `(?![${BARE}])(?=\\p{M})`; // a vowel sign, or one of those that end a syllable, follows

  // A word that goes on inside its last letter: a stem before another vowel sign (चन्द्र in चन्द्रोऽपि, জগৎ in জগতে), or
  // before a letter joined to it (जगत् in जगत्पति). Of one letter every word would be found, of two most that end bare.
  function goingOn(word) {
    if (isUnspaced(word) || lengthOf(word) < 2) return [];
    if (!BARE.includes(word.at(-1))) return [escaped(word) + SIGN];
    const joined = joins(word.at(-1)) ? [`${escaped(word)}(?=\\p{L})`] : [];
    return lengthOf(word) < 3 ? joined : [...joined, escaped(word.slice(0, -1)) + SIGN];
  }

  // The words written together with what follows them: the pattern of what may stand before a word in the same word.
  const prefixOf = (word) => (lengthOf(word) > 1 ? data.prefixes[scriptOf(word)] : undefined);

  const compiled = (list) =>
    list.map(([pattern, quality, goesOn]) => [new RegExp(pattern, "gu"), quality, goesOn ?? false]);

  // A way of finding: patterns, each with how good its finds are (5 exact, 4 beginning of a word, 3 other form, 2 another
  // spelling of the name, 1 inside a word) and whether they may end inside a letter with its signs; and letters without
  // which none of them finds anything. `patterns` find in a text, `ofLast` the last of the words in the list of all words.
  function way(words, { typed, quoted }) {
    const last = words.at(-1),
      script = scriptOf(last),
      stem = stemOf(last);
    const tail = (endings[script] ?? []).map(escaped).join("|");
    const one = words.length === 1;
    const end = isUnspaced(last) ? "" : `(?!${WORD})`;
    const forms = [[`${escaped(last)}${end}`, typed || quoted ? 5 : 2]];
    if (!quoted && tail) forms.push([`${escaped(last)}(?:${tail})${end}`, typed ? 4 : 2]);
    const further = typed ? goingOn(last) : [];
    if (typed) {
      forms.push([escaped(last), 4], ...further.map((form) => [form, 3, true]));
      if (tail) forms.push([`${escaped(stem)}(?:${tail})?${end}`, 3]);
    }
    const inside =
      typed && one && lengthOf(last) > 2 ? [[escaped(last), 1], ...further.map((form) => [form, 1, true])] : [];
    const loose = typed && one ? [[`${isUnspaced(last) ? "" : `(?<!${WORD})`}${loosely(last)}[.]?${end}`, 3]] : [];
    const before = one ? "" : side([...words.slice(0, -1), "\0"]).slice(0, -1);
    const start = isUnspaced(words[0]) ? "" : `(?<!${WORD})`;
    const prefix = one && !quoted ? prefixOf(last) : undefined;
    const behind = prefix ? [[`(?<=${start}${prefix})${escaped(last)}${end}`, typed ? 3 : 2]] : [];
    return {
      words,
      needle: !typed ? last : stem.length < last.length || !BARE.includes(last.at(-1)) ? stem : last.slice(0, -1),
      loose: typed && one,
      patterns: compiled([
        ...forms.map(([form, ...more]) => [`${start}${before}${form}`, ...more]),
        ...behind,
        ...inside,
        ...loose,
      ]),
      ofLast: compiled([...forms.map(([form, ...more]) => [`^${form}`, ...more]), ...behind, ...inside]).sort(
        ([, quality], [, other]) => other - quality,
      ),
      anywhere: inside.length + behind.length > 0, // in a word of the list; else at its beginning only
    };
  }

  // How the last word of a phrase begins, as patterns of a way.
  const beginning = (word) =>
    compiled([[`^${escaped(word)}`, 1], ...goingOn(word).map((form) => [`^${form}`, 1, true])]);

  // A find must not begin inside a letter with its signs or inside joined letters; nor end there if it does not go on.
  function onBorders(text, start, end, goesOn) {
    if (start > 0 && (/\p{M}/u.test(text[start]) || joins(text[start - 1]))) return false;
    if (goesOn || end === text.length) return true;
    return !/\p{M}/u.test(text[end]) && !(joins(text[end - 1]) && /\p{L}/u.test(text[end]));
  }

  function matchesOf(text, patterns) {
    const found = [];
    for (const [pattern, quality, goesOn] of patterns)
      for (const match of text.matchAll(pattern)) {
        const start = match.index,
          end = start + match[0].length;
        if (end > start && onBorders(text, start, end, goesOn)) found.push({ start, end, quality });
      }
    return found;
  }

  // How good the best find of a way is in a word of the list, 0 if there is none.
  function bestOf(word, { needle, anywhere, ofLast }) {
    if (!(anywhere ? word.includes(needle) : word.startsWith(needle))) return 0;
    return ofLast.find((pattern) => matchesOf(word, [pattern]).length)?.[1] ?? 0;
  }

  return { wordsOf, escaped, side, shownAs, lengthOf, clustersOf, stemOf, way, beginning, matchesOf, bestOf };
};
