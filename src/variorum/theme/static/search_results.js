// One result of a search as the page shows it: where it stands, and the words around what was found.
globalThis.variorumResults = (data) => {
  "use strict";

  const BEFORE = 70,
    AFTER = 130,
    LONGEST = 220,
    PARTS = 3; // letters around what is found, of a part; parts
  const element = globalThis.variorumElement;

  function blankFrom(words, at) {
    // where the first blank from some place on stands (the cells of a row are parted by tabs), -1 if none does
    const found = words.slice(at).search(/\s/u);
    return found < 0 ? -1 : at + found;
  }

  function blankBefore(words, at) {
    // where the last blank up to some place stands, -1 if none does
    return Math.max(words.lastIndexOf(" ", at), words.lastIndexOf("\t", at));
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
      start <= 0 ? 0 : blankFrom(words, start) + 1 || start,
      end >= words.length ? words.length : blankBefore(words, end),
    ]);
  }

  function shownWords(row, marks) {
    const dir = globalThis.variorumDirection(row.language);
    const box = element("p", { class: "result-words", lang: row.language, dir });
    const parts = partsOf(row.words, marks);
    parts.forEach(([start, end], n) => {
      if (start > 0) box.append(element("span", { class: "elided" }, n ? " … " : "… "));
      const borders = new Set([start, end]);
      const tabs = [...row.words.matchAll(/\t/gu)].map(({ index }) => [index, index + 1]);
      for (const [a, b] of [...marks, ...row.runs, ...row.looks, ...tabs])
        for (const at of [a, b]) if (at > start && at < end) borders.add(at);
      const cuts = [...borders].sort((a, b) => a - b);
      const pieces = [];
      for (let i = 0; i + 1 < cuts.length; i++) {
        const [a, b] = [cuts[i], cuts[i + 1]];
        if (row.words.slice(a, b) === "\t") {
          pieces.push([element("span", { class: "cell-ends" }, "\t"), ""]);
          continue;
        }
        const lang = row.runs.findLast(([from, to]) => from <= a && b <= to)?.[2] ?? "";
        const marked = marks.some(([from, to]) => from <= a && b <= to);
        const worn = row.looks.filter(([from, to]) => from <= a && b <= to).map(([, , feature]) => `shown-${feature}`);
        const letters = row.words.slice(a, b);
        const text = worn.length ? element("span", { class: worn.join(" ") }, letters) : letters;
        pieces.push([marked ? element("mark", { lang }, text) : lang ? element("span", { lang }, text) : text, lang]);
      }
      box.append(...globalThis.variorumIsolated(pieces, dir));
    });
    if (parts.at(-1)[1] < row.words.length) box.append(element("span", { class: "elided" }, " …"));
    return box;
  }

  // A row, and where in its words something was found.
  function shown(row, marks) {
    const apart = globalThis.variorumApart;
    const of = row.sources.map((n) => apart(data.sources[n][2])).join(", ");
    const place = element("p", { class: "result-place" }, element("a", { href: row.address }, apart(row.label)));
    const remark = [
      row.kind === "parallel" ? row.sources.map((n) => apart(data.sources[n][1])).join(", ") : of,
      row.remark,
    ]
      .filter(Boolean)
      .join(", ");
    if (remark) place.append(" ", element("span", {}, remark));
    return element("li", {}, place, shownWords(row, marks));
  }

  return { element, shown };
};
