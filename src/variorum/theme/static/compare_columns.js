// The columns of sources side by side: the words of a source, and in them what it shares with the others. The words of
// each come from a script file of its own in `folder`, so that the page works from a folder too.
globalThis.variorumCompareColumns = (folder, parallels) => {
  "use strict";
  const { say } = globalThis.variorumWords;
  const element = globalThis.variorumElement;

  const loading = new Map();
  function load(id) {
    // the data of a column, from its script file
    if (!loading.has(id))
      loading.set(
        id,
        new Promise((resolve, reject) => {
          const script = element("script", { src: `${folder}/${id}.js` });
          script.addEventListener("load", () => resolve(globalThis.variorumColumns[id]));
          script.addEventListener("error", () =>
            reject(new Error(say("{file} is missing; build the edition again.", { file: `columns/${id}.js` }))),
          );
          document.head.append(script);
        }),
      );
    return loading.get(id);
  }

  const heldIn = (column) =>
    new Set(column.passages.flatMap((passage) => (passage[4] ?? []).map(([parallel]) => parallel)));

  function words(text, shared, runs, looks, counterpart) {
    // the words of a passage, cut at every border of a mark
    const borders = new Set([0, text.length]);
    for (const [start, end] of [...shared.map(([, ...at]) => at), ...runs, ...looks]) borders.add(start).add(end);
    const cuts = [...borders].sort((a, b) => a - b);
    const made = [];
    for (let n = 0; n + 1 < cuts.length; n++) {
      const [from, to] = [cuts[n], cuts[n + 1]];
      const run = runs.find(([start, end]) => start <= from && to <= end);
      const covering = shared.filter(([, start, end]) => start <= from && to <= end);
      const worn = looks
        .filter(([start, end]) => start <= from && to <= end)
        .map(([, , feature]) => `shown-${feature}`);
      const letters = text.slice(from, to);
      const piece = worn.length ? element("span", { class: worn.join(" ") }, letters) : letters;
      if (covering.length)
        made.push(
          element(
            "mark",
            { class: "shared", lang: run?.[2], "data-parallels": covering.map(([id]) => id).join(" ") },
            piece,
          ),
        );
      else made.push(run ? element("span", { lang: run[2] }, piece) : piece);
      for (const [id] of covering.filter(([, , end]) => end === to)) made.push(counterpart(id));
    }
    return made;
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
        title,
        passage: `${other.source.siglum} ${loci[other.source.place][0]}`,
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

  function columnOf({ side, source }, column, shared, next) {
    // the column of a source, beside others with which it shares some parallels (parallel → { number }); `next` says
    // in which column the words of a parallel stand after this one
    const counterpart = (id) => counterpartOf(id, shared.get(id).number, next(id));
    const box = element("div", { dir: column.direction ?? "ltr" });
    const heading = element("h2", { id: `${side}-title` }, element("b", {}, source.siglum), ` ${source.label}`);
    heading.append(element("small", { class: "stance" }));
    box.append(heading);
    const page = [...parallels.values()]
      .map((parallel) => parallel.links[source.place])
      .find(Boolean)
      ?.split("#")[0];
    // a long source is many pages: [number of the first passage, address] of each
    const home = (n) => column.pages?.findLast(([first]) => first <= n)?.[1] ?? page;
    const passages = column.passages.entries();
    for (const [n, [anchor, locus, kind, text, quoted = [], runs = [], translations = [], looks = []]] of passages) {
      const tag = /title|part|heading/.test(kind) ? "h3" : "p";
      const kept = quoted.filter(([id]) => shared.has(id));
      const passage = element(
        "div",
        { class: `passage ${kind}`, "data-anchor": anchor },
        element(
          "a",
          {
            class: "locus",
            href: home(n) === undefined ? undefined : `${home(n)}#${anchor}`,
            "aria-label": `${source.siglum} ${locus}`,
          },
          locus,
        ),
        element(tag, { lang: column.language }, ...words(text, kept, runs, looks, counterpart)),
      );
      for (const [at, translation] of [...translations].entries())
        if (translation)
          passage.append(
            element("p", { class: "translation", lang: column.translations[at][0], dir: "auto" }, translation),
          );
      box.append(passage);
    }
    const region = element(
      "section",
      {
        class: `column ${side}`,
        tabindex: "0",
        "aria-labelledby": `${side}-title`,
        "data-source": source.id,
        "data-siglum": source.siglum,
        "data-language": column.language,
      },
      box,
    );
    const named = new Set();
    for (const link of region.querySelectorAll(".counterpart")) {
      if (!named.has(link.dataset.parallel)) link.id = `${side}-${link.dataset.parallel}`;
      named.add(link.dataset.parallel);
    }
    return region;
  }

  return { load, heldIn, marksIn, columnOf };
};
