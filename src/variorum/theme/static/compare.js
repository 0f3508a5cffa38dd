// Sources side by side, two to four of them: what the table of all parallels tells, and what is shown and asked for. The
// columns, their pieces, the bar above them and the lines between them have files of their own.
(() => {
  "use strict";
  const form = document.querySelector(".chooser");
  const stage = document.querySelector(".comparison");
  const table = document.querySelector(".synopsis");
  if (!form || !stage || !table) return;

  const element = globalThis.variorumElement;
  const SIDES = ["left", "right", "third", "fourth"]; // the columns, as the form names them
  const sources = new Map(
    [...form.elements.left.options].map((option, place) => {
      const { siglum, label, scrolls } = option.dataset;
      return [option.value, { id: option.value, place, siglum, label, scrolls }];
    }),
  );
  const stances = table.querySelector("table").dataset; // what a source does in a parallel, in words
  const parallels = new Map(
    [...table.querySelectorAll("tr[data-parallel]")].map((row) => {
      const [date, ...cells] = row.querySelectorAll("td");
      return [
        row.dataset.parallel,
        {
          id: row.dataset.parallel,
          title: row
            .querySelector("th")
            .textContent.trim()
            .replace(/^\S+\s+/u, ""),
          address: row.querySelector("th a")?.getAttribute("href"),
          relation: row.querySelector(".relation-mark").title,
          date: date.textContent,
          loci: cells.map((cell) => [...cell.querySelectorAll("a")].map((link) => link.textContent)),
          links: cells.map((cell) => cell.querySelector("a")?.getAttribute("href")),
          said: cells.map((cell) => stances[cell.dataset.is ?? "open"]),
        },
      ];
    }),
  );
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const wide = matchMedia("(min-width: 1360px)");
  const beside = (shown) => wide.matches && shown.shown.length === 2; // whether the list has room beside the columns
  const columns = globalThis.variorumCompareColumns(form.dataset.columns, parallels);
  const { pieceOf } = globalThis.variorumColumnPieces;
  const soon = globalThis.variorumCompareLines(stage, () => now);
  const bar = globalThis.variorumCompareBar({ stage, sources, parallels, beside, go, moved: changed });
  const pieces = globalThis.variorumComparePieces({
    folder: form.dataset.columns,
    passagesOf: (part, piece, passages) => columns.passagesOf(part, piece, passages, now.shared, part.next),
    arrived,
  });

  const follow = globalThis.variorumCompareCalls({ shown: () => now?.shown ?? [], pieces, bring });

  // --- all of them together ------------------------------------------------------------------------------------------

  // what is shown: { shown: [{ side, source, head, held, column, places, marks: parallel → elements }], parallel, at,
  // shared: parallel → { number, held: which of the columns have it } }; `head` is what is known of a source at once,
  // `held`: parallel → the pieces that have words of it, `places` are those of its pieces, `marks` of what is read
  let now = null;

  async function compare(ids, parallelId, at = now?.at) {
    const asked = ids.join(" ");
    stage.dataset.asked = asked;
    fill(ids);
    let heads;
    let first; // of each the piece that is read first: its number, its passages
    try {
      heads = await Promise.all(ids.map(columns.load));
      first = await Promise.all(
        heads.map(async (head, n) => {
          const number = columns.heldIn(head).get(parallelId)?.[0] ?? Math.max(0, pieceOf(head, at ?? ""));
          return [number, await pieces.passages(sources.get(ids[n]), head, number)];
        }),
      );
    } catch (error) {
      stage.hidden = false;
      stage.replaceChildren(element("p", { role: "alert" }, error.message));
      return;
    }
    if (stage.dataset.asked !== asked) return;
    const shown = heads.map((head, n) => ({ side: SIDES[n], source: sources.get(ids[n]), head }));
    for (const part of shown) part.held = columns.heldIn(part.head);
    now = { shown, shared: shared(shown), at };
    for (const [n, part] of now.shown.entries()) {
      part.next = (id) => {
        const { held } = now.shared.get(id);
        return now.shown[held[(held.indexOf(n) + 1) % held.length]];
      };
      part.column = columns.columnOf(part, pieces.placesOf(part));
      part.column.addEventListener("scroll", soon, { passive: true });
      pieces.put(part, ...first[n]);
      pieces.watch(part);
    }
    const translated = new Map(heads.flatMap((head) => head.translations ?? []));
    stage.dataset.count = ids.length;
    stage.replaceChildren(
      bar.barOf(now, translated),
      ...now.shown.flatMap(({ column }, n) => (n ? [gutter(), column] : [column])),
    );
    if (beside(now)) stage.insertBefore(stage.querySelector(".shared-list"), now.shown[0].column);
    document.body.classList.add("comparing");
    form.hidden = stage.hidden = false;
    table.hidden = true;
    stage.style.setProperty("--above", `${stage.getBoundingClientRect().top + scrollY}px`);
    if (!wide.matches && stage.getBoundingClientRect().top > innerHeight / 4) stage.scrollIntoView({ block: "start" });
    now.shown.forEach(pieces.measure);
    if (now.shared.has(parallelId)) await go(parallelId, null, true);
    else await open(at);
    now.shown.forEach(pieces.look);
  }

  async function open(at) {
    // bring the passages of a locus to the top of the columns that have one
    tell();
    soon();
    for (const part of now.shown) {
      const passage = [...part.column.querySelectorAll(".locus")].find((link) => link.textContent === at);
      if (!passage) continue;
      await pieces.around(part, passage);
      bring(part, passage, 0, true);
    }
  }

  function arrived(part) {
    // passages have come into a column: they look as those that were there
    part.marks = columns.marksIn(part.column);
    if (!part.column.isConnected) return;
    bar.dress();
    if (now.parallel) mark(now.parallel, [part]);
    soon();
  }

  function changed() {
    // the columns have got another width, or show something else of their passages
    if (!now) return;
    for (const part of now.shown) {
      pieces.measure(part);
      pieces.look(part);
    }
    soon();
  }

  function fill(ids) {
    // let the form say which sources are shown
    for (const [n, side] of SIDES.entries()) {
      const field = form.elements[side];
      if (!field) continue;
      field.value = ids[n] ?? "";
      field.parentElement.hidden = n >= Math.max(2, ids.length);
    }
    form.dataset.count = ids.length;
    form.querySelector(".add").hidden = ids.length >= Math.min(SIDES.length, sources.size);
  }

  function shared(shown) {
    // the parallels that two of the sources have at least, in the order of the first that has them
    const holding = shown.map(({ held }) => held);
    const all = [...new Set(holding.flatMap((held) => [...held.keys()]))].filter((id) => parallels.has(id));
    const those = all
      .map((id) => [id, [...holding.keys()].filter((n) => holding[n].has(id))])
      .filter(([, held]) => held.length > 1);
    return new Map(those.map(([id, held], n) => [id, { number: n + 1, held }]));
  }

  function gutter() {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "gutter");
    svg.setAttribute("aria-hidden", "true");
    return svg;
  }

  async function go(id, from = null, opening = false) {
    // bring the shared words together; `from` is the link that was followed. A page that is opened stands there at once
    const asked = now;
    now.parallel = id;
    now.at = undefined;
    const bearing = now.shown.filter(({ held }) => held.has(id));
    await Promise.all(bearing.map((part) => pieces.readIn(part, part.held.get(id)[0])));
    const holding = bearing.filter(({ marks }) => marks.has(id));
    await Promise.all(holding.map((part) => pieces.around(part, part.marks.get(id)[0])));
    if (now !== asked || now.parallel !== id) return;
    const own = from && holding.find(({ column }) => column.contains(from));
    light(id, holding);
    const height = own
      ? from.getBoundingClientRect().top - own.column.getBoundingClientRect().top
      : now.shown[0].column.clientHeight / 4;
    for (const part of holding) if (part !== own) bring(part, part.marks.get(id)[0], height, opening);
    if (own) {
      const next = holding[(holding.indexOf(own) + 1) % holding.length];
      document.getElementById(`${next.side}-${id}`)?.focus({ preventScroll: true });
    }
    tell();
    soon();
  }

  function light(id, holding) {
    for (const marked of stage.querySelectorAll(".active, [aria-current]")) {
      marked.classList.remove("active");
      marked.removeAttribute("aria-current");
    }
    mark(id, holding);
    const item = stage.querySelector(`[data-go="${CSS.escape(id)}"]`);
    item.setAttribute("aria-current", "true");
    if (beside(now)) item.scrollIntoView({ block: "nearest" });
  }

  function mark(id, holding) {
    // show the words of a parallel as those that were chosen
    for (const { marks } of holding) for (const words of marks.get(id) ?? []) words.classList.add("active");
    for (const link of stage.querySelectorAll(`.counterpart[data-parallel="${CSS.escape(id)}"]`))
      link.classList.add("active");
  }

  function bring(part, words, height, opening = false) {
    // scroll a column until the words stand as far below its top as those that were chosen: where nothing has been seen
    // of it, or passages between are not read yet, at once
    const { column } = part;
    const to = Math.min(Math.max(height, 60), column.clientHeight - 60);
    const by = words.getBoundingClientRect().top - column.getBoundingClientRect().top - to;
    const far = pieces.inParts(part) && Math.abs(by) > column.clientHeight;
    column.scrollTo({ top: column.scrollTop + by, behavior: calm.matches || far || opening ? "instant" : "smooth" });
  }

  function tell() {
    try {
      history.replaceState(null, "", bar.query(sourcesShown(), now.parallel, now.at));
    } catch {
      /* from a folder some browsers let no script change the address */
    }
    bar.tell(now);
  }

  // --- what is asked for ---------------------------------------------------------------------------------------------

  const sourcesShown = () => now?.shown.map(({ source }) => source) ?? [];
  const idsShown = () => sourcesShown().map(({ id }) => id);
  const speaks = (id, parallel) => parallels.get(parallel)?.loci[sources.get(id).place].length;
  const another = (ids, parallel) => {
    const others = [...sources.keys()].filter((id) => !ids.includes(id));
    return others.find((id) => speaks(id, parallel)) ?? others[0];
  };

  wide.addEventListener("change", () => now && compare(idsShown(), now.parallel));
  addEventListener("resize", changed);

  stage.addEventListener("click", (event) => {
    const link = event.target.closest(".counterpart, [data-go], [data-instead]");
    const own = event.target.closest(".column [href]:not(.counterpart)"); // a link of the source, or to its page
    const mark = own ? null : event.target.closest("mark.shared");
    if (event.ctrlKey || event.metaKey || event.shiftKey || (!getSelection().isCollapsed && !link)) return;
    if (link?.dataset.go) go(link.dataset.go);
    else if (link?.dataset.instead) compare([...idsShown().slice(0, -1), link.dataset.instead], now.parallel);
    else if (link) go(link.dataset.parallel, link);
    else if (mark) go(mark.dataset.parallels.split(" ").at(-1), mark);
    else if (!own || !follow(own)) return;
    event.preventDefault();
    if (link?.dataset.go && !beside(now)) link.closest("details").open = false;
  });
  stage.addEventListener("keydown", (event) => {
    const open = stage.querySelector(".shared-list[open]");
    if (event.key !== "Escape" || !open || beside(now)) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  function chosen(side = "") {
    // the sources that the form names, each once: one that is chosen again changes places with what stood there
    const before = idsShown();
    const ids = SIDES.map((side) => form.elements[side]?.value ?? "");
    const at = SIDES.indexOf(side);
    const twice = ids.findIndex((id, n) => n !== at && id && id === ids[Math.max(at, 0)] && n !== Math.max(at, 0));
    if (twice >= 0) ids[twice] = before[at] ?? another(ids, now?.parallel);
    compare(ids.filter(Boolean), now?.parallel);
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    chosen();
  });
  form.addEventListener("change", (event) => {
    if (now) chosen(event.target.name);
  });
  form.querySelector(".add").addEventListener("click", () => {
    const ids = idsShown();
    compare([...ids, another(ids, now.parallel)], now.parallel);
    form.elements[SIDES[ids.length]].focus();
  });
  form.querySelector(".swap").addEventListener("click", () => {
    const { left, right } = form.elements;
    [left.value, right.value] = [right.value, left.value];
    if (now) compare([left.value, right.value, ...idsShown().slice(2)], now.parallel);
  });

  // what the address asks for: two sources by name and further ones, or the first that a parallel holds
  form.hidden = false;
  const wanted = new URLSearchParams(location.search);
  const parallel = wanted.get("parallel");
  const speaking = [...sources.keys()].filter((id) => speaks(id, parallel));
  const left = wanted.get("left") || speaking.find((id) => id !== wanted.get("right"));
  const right = wanted.get("right") || speaking.find((id) => id !== left);
  const beyond = wanted.getAll("with").filter((id) => sources.has(id));
  if (sources.has(left) && sources.has(right) && left !== right)
    compare([...new Set([left, right, ...beyond])].slice(0, SIDES.length), parallel, wanted.get("at") ?? undefined);
  else delete document.documentElement.dataset.asked; // there are no such sources: the table is shown
})();
