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

  const BELOW = 2; // the title of a column is a heading of the second level; those of the source stand below it
  // a gap amid a line of verse, between its halves, as the build knows it (half_lines.py)
  const GAP =
    /(?<=\S)(?:[ \u00a0\u2000-\u200a\u202f]{3,}|[ \u00a0\u2000-\u200a\u202f]*[\t\u3000][ \u00a0\u2000-\u200a\u202f\t\u3000]*)(?=\S)/g;

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

  // An element as the build tells it: its name, its attributes, what stands in it.
  const made = ([name, told, ...inner]) =>
    element(name, told, ...inner.map((one) => (typeof one === "string" ? one : made(one))));

  // The same on the page `home` of its source, where a link within the page leads.
  function madeOn(home, [name, told = {}, ...inner]) {
    const leads = told.href?.startsWith("#") ? { href: `${home ?? ""}${told.href}` } : {};
    return made([name, { ...told, ...leads }, ...inner]);
  }

  function inHalves(pieces, gaps, base) {
    // the halves of a line of verse, each of which goes to the next line as a whole; a piece tells last where it stands
    const parts = Object.groupBy(pieces, ([, , part]) => part);
    return gaps.length
      ? [-1, ...Array(gaps.length + 1).keys()].flatMap((part) => {
          const inner = globalThis.variorumIsolated(parts[part] ?? [], base);
          return part < 0 ? inner : element("span", { class: part % 2 ? "half-gap" : "half-line" }, ...inner);
        })
      : globalThis.variorumIsolated(pieces, base);
  }

  function words(text, base, { shared, runs, marks, points, set, gaps, roles }, home, counterpart) {
    // the words of a passage, whose lines run as `base` says, cut at every border of a mark; of a row its cells. The first
    // `set` letters are blanks that set a line of verse in; `gaps` tells the ends of those between its halves
    const inner = [...(roles ? bordersOf(text) : []), ...gaps];
    const borders = new Set([0, text.length, set, ...inner, ...points.map(([at]) => at)]);
    for (const [start, end] of [...shared.map(([, ...at]) => at), ...runs, ...marks]) borders.add(start).add(end);
    const cuts = [...borders].sort((a, b) => a - b);
    const pieces = [];
    const waiting = [...points];
    const stand = (at) => {
      // what stands right at the end of a half is in it, not in the gap
      const part = gaps.filter((border, n) => border < at || (n % 2 && border === at)).length;
      while (waiting.length && waiting[0][0] <= at) pieces.push([madeOn(home, waiting.shift()[1]), "", part]);
    };
    for (let n = 0; n + 1 < cuts.length; n++) {
      const [from, to] = [cuts[n], cuts[n + 1]];
      stand(from);
      const part = gaps.filter((border) => border <= from).length;
      if (to <= set) {
        pieces.push([element("span", { class: "set-in" }, text.slice(from, to)), "", -1]);
        continue;
      }
      const lang = runs.findLast(([start, end]) => start <= from && to <= end)?.[2] ?? "";
      const covering = shared.filter(([, start, end]) => start <= from && to <= end);
      const letters = text.slice(from, to);
      const between = roles && letters === "\t";
      const piece = marks
        .filter(([start, end]) => start <= from && to <= end)
        .reduceRight(
          (inner, [, , [name, told]]) => element(name, told, inner),
          lang ? element("span", { lang }, letters) : letters,
        );
      if (between) pieces.push([letters, ""]);
      else if (covering.length)
        pieces.push([
          element("mark", { class: "shared", "data-parallels": covering.map(([id]) => id).join(" ") }, piece),
          lang,
          part,
        ]);
      else pieces.push([piece, lang, part]);
      for (const [id] of covering.filter(([, , end]) => end === to)) pieces.push([counterpart(id), "", part]);
    }
    stand(text.length);
    return roles ? cellsOf(pieces, roles, base) : inHalves(pieces, gaps, base);
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

  // The address of the page on which some passage of a source stands, by its number; a long source is many pages, each told
  // by the number of its first passage and its address.
  const homeOf = ({ head }, n) => head.pages?.findLast(([first]) => first <= n)?.[1];

  function passagesOf(part, piece, passages, shared, next) {
    // the passages of a piece, beside others with which the source shares some parallels (parallel → { number }); `next`
    // says in which column the words of a parallel stand after this one
    const { source, head } = part;
    const counterpart = (id) => counterpartOf(id, shared.get(id).number, next(id));
    const first = head.pieces.slice(0, piece).reduce((sum, [, , , , , count]) => sum + count, 0);
    const shown = passages.map(
      (
        [
          anchor,
          told, // its locus, or of a long one its classes and its parts
          kind,
          text,
          quoted = [],
          runs = [],
          translations = [],
          marks = [],
          row = [],
          points = [],
          before = [],
          behind = [],
        ],
        n,
      ) => {
        const level = Number(/ level-(\d)$/u.exec(kind)?.[1] ?? 0) + BELOW;
        const tag = level > BELOW ? `h${Math.min(level, 6)}` : "p";
        const kept = quoted.filter(([id]) => shared.has(id));
        const address = homeOf(part, first + n);
        const [long, ...parts] = typeof told === "string" ? ["", told] : told;
        const locus = parts.join("");
        const box = { class: `passage ${kind}`, "data-anchor": anchor };
        const verse = /^verse/.test(kind) ? text : "";
        const set = verse.length - verse.trimStart().length;
        const gaps = [...verse.matchAll(GAP)].flatMap(({ index, 0: { length } }) => [index, index + length]);
        const number = element(
          "a",
          {
            class: `locus ${long}`.trim(),
            href: address === undefined ? undefined : `${address}#${anchor}`,
            "aria-label": `${source.siglum} ${locus}`,
          },
          ...parts.flatMap((part, at) => (at ? [element("wbr"), part] : [part])),
        );
        const own = element(
          tag,
          {
            class: "words",
            lang: head.language,
            ...(row[0] && { role: "presentation" }),
            "aria-level": level > 6 ? level : undefined,
          },
          ...words(
            text,
            head.direction ?? "ltr",
            { shared: kept, runs, marks, points, set, gaps, roles: row[0] },
            address,
            counterpart,
          ),
        );
        const [ways, after] = [before, behind].map((elements) => elements.map((one) => madeOn(address, one)));
        const ours = [...translations]
          .map((translation, at) => [translation, head.translations[at][0]])
          .filter(([translation]) => translation)
          .map(([translation, lang]) => element("p", { class: "translation", lang, dir: "auto" }, translation));
        return row[0]
          ? rowOf(box, number, own, [...after, ...ours])
          : element("div", box, number, ...ways, own, ...after, ...ours);
      },
    );
    name(part, piece, shown);
    return gathered(
      shown,
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
