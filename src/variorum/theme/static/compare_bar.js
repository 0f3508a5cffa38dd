// The bar above sources side by side: what they share, step by step and as a list, and which parallel is shown. Asks
// `go` for a parallel; tells by `moved` that the columns have changed.
globalThis.variorumCompareBar = (page) => {
  "use strict";
  const apart = globalThis.variorumApart;
  const { stage, sources, parallels, beside, go, moved } = page;
  const { say, counted, weave, listed } = globalThis.variorumWords;
  const element = globalThis.variorumElement;

  let dress = () => {}; // show of each passage the translation that was chosen

  const query = ([left, right, ...others], parallel, at) => {
    // the address of what is shown: the first two have names of their own, further ones stand `with` them; `at` a locus
    // if no parallel is shown
    const beyond = others.map((source) => ["with", source.id]);
    const place = parallel ? [["parallel", parallel]] : at ? [["at", at]] : [];
    const asked = [["left", left.id], ["right", right.id], ...beyond, ...place];
    return `?${new URLSearchParams(asked)}`;
  };

  function barOf(now, translated) {
    // the bar above the columns, for what is shown `now`
    const shown = now.shown.map(({ source }) => source);
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
      ...[...now.shared].map(([id, { number, held }]) => {
        const { title, date, loci } = parallels.get(id);
        const where = held
          .map((column) => `${apart(shown[column].siglum)} ${loci[shown[column].place].join(", ")}`)
          .join(" · ");
        const link = element(
          "a",
          { href: query(shown, id), "data-go": id },
          element("span", { class: "number" }, String(number)),
          element("span", {}, apart(title), element("small", {}, [date, where].filter(Boolean).join(" · "))),
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
    details.open = beside(now);
    dress = () => {};
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
    const scrolls = shown.length === 2 && now.shared.size ? shown[0].scrolls : undefined;
    if (scrolls) made.append(element("a", { href: `${scrolls}#beside-${shown[1].id}` }, say("As two scrolls")));
    if (translated.size) {
      const check = element("input", { type: "checkbox" });
      check.checked = stage.classList.contains("translated");
      check.addEventListener("change", () => {
        stage.classList.toggle("translated", check.checked);
        moved();
        if (now.parallel) go(now.parallel);
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
    dress = () => {
      for (const passage of stage.querySelectorAll(".column .passage")) {
        const all = [...passage.querySelectorAll(".translation")];
        const shown = all.find((one) => one.lang === choice.value) ?? all[0];
        for (const one of all) one.hidden = one !== shown;
      }
    };
    choice.addEventListener("change", () => {
      dress();
      moved();
    });
    queueMicrotask(() => {
      dress();
      moved();
    });
    return choice;
  }

  function tell(now) {
    // say which parallel is shown, and what those sources do in it that have no words there
    const status = stage.querySelector("[role=status]");
    const shown = now.shown.map(({ source }) => source);
    if (!now.parallel) {
      status.textContent = now.shared.size
        ? say("Choose a shared parallel, or a number in the text.")
        : say("{sources} share no parallel.", { sources: listed(shown.map(({ siglum }) => apart(siglum))).join("") });
      return;
    }
    const { title, relation, date, address, loci, said } = parallels.get(now.parallel);
    const without = shown.filter((source) => !loci[source.place].length);
    for (const { source, column } of now.shown)
      column.querySelector(".stance").textContent = without.includes(source) ? said[source.place] : "";
    status.replaceChildren(
      `${now.shared.get(now.parallel).number}. `,
      address ? element("a", { href: address }, apart(title)) : apart(title),
      element(
        "span",
        { class: "quiet" },
        ` ${[relation, date].filter(Boolean).join(", ")}`,
        ...without.map((source) => ` · ${apart(source.siglum)}: ${said[source.place]}`),
        ...also(shown, now.parallel, loci),
      ),
    );
  }

  function also(shown, parallel, loci) {
    // the other sources that the parallel holds, each a link that shows it instead of the last
    const last = shown.at(-1);
    const others = [...sources.values()].filter((source) => !shown.includes(source) && loci[source.place].length);
    const links = others.flatMap((source, n) => [
      n ? ", " : "",
      element(
        "a",
        {
          href: query([...shown.slice(0, -1), source], parallel),
          "data-instead": source.id,
          title: source.label,
          "aria-label": say("with {source} instead of {other}", {
            source: apart(source.siglum),
            other: apart(last.siglum),
          }),
        },
        apart(source.siglum),
      ),
    ]);
    return links.length ? weave(" · also {sources}", { sources: links }) : [];
  }

  return { barOf, tell, query, dress: () => dress() };
};
