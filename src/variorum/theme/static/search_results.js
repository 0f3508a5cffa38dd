// One result of a search as the page shows it: where it stands, and the words around what was found.
globalThis.variorumResults = (data) => {
  "use strict";

  const BEFORE = 70,
    AFTER = 130,
    LONGEST = 220,
    PARTS = 3; // letters around what is found, of a part; parts
  const element = globalThis.variorumElement;

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

  function shownWords(row, marks) {
    const dir = globalThis.variorumDirection(row.language);
    const box = element("p", { class: "result-words", lang: row.language, dir });
    const parts = partsOf(row.words, marks);
    parts.forEach(([start, end], n) => {
      if (start > 0) box.append(element("span", { class: "elided" }, n ? " … " : "… "));
      const borders = new Set([start, end]);
      for (const [a, b] of [...marks, ...row.runs, ...row.looks])
        for (const at of [a, b]) if (at > start && at < end) borders.add(at);
      const cuts = [...borders].sort((a, b) => a - b);
      const pieces = [];
      for (let i = 0; i + 1 < cuts.length; i++) {
        const [a, b] = [cuts[i], cuts[i + 1]];
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
