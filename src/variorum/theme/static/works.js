// Orders the list of works by author (as it comes), by year, or by the sources that cite each. The page is complete without it.
(() => {
  "use strict";
  const list = document.querySelector(".works-list .citation-list");
  if (!list) return;
  const { say } = globalThis.variorumWords;
  const works = [...list.querySelectorAll(":scope > .citation")];
  const year = (work) => parseInt(work.dataset.year, 10) || Infinity;
  const cites = (work, siglum) => (work.dataset.sources || "").split(" ").includes(siglum);

  const headed = (words, some) => {
    const head = document.createElement("div");
    head.className = "works-order-head";
    head.setAttribute("role", "listitem");
    head.textContent = words;
    return some.length ? [head, ...some] : [];
  };
  const copyOf = (work) => {
    const copy = work.cloneNode(true);
    for (const node of [copy, ...copy.querySelectorAll("[id]")]) node.removeAttribute("id");
    return copy;
  };
  const bySource = () => {
    const shown = new Set(); // a work of two sources stands under both, the second time as a copy
    const once = (work) => {
      if (shown.has(work)) return copyOf(work);
      shown.add(work);
      return work;
    };
    const groups = [...document.querySelectorAll(".sigla a[data-source]")].flatMap((a) => {
      const siglum = a.textContent.trim();
      return headed(a.title ? `${siglum} · ${a.title}` : siglum, works.filter((w) => cites(w, siglum)).map(once));
    });
    return [
      ...groups,
      ...headed(
        say("Cited by no source, only by the editors"),
        works.filter((w) => !shown.has(w)),
      ),
    ];
  };
  const byYear = () => works.toSorted((a, b) => (year(a) === year(b) ? 0 : year(a) - year(b)));
  const ways = [
    [say("Author"), () => works],
    [say("Year"), byYear],
    [say("Source"), bySource],
  ];

  const bar = document.createElement("div");
  bar.className = "works-order";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", say("Order of the works"));
  bar.append(say("Order:"));
  for (const [name, order] of ways) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.setAttribute("aria-pressed", String(name === ways[0][0]));
    button.addEventListener("click", () => {
      list.replaceChildren(...order());
      for (const other of bar.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
    });
    bar.append(button);
  }
  list.before(bar);
})();
