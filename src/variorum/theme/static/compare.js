// Two sources side by side. Each column is a script file of its own, so that the page works from a folder too.
(() => {
  "use strict";
  const form = document.querySelector(".chooser");
  const stage = document.querySelector(".comparison");
  const table = document.querySelector(".synopsis");
  if (!form || !stage || !table) return;

  const { say, counted, weave } = globalThis.variorumWords;
  const element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes))
      if (value !== undefined && value !== "") made.setAttribute(name, value);
    made.append(...children);
    return made;
  };
  const sources = new Map(
    [...form.elements.left.options].map((option, place) => [
      option.value,
      { id: option.value, place, siglum: option.dataset.siglum, label: option.dataset.label },
    ]),
  );
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
        },
      ];
    }),
  );
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  // --- columns -------------------------------------------------------------------------------------------------------

  const loading = new Map();
  function load(id) {
    // the data of a column, from its script file
    if (!loading.has(id))
      loading.set(
        id,
        new Promise((resolve, reject) => {
          const script = element("script", { src: `${form.dataset.columns}/${id}.js` });
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

  function words(text, shared, runs, looks, side, other) {
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
      for (const [id] of covering.filter(([, , end]) => end === to)) made.push(counterpart(id, side, other));
    }
    return made;
  }

  function counterpart(id, side, other) {
    // the link from shared words to those in the other column
    const { number } = now.shared.get(id),
      { title, loci } = parallels.get(id);
    return element("a", {
      class: "counterpart",
      href: `#${side === "left" ? "right" : "left"}-${id}`,
      "data-parallel": id,
      "data-number": number,
      lang: document.documentElement.lang,
      "aria-label": say("Parallel {number}, {title}: to {passage}", {
        number,
        title,
        passage: `${other.siglum} ${loci[other.place][0]}`,
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

  function setColumn(side, source, other, column) {
    const box = element("div");
    const heading = element("h2", { id: `${side}-title` }, element("b", {}, source.siglum), ` ${source.label}`);
    box.append(heading);
    const page = [...parallels.values()]
      .map((parallel) => parallel.links[source.place])
      .find(Boolean)
      ?.split("#")[0];
    // a long source is many pages: [number of the first passage, address] of each
    const home = (n) => column.pages?.findLast(([first]) => first <= n)?.[1] ?? page;
    const passages = column.passages.entries();
    for (const [n, [anchor, locus, kind, text, shared = [], runs = [], translations = [], looks = []]] of passages) {
      const tag = /title|part|heading/.test(kind) ? "h3" : "p";
      const kept = shared.filter(([id]) => now.shared.has(id));
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
        element(tag, { lang: column.language }, ...words(text, kept, runs, looks, side, other)),
      );
      for (const [at, translation] of [...translations].entries())
        if (translation)
          passage.append(element("p", { class: "translation", lang: column.translations[at][0] }, translation));
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

  // --- the two together ----------------------------------------------------------------------------------------------

  let now = null; // what is shown: { left, right, shared: parallel → { number }, marks: side → parallel → elements, parallel }

  async function compare(leftId, rightId, parallelId) {
    const [left, right] = [sources.get(leftId), sources.get(rightId)];
    form.elements.left.value = leftId;
    form.elements.right.value = rightId;
    const asked = `${leftId} ${rightId}`;
    stage.dataset.asked = asked;
    let columns;
    try {
      columns = await Promise.all([load(leftId), load(rightId)]);
    } catch (error) {
      stage.hidden = false;
      stage.replaceChildren(element("p", { role: "alert" }, error.message));
      return;
    }
    if (stage.dataset.asked !== asked) return;
    const inRight = heldIn(columns[1]);
    const both = [...heldIn(columns[0])].filter((id) => inRight.has(id) && parallels.has(id));
    now = { left, right, shared: new Map(both.map((id, n) => [id, { number: n + 1 }])), parallel: null };
    const translated = new Map(columns.flatMap((column) => column.translations ?? []));
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "gutter");
    svg.setAttribute("aria-hidden", "true");
    const [leftColumn, rightColumn] = [
      setColumn("left", left, right, columns[0]),
      setColumn("right", right, left, columns[1]),
    ];
    now.marks = { left: marksIn(leftColumn), right: marksIn(rightColumn) };
    stage.replaceChildren(bar(translated), leftColumn, svg, rightColumn);
    if (beside.matches) stage.insertBefore(stage.querySelector(".shared-list"), leftColumn);
    for (const column of [leftColumn, rightColumn]) column.addEventListener("scroll", soon, { passive: true });
    document.body.classList.add("comparing");
    form.hidden = stage.hidden = false;
    table.hidden = true;
    stage.style.setProperty("--above", `${stage.getBoundingClientRect().top + scrollY}px`);
    if (!beside.matches && stage.getBoundingClientRect().top > innerHeight / 4)
      stage.scrollIntoView({ block: "start" });
    if (now.shared.has(parallelId)) go(parallelId);
    else tell();
    soon();
  }

  function bar(translated) {
    const step = (by, label, sign) => {
      const button = element("button", { type: "button", "aria-label": label }, sign);
      button.addEventListener("click", () => {
        const ids = [...now.shared.keys()];
        const at = ids.indexOf(now.parallel);
        if (ids.length) go(ids[at < 0 ? (by > 0 ? 0 : ids.length - 1) : (at + by + ids.length) % ids.length]);
      });
      return button;
    };
    const list = element(
      "ol",
      {},
      ...[...now.shared].map(([id, { number }]) => {
        const { title, date, loci } = parallels.get(id);
        const where = [now.left, now.right]
          .map((source) => `${source.siglum} ${loci[source.place].join(", ")}`)
          .join(" · ");
        const link = element(
          "a",
          { href: query(now.left, now.right, id), "data-go": id },
          element("span", { class: "number" }, String(number)),
          element("span", {}, title, element("small", {}, `${date} · ${where}`)),
        );
        return element("li", {}, link);
      }),
    );
    const details = element(
      "details",
      { class: "shared-list" },
      element("summary", {}, counted("{number} shared parallel", "{number} shared parallels", now.shared.size)),
      element("nav", { "aria-label": say("Shared parallels") }, list),
    );
    details.open = beside.matches;
    const made = element(
      "div",
      { class: "now" },
      element(
        "div",
        { class: "steps" },
        step(-1, say("Previous shared parallel"), "‹"),
        step(1, say("Next shared parallel"), "›"),
      ),
      details,
      element("p", { role: "status" }),
    );
    if (translated.size) {
      const check = element("input", { type: "checkbox" });
      check.checked = stage.classList.contains("translated");
      check.addEventListener("change", () => {
        stage.classList.toggle("translated", check.checked);
        if (now.parallel) go(now.parallel);
        soon();
      });
      made.append(element("label", {}, check, say("Our translations")));
      if (translated.size > 1) made.append(languages(translated));
    }
    return made;
  }

  // Of translations into several languages one is shown; a passage that it lacks is shown in the first that has it.
  function languages(translated) {
    const choice = element("select", { "aria-label": say("Language of the translations") });
    for (const [tag, name] of translated) choice.append(element("option", { value: tag }, name));
    const page = document.documentElement.lang;
    choice.value =
      [document.documentElement.dataset.translation, page].find((tag) => translated.has(tag)) ??
      [...translated.keys()][0];
    const choose = () => {
      for (const passage of stage.querySelectorAll(".column .passage")) {
        const all = [...passage.querySelectorAll(".translation")];
        const shown = all.find(({ lang }) => lang === choice.value) ?? all[0];
        for (const one of all) one.hidden = one !== shown;
      }
      soon();
    };
    choice.addEventListener("change", choose);
    queueMicrotask(choose);
    return choice;
  }
  const query = (left, right, parallel) =>
    `?${new URLSearchParams({ left: left.id, right: right.id, ...(parallel ? { parallel } : {}) })}`;
  const columnOf = (side) => stage.querySelector(`.column.${side}`);
  const marksOf = (side, id) => now.marks[side].get(id) ?? [];

  function go(id, from = null) {
    // bring the shared words together; `from` is the link that was followed
    now.parallel = id;
    const side = from?.closest(".column.left") ? "left" : from ? "right" : "";
    for (const marked of stage.querySelectorAll(".active, [aria-current]")) {
      marked.classList.remove("active");
      marked.removeAttribute("aria-current");
    }
    for (const part of ["left", "right"]) for (const mark of marksOf(part, id)) mark.classList.add("active");
    for (const link of stage.querySelectorAll(`.counterpart[data-parallel="${CSS.escape(id)}"]`))
      link.classList.add("active");
    const item = stage.querySelector(`[data-go="${CSS.escape(id)}"]`);
    item.setAttribute("aria-current", "true");
    if (beside.matches) item.scrollIntoView({ block: "nearest" });
    const own = from?.closest(".column");
    const height = from
      ? from.getBoundingClientRect().top - own.getBoundingClientRect().top
      : columnOf("left").clientHeight / 4;
    for (const part of ["left", "right"]) {
      if (part === side) continue;
      const column = columnOf(part),
        mark = marksOf(part, id)[0];
      const room = column.clientHeight;
      const to = Math.min(Math.max(height, 60), room - 60);
      column.scrollTo({
        top: column.scrollTop + mark.getBoundingClientRect().top - column.getBoundingClientRect().top - to,
        behavior: calm.matches ? "instant" : "smooth",
      });
    }
    if (side) document.getElementById(`${side === "left" ? "right" : "left"}-${id}`).focus({ preventScroll: true });
    tell();
    soon();
  }

  function tell() {
    const status = stage.querySelector("[role=status]");
    const { left, right, parallel } = now;
    try {
      history.replaceState(null, "", query(left, right, parallel));
    } catch {
      /* from a folder some browsers let no script change the address */
    }
    if (!parallel) {
      status.textContent = now.shared.size
        ? say("Choose a shared parallel, or a number in the text.")
        : say("{left} and {right} share no parallel.", { left: left.siglum, right: right.siglum });
      return;
    }
    const { title, relation, date, address, loci } = parallels.get(parallel);
    const others = [...sources.values()].filter(
      (source) => ![left, right].includes(source) && loci[source.place].length,
    );
    const rest = others.flatMap((source, n) => [
      n ? ", " : "",
      element(
        "a",
        {
          href: query(left, source, parallel),
          "data-right": source.id,
          title: source.label,
          "aria-label": say("with {source} instead of {other}", { source: source.siglum, other: right.siglum }),
        },
        source.siglum,
      ),
    ]);
    status.replaceChildren(
      `${now.shared.get(parallel).number}. `,
      address ? element("a", { href: address }, title) : title,
      element(
        "span",
        { class: "quiet" },
        ` ${relation}, ${date}`,
        ...(rest.length ? weave(" · also {sources}", { sources: rest }) : []),
      ),
    );
  }

  // --- the lines between the columns ---------------------------------------------------------------------------------

  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  };
  function draw() {
    const svg = stage.querySelector(".gutter");
    const area = svg?.getBoundingClientRect();
    if (!area?.width) return;
    const place = (side, id) => {
      const mark = marksOf(side, id)[0]?.getClientRects()[0];
      const middle = mark ? (mark.top + mark.bottom) / 2 - area.top : NaN;
      return { at: Math.min(Math.max(middle, 2), area.height - 2), away: !(middle >= 0 && middle <= area.height) };
    };
    const lines = [];
    for (const id of now.shared.keys()) {
      const [from, to] = [place("left", id), place("right", id)];
      const active = id === now.parallel;
      if (!active && (from.away || to.away)) continue;
      const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
      const middle = area.width / 2;
      line.setAttribute("d", `M0 ${from.at}C${middle} ${from.at} ${middle} ${to.at} ${area.width} ${to.at}`);
      line.setAttribute("class", `${active ? "active" : ""} ${from.away || to.away ? "away" : ""}`.trim());
      if (active) lines.push(line);
      else lines.unshift(line);
    }
    svg.replaceChildren(...lines);
  }

  // --- what is asked for ---------------------------------------------------------------------------------------------

  const beside = matchMedia("(min-width: 1360px)"); // the list stands beside the columns
  beside.addEventListener("change", () => now && compare(now.left.id, now.right.id, now.parallel));
  addEventListener("resize", soon);
  const another = (id) => [...sources.keys()].find((other) => other !== id);

  stage.addEventListener("click", (event) => {
    const link = event.target.closest(".counterpart, [data-go], [data-right]");
    const mark = event.target.closest("mark.shared");
    if (event.ctrlKey || event.metaKey || event.shiftKey || (!getSelection().isCollapsed && !link)) return;
    if (link?.dataset.go) go(link.dataset.go);
    else if (link?.dataset.right) compare(now.left.id, link.dataset.right, now.parallel);
    else if (link) go(link.dataset.parallel, link);
    else if (mark) go(mark.dataset.parallels.split(" ").at(-1), mark);
    else return;
    event.preventDefault();
    if (link?.dataset.go && !beside.matches) link.closest("details").open = false;
  });
  stage.addEventListener("keydown", (event) => {
    const open = stage.querySelector(".shared-list[open]");
    if (event.key !== "Escape" || !open || beside.matches) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  const chosen = (changed) => {
    let {
      left: { value: left },
      right: { value: right },
    } = form.elements;
    if (left === right)
      [left, right] =
        changed === "left" ? [left, now?.left.id ?? another(left)] : [now?.right.id ?? another(right), right];
    if (left === right) right = another(left);
    compare(left, right, now?.parallel);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    chosen("right");
  });
  form.addEventListener("change", (event) => {
    if (now) chosen(event.target.name);
  });
  form.querySelector(".swap").addEventListener("click", () => {
    const { left, right } = form.elements;
    [left.value, right.value] = [right.value, left.value];
    if (now) compare(left.value, right.value, now.parallel);
  });

  form.hidden = false;
  const wanted = new URLSearchParams(location.search);
  const parallel = wanted.get("parallel");
  let left = wanted.get("left"),
    right = wanted.get("right");
  const speaking = [...sources.keys()].filter((id) => parallels.get(parallel)?.loci[sources.get(id).place].length);
  left ||= speaking.find((id) => id !== right) ?? "";
  right ||= speaking.find((id) => id !== left) ?? "";
  if (sources.has(left) && sources.has(right) && left !== right) compare(left, right, parallel);
})();
