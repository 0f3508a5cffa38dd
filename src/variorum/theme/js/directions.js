// Which way the lines of a language run: "rtl" for Hebrew and Arabic, as `text/scripts.py` has it.
globalThis.variorumDirection = (tag) => {
  const fromTheRight = /^(Arab|Hebr|Syrc|Thaa|Nkoo|Samr|Mand|Adlm|Phnx|Armi|Avst)$/u;
  try {
    return fromTheRight.test(new Intl.Locale(tag).maximize().script) ? "rtl" : "ltr";
  } catch {
    return "ltr";
  }
};
// Words that a line names (a title, a siglum), set apart if they run against it: `bidi.set_apart` of Python.
globalThis.variorumApart = (words) => {
  const fromTheRight =
    /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}]/u;
  const against =
    document.documentElement.dir === "rtl"
      ? [...words].some((sign) => /\p{L}/u.test(sign) && !fromTheRight.test(sign))
      : fromTheRight.test(words);
  return against ? `\u2068${words}\u2069` : words;
};
// The pieces of a line, each with its language ("" = the line's): those that run against the line and are read in one
// go come in one isolate, with what stands between them without words, whatever marks cut them.
globalThis.variorumIsolated = (pieces, base) => {
  const made = [];
  let group = [];
  const wordless = (piece) => (typeof piece === "string" ? !piece.trim() : !piece.textContent);
  const calls = (piece) => typeof piece !== "string" && piece.matches(".source-call, .counterpart");
  const close = () => {
    // what has no words stays in the line behind them, but for calls, which stand at the end of their words
    let last = group.findLastIndex((piece) => !wordless(piece)) + 1;
    while (last && last < group.length && calls(group[last])) last += 1;
    const inner = group.slice(0, last);
    if (inner.length) made.push(globalThis.variorumElement("bdi", { dir: base === "rtl" ? "ltr" : "rtl" }, ...inner));
    made.push(...group.slice(last));
    group = [];
  };
  for (const [piece, language] of pieces) {
    const against = language && globalThis.variorumDirection(language) !== base;
    if (against || (group.length && typeof piece !== "string" && wordless(piece))) {
      group.push(piece);
      continue;
    }
    close();
    made.push(piece);
  }
  close();
  return made;
};
// Words with runs in other languages ([first, last, language]; a run may hold others, which come after it).
globalThis.variorumInLanguages = (text, runs, base) => {
  const cuts = [...new Set([0, text.length, ...runs.flatMap((run) => run.slice(0, 2))])].sort((a, b) => a - b);
  const pieces = cuts.slice(1).map((to, n) => {
    const from = cuts[n];
    const lang = runs.findLast(([start, end]) => start <= from && to <= end)?.[2];
    const words = text.slice(from, to);
    return [lang ? globalThis.variorumElement("span", { lang }, words) : words, lang ?? ""];
  });
  return globalThis.variorumIsolated(pieces, base);
};
