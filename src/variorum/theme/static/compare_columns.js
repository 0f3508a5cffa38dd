// The columns of sources side by side: the words of a source, and in them what it shares with the others. All that is to
// be known of a source at once comes from a script file in `folder`, so that the page works from a folder too; its words
// come in pieces.
globalThis.variorumCompareColumns = (folder, parallels) => {
  "use strict";
  const { say } = globalThis.variorumWords;
  const element = globalThis.variorumElement;
  const apart = globalThis.variorumApart;
  const { bordersOf, cellsOf, rowOf, gathered } = globalThis.variorumCompareTables;

  const SLANTED = /^(\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic}|\P{L})*$/u;

  const loading = new Map();
  function load(id) {
    // what is to be known of a column at once, from its script file
    if (!loading.has(id))
      loading.set(
        id,
        new Promise((resolve, reject) => {
          const script = element("script", { src: `${folder}${id}.js` });
          script.addEventListener("load", () => resolve(globalThis.variorumColumns[id]));
          script.addEventListener("error", () =>
            reject(new Error(say("{file} is missing; build the edition again.", { file: `columns/${id}.js` }))),
          );
          document.head.append(script);
        }),
      );
    return loading.get(id);
  }

  // parallel → the pieces in which it has words, in the order of the text
  const heldIn = (head) => new Map(head.held);

  function words(text, base, shared, runs, looks, counterpart, roles) {
    // the words of a passage, whose lines run as `base` says, cut at every border of a mark; of a row its cells
    const borders = new Set([0, text.length, ...(roles ? bordersOf(text) : [])]);
    for (const [start, end] of [...shared.map(([, ...at]) => at), ...runs, ...looks]) borders.add(start).add(end);
    const cuts = [...borders].sort((a, b) => a - b);
    const made = [];
    for (let n = 0; n + 1 < cuts.length; n++) {
      const [from, to] = [cuts[n], cuts[n + 1]];
      const lang = runs.findLast(([start, end]) => start <= from && to <= end)?.[2] ?? "";
      const covering = shared.filter(([, start, end]) => start <= from && to <= end);
      const worn = looks
        .filter(([start, end]) => start <= from && to <= end)
        .map(([, , feature]) => `shown-${feature}`);
      const letters = text.slice(from, to);
      const between = roles && letters === "\t";
      const piece = worn.length ? element("span", { class: worn.join(" ") }, letters) : letters;
      if (between) made.push([letters, ""]);
      else if (covering.length)
        made.push([
          element("mark", { class: "shared", lang, "data-parallels": covering.map(([id]) => id).join(" ") }, piece),
          lang,
        ]);
      else made.push([lang ? element("span", { lang }, piece) : piece, lang]);
      for (const [id] of covering.filter(([, , end]) => end === to)) made.push([counterpart(id), ""]);
    }
    return roles ? cellsOf(made, roles, base) : globalThis.variorumIsolated(made, base);
  }

  function counterpartOf(id, number, other) {
    // the link from shared words to those in the next column that has them
    const { title, loci } = parallels.get(id);
    return element("a", {
      class: "counterpart",
      href: `#${other.side}-${id}`,
      "data-parallel": id,
      "data-number": number,
      lang: document.documentElement.lang,
      "aria-label": say("Parallel {number}, {title}: to {passage}", {
        number,
        title: apart(title),
        passage: `${apart(other.source.siglum)} ${loci[other.source.place][0]}`,
      }),
    });
  }

  function marksIn(column) {
    // parallel → its marks, in the order of the text
    const found = new Map();
    for (const mark of column.querySelectorAll("mark.shared"))
      for (const id of mark.dataset.parallels.split(" ")) found.set(id, [...(found.get(id) ?? []), mark]);
    return found;
  }

  function columnOf({ side, source, head }, places) {
    // the column of a source, with the places of its pieces
    const heading = element(
      "h2",
      { id: `${side}-title` },
      element("b", {}, element("bdi", {}, source.siglum)),
      " ",
      // a title in a script without italics stands upright
      element("bdi", SLANTED.test(source.label) ? {} : { class: "upright" }, source.label),
    );
    heading.append(element("small", { class: "stance" }));
    return element(
      "section",
      {
        class: `column ${side}`,
        tabindex: "0",
        "aria-labelledby": `${side}-title`,
        "data-source": source.id,
        "data-siglum": source.siglum,
        "data-language": head.language,
      },
      element("div", { dir: head.direction ?? "ltr" }, heading, ...places),
    );
  }

  function homes({ source, head }) {
    // the addresses of the pages of a source: of that on which its passage of some number stands
    const page = [...parallels.values()]
      .map((parallel) => parallel.links[source.place])
      .find(Boolean)
      ?.split("#")[0];
    // a long source is many pages: [number of the first passage, address] of each
    return (n) => head.pages?.findLast(([first]) => first <= n)?.[1] ?? page;
  }

  function passagesOf(part, piece, passages, shared, next) {
    // the passages of a piece, beside others with which the source shares some parallels (parallel → { number }); `next`
    // says in which column the words of a parallel stand after this one
    const { source, head } = part;
    const counterpart = (id) => counterpartOf(id, shared.get(id).number, next(id));
    const home = homes(part);
    const first = head.pieces.slice(0, piece).reduce((sum, [, , , , , count]) => sum + count, 0);
    const made = passages.map(
      ([anchor, locus, kind, text, quoted = [], runs = [], translations = [], looks = [], row = []], n) => {
        const tag = /title|part|heading/.test(kind) ? "h3" : "p";
        const kept = quoted.filter(([id]) => shared.has(id));
        const address = home(first + n);
        const told = { class: `passage ${kind}`, "data-anchor": anchor };
        const number = element(
          "a",
          {
            class: "locus",
            href: address === undefined ? undefined : `${address}#${anchor}`,
            "aria-label": `${source.siglum} ${locus}`,
          },
          locus,
        );
        const own = element(
          tag,
          { lang: head.language, ...(row[0] && { class: "words", role: "presentation" }) },
          ...words(text, head.direction ?? "ltr", kept, runs, looks, counterpart, row[0]),
        );
        const ours = [...translations]
          .map((translation, at) => [translation, head.translations[at][0]])
          .filter(([translation]) => translation)
          .map(([translation, lang]) => element("p", { class: "translation", lang, dir: "auto" }, translation));
        return row[0] ? rowOf(told, number, own, ours) : element("div", told, number, own, ...ours);
      },
    );
    name(part, piece, made);
    return gathered(
      made,
      passages.map(([, , , , , , , , row]) => row),
    );
  }

  function name({ side, held }, piece, passages) {
    // give the first words of a parallel in a column the name by which links lead to them
    const named = new Set();
    for (const link of passages.flatMap((passage) => [...passage.querySelectorAll(".counterpart")])) {
      const { parallel } = link.dataset;
      if (!named.has(parallel) && held.get(parallel)[0] === piece) link.id = `${side}-${parallel}`;
      named.add(parallel);
    }
  }

  return { load, heldIn, marksIn, columnOf, passagesOf };
};
