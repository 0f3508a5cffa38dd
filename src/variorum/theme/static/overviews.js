// Filters over the harmony: by relation, source, person and words. Without this script the table is whole.
(() => {
  const table = document.querySelector("table.harmony");
  if (!table) return;
  const { say, number } = globalThis.variorumWords;
  const rows = [...table.querySelectorAll("tbody tr")];
  const sources = [...table.querySelectorAll("thead th")].slice(1).map((th) => th.textContent.trim());
  const relations = new Map();
  for (const row of rows) {
    const said = row.querySelector(".relation");
    relations.set(said.className.replace("relation", "").trim(), said.textContent);
  }
  const form = document.createElement("form");
  form.className = "harmony-filter";
  const choice = (name, label, options) => {
    const box = document.createElement("label");
    const select = document.createElement("select");
    select.name = name;
    select.append(new Option(say("all"), ""));
    for (const [value, words] of options) select.append(new Option(words, value));
    box.append(label, select);
    form.append(box);
  };
  choice("relation", say("Relation"), relations);
  const cell = (row, n) => row.cells[n + 1];
  choice(
    "speaks",
    say("Speaks"),
    sources.map((s, n) => [String(n), s]),
  );
  choice(
    "silent",
    say("Is silent"),
    sources.map((s, n) => [String(n), s]),
  );
  if (table.querySelector(".is-touches"))
    choice(
      "touches",
      say("Touches the matter"),
      sources.map((s, n) => [String(n), s]),
    );
  if (table.querySelector(".is-open"))
    choice(
      "open",
      say("Not yet judged"),
      sources.map((s, n) => [String(n), s]),
    );
  const people = [...document.querySelectorAll(".harmony-people option")];
  if (people.length)
    choice(
      "person",
      say("Person"),
      people.map((option) => [option.value, option.label]),
    );
  const words = document.createElement("label");
  const input = document.createElement("input");
  Object.assign(input, { type: "search", name: "words" });
  words.append(say("Words"), input);
  const count = document.createElement("output");
  count.setAttribute("aria-live", "polite");
  form.append(words, count);
  table.before(form);
  const filter = () => {
    const wanted = new FormData(form);
    const fold = (text) => text.normalize("NFKC").toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const has = (n, what) => Boolean(cell(row, Number(n)).querySelector(what));
      const fits =
        (!wanted.get("relation") || row.classList.contains(`relation-${wanted.get("relation")}`)) &&
        (!wanted.get("speaks") || has(wanted.get("speaks"), ".parallel-words")) &&
        (!wanted.get("silent") || has(wanted.get("silent"), ".is-silent")) &&
        (!wanted.get("touches") || has(wanted.get("touches"), ".is-touches")) &&
        (!wanted.get("open") || has(wanted.get("open"), ".is-open")) &&
        (!wanted.get("person") || row.classList.contains(`names-${wanted.get("person")}`)) &&
        (!wanted.get("words") || fold(row.textContent).includes(fold(wanted.get("words"))));
      row.hidden = !fits;
      shown += fits;
    }
    count.value = say("{shown} of {all}", { shown: number(shown), all: number(rows.length) });
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
})();
