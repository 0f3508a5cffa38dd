// Orders the list of works by author (as it comes), by year, or by the sources that cite each; narrows it by source, kind,
// language and certainty. The page is complete without it.
(() => {
  "use strict";
  const list = document.querySelector(".works-list .citation-list");
  if (!list) return;
  const { say, number: figures } = globalThis.variorumWords;
  const works = [...list.querySelectorAll(":scope > .citation")];
  const year = (work) => parseInt(work.dataset.year, 10) || Infinity;
  const answers = (work, question) => (work.dataset[question] || "").split("|");
  const names = new Map(
    [...document.querySelectorAll(".sigla a[data-source]")].map((a) => [a.textContent.trim(), a.title]),
  );
  const named = (siglum) => (names.get(siglum) ? `${siglum} · ${names.get(siglum)}` : siglum);

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
    const cites = (siglum) => works.filter((work) => answers(work, "sources").includes(siglum));
    const groups = [...names.keys()].flatMap((siglum) => headed(named(siglum), cites(siglum).map(once)));
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

  // --- narrowing: a choice for each question that the works answer differently
  const asked = [
    ["sources", say("All sources"), say("Cited by no source, only by the editors"), named],
    ["kind", say("All kinds"), "", (kind) => kind],
    ["language", say("All languages"), say("Language not given"), (language) => language],
    ["certainty", say("However sure"), "", (certainty) => certainty],
  ];
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  const choices = [];
  const narrow = () => {
    const fits = (work) =>
      choices.every((choice) => !choice.selectedIndex || answers(work, choice.name).includes(choice.value));
    let head = null;
    for (const row of list.children) {
      if (row.classList.contains("works-order-head")) head = row;
      row.hidden = row === head || !fits(row);
      if (head && !row.hidden) head.hidden = false;
    }
    const number = works.filter(fits).length;
    status.textContent =
      number < works.length ? say("{number} of {all}", { number: figures(number), all: figures(works.length) }) : "";
  };
  const choiceOf = ([question, every, none, words]) => {
    const said = new Set(works.flatMap((work) => answers(work, question)));
    if (said.size < 2) return [];
    const choice = document.createElement("select");
    choice.name = question;
    choice.setAttribute("aria-label", every);
    const order =
      question === "sources" ? [...names.keys()].filter((siglum) => said.has(siglum)) : [...said].filter(Boolean);
    if (question !== "sources") order.sort(new Intl.Collator(document.documentElement.lang || "en").compare);
    choice.add(new Option(every, "\0"));
    for (const answer of order) choice.add(new Option(words(answer), answer));
    if (said.has("") && none) choice.add(new Option(none, ""));
    choice.addEventListener("change", narrow);
    return [choice];
  };
  choices.push(...asked.flatMap(choiceOf));
  // Whoever follows a link to a work that is hidden has to see it.
  const reveal = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!place?.closest("[hidden]") || !list.contains(place)) return;
    for (const choice of choices) choice.selectedIndex = 0;
    narrow();
    place.scrollIntoView();
  };
  addEventListener("hashchange", reveal);

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
      narrow();
    });
    bar.append(button);
  }
  const narrowing = document.createElement("div");
  narrowing.className = "works-order";
  narrowing.setAttribute("role", "group");
  narrowing.setAttribute("aria-label", say("Which works are shown"));
  narrowing.append(say("Show:"), ...choices, status);
  list.before(bar, ...(choices.length ? [narrowing] : []));
})();
