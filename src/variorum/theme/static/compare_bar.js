// The bar above two sources side by side: what they share, step by step and as a list, and which parallel is shown. Asks
// `go` for a parallel; tells by `moved` that the columns have changed.
globalThis.variorumCompareBar = (page) => {
  "use strict";
  const { stage, sources, parallels, beside, go, moved } = page;
  const { say, counted, weave } = globalThis.variorumWords;
  const element = globalThis.variorumElement;

  const query = (left, right, parallel) =>
    `?${new URLSearchParams({ left: left.id, right: right.id, ...(parallel ? { parallel } : {}) })}`;

  function barOf(now, translated) {
    // the bar above the columns, for what is shown `now`
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
        else moved();
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
    const { lang, dataset } = document.documentElement;
    choice.value = [dataset.translation, lang].find((tag) => translated.has(tag)) ?? [...translated.keys()][0];
    const choose = () => {
      for (const passage of stage.querySelectorAll(".column .passage")) {
        const all = [...passage.querySelectorAll(".translation")];
        const shown = all.find((one) => one.lang === choice.value) ?? all[0];
        for (const one of all) one.hidden = one !== shown;
      }
      moved();
    };
    choice.addEventListener("change", choose);
    queueMicrotask(choose);
    return choice;
  }

  function tell(now) {
    // say which parallel is shown
    const status = stage.querySelector("[role=status]");
    const { left, right, parallel } = now;
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

  return { barOf, tell, query };
};
