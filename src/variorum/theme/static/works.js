// Orders the list of works by author (as it comes), year or the first source that cites each. The page is complete without it.
(() => {
  "use strict";
  const list = document.querySelector(".works-list .citation-list");
  if (!list) return;
  const works = [...list.querySelectorAll(":scope > .citation")];
  const sigla = new Map([...document.querySelectorAll(".sigla a[data-source]")].map((a) => [a.textContent.trim(), a.title]));
  const order = [...sigla.keys()];
  const first = (work) => (work.dataset.sources || "").split(" ")[0];
  const rank = (work) => (order.indexOf(first(work)) + order.length + 1) % (order.length + 1); // cited by no source: last
  const year = (work) => parseInt(work.dataset.year, 10) || Infinity;
  const ways = {
    Author: { compare: () => 0 },
    Year: { compare: (a, b) => (year(a) === year(b) ? 0 : year(a) - year(b)) },
    Source: {
      compare: (a, b) => rank(a) - rank(b),
      head: (work) => (first(work) ? `${first(work)} · ${sigla.get(first(work)) || ""}` : "Cited by no source, only by the editors"),
    },
  };
  const bar = document.createElement("div");
  bar.className = "works-order";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Order of the works");
  bar.append("Order:");

  const show = (way, pressed) => {
    const sorted = works.map((work, n) => [work, n]).sort((a, b) => way.compare(a[0], b[0]) || a[1] - b[1]);
    const items = [];
    let last;
    for (const [work] of sorted) {
      const words = way.head?.(work);
      if (words && words !== last) {
        const head = document.createElement("div");
        head.className = "works-order-head";
        head.setAttribute("role", "listitem");
        head.textContent = last = words;
        items.push(head);
      }
      items.push(work);
    }
    list.replaceChildren(...items);
    for (const button of bar.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button === pressed));
  };

  for (const [name, way] of Object.entries(ways)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.setAttribute("aria-pressed", String(name === "Author"));
    button.addEventListener("click", () => show(way, button));
    bar.append(button);
  }
  list.before(bar);
})();
