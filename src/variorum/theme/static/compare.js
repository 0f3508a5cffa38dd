// Two sources side by side: what the table of all parallels tells, and what is shown and asked for. The columns, the bar
// above them and the lines between them have files of their own.
(() => {
  "use strict";
  const form = document.querySelector(".chooser");
  const stage = document.querySelector(".comparison");
  const table = document.querySelector(".synopsis");
  if (!form || !stage || !table) return;

  const element = globalThis.variorumElement;
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
  const beside = matchMedia("(min-width: 1360px)"); // the list stands beside the columns
  const columns = globalThis.variorumCompareColumns(form.dataset.columns, parallels);
  const soon = globalThis.variorumCompareLines(stage, () => now);
  const bar = globalThis.variorumCompareBar({ stage, sources, parallels, beside, go, moved: soon });

  // --- the two together ----------------------------------------------------------------------------------------------

  let now = null; // what is shown: { left, right, shared: parallel → { number }, marks: side → parallel → elements, parallel }

  async function compare(leftId, rightId, parallelId) {
    const [left, right] = [sources.get(leftId), sources.get(rightId)];
    form.elements.left.value = leftId;
    form.elements.right.value = rightId;
    const asked = `${leftId} ${rightId}`;
    stage.dataset.asked = asked;
    let words;
    try {
      words = await Promise.all([columns.load(leftId), columns.load(rightId)]);
    } catch (error) {
      stage.hidden = false;
      stage.replaceChildren(element("p", { role: "alert" }, error.message));
      return;
    }
    if (stage.dataset.asked !== asked) return;
    const inRight = columns.heldIn(words[1]);
    const both = [...columns.heldIn(words[0])].filter((id) => inRight.has(id) && parallels.has(id));
    now = { left, right, shared: new Map(both.map((id, n) => [id, { number: n + 1 }])), parallel: null };
    const translated = new Map(words.flatMap((column) => column.translations ?? []));
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "gutter");
    svg.setAttribute("aria-hidden", "true");
    const [leftColumn, rightColumn] = [
      columns.columnOf("left", left, right, words[0], now.shared),
      columns.columnOf("right", right, left, words[1], now.shared),
    ];
    now.marks = { left: columns.marksIn(leftColumn), right: columns.marksIn(rightColumn) };
    stage.replaceChildren(bar.barOf(now, translated), leftColumn, svg, rightColumn);
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
    try {
      history.replaceState(null, "", bar.query(now.left, now.right, now.parallel));
    } catch {
      /* from a folder some browsers let no script change the address */
    }
    bar.tell(now);
  }

  // --- what is asked for ---------------------------------------------------------------------------------------------

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
