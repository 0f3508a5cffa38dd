// A link lands on words: whatever part of the page the address names, its words are on the screen, their note open beside or
// below them. After a reload, and with Back, what one was reading is where it was.
(() => {
  const main = document.querySelector("main.page");
  const reading = globalThis.variorumReading;
  const wide = matchMedia("(min-width: 900px)");
  const KEPT = "variorum-reading";
  // The words, and the note or the line of the rail, that an address leads to.
  const target = () => {
    let id = "";
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      return null;
    }
    const found = id && document.getElementById(id);
    if (!found || found === main || !main.contains(found)) return null;
    const passage = found.closest(".passage");
    if (!passage) return { words: found };
    if (found === passage) return { words: passage };
    if (id.startsWith("parallel-")) {
      const mark = found.matches(".lemma, .shared") ? found : found.nextElementSibling;
      const shorts = (found.matches("li") ? found.firstElementChild : mark)?.dataset.notes.split(" ") ?? [];
      const lines = [...passage.querySelectorAll(".rail a[data-notes]")];
      const line =
        lines.find((one) => shorts.includes(one.dataset.notes) && one.hash === `#${id.replace(/-\d+$/, "")}`) ??
        lines.find((one) => shorts.includes(one.dataset.notes));
      return { words: found.matches("li") ? passage : (mark ?? found), line };
    }
    const reference = found.matches(".note")
      ? document.getElementById(found.querySelector(".note-number").hash.slice(1))
      : found;
    if (!reference.matches(".note-reference")) return { words: found };
    const words = passage.querySelector(`[data-notes~="${reference.id.slice(2)}"]`) ?? reference;
    return { words, note: found.matches(".note") ? found : null };
  };
  // How far above a passage its notes begin, where these have walked up: they are to be in sight beside it, if there is room.
  const aboveOf = (passage) => {
    const notes = wide.matches && passage.matches(".passage") ? [...passage.querySelectorAll(".note")] : [];
    const boxes = notes.map((note) => note.getBoundingClientRect()).filter((box) => box.height);
    const top = Math.min(...boxes.map((box) => box.top)); // Infinity without notes
    return Math.max(0, Math.min(passage.getBoundingClientRect().top - top, innerHeight * 0.45));
  };
  // WebKit goes to what the address names once more, some time after all events: it is to find the same place as we.
  const agree = (by) => {
    const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const head = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
    if (named.getClientRects().length)
      named.style.scrollMarginTop = `${named.getBoundingClientRect().top - by - head}px`;
  };
  const place = ({ words, note }) => {
    const head = document.querySelector(".running-head").offsetHeight;
    const at = words.getClientRects()[0] ?? words.getBoundingClientRect();
    const from = words.matches(".passage, section, h1, h2, h3, h4, h5")
      ? head + 16
      : Math.max(head + 48, innerHeight * 0.22);
    const above = aboveOf(words);
    if (at.top < head || at.top - above < head || at.bottom > innerHeight * (note && !wide.matches ? 0.5 : 0.85)) {
      const by = at.top - from - above;
      agree(by);
      scrollBy({ top: by, behavior: "instant" });
    }
  };
  // A note or a parallel that an address names is shown, also to one who has chosen to see less; for this page only.
  const deepen = (depth) => {
    const { dataset } = document.documentElement;
    if (depth) dataset.depth = depth;
    else delete dataset.depth;
    for (const radio of document.querySelectorAll("form.depth [name=depth]")) radio.checked = radio.value === depth;
    dispatchEvent(new Event("variorum:choice"));
  };
  const uncovered = () => {
    const found = target();
    const { depth } = document.documentElement.dataset;
    if (found?.line && depth) deepen("");
    else if (found?.note && depth === "text") deepen("annotations");
    return found;
  };
  const open = ({ line }) => {
    for (let box = line?.closest("details"); box; box = box.parentElement.closest("details"))
      if (!wide.matches || !box.matches(".rail")) box.open = true;
  };
  // All words of a parallel are lit, and what the other passages say stands below them, if they are on the screen.
  const show = ({ line, words }) => {
    if (!line) return;
    globalThis.variorumLight?.({ target: line });
    const all = words.closest(".passage").querySelectorAll(`[data-notes~="${line.dataset.notes}"]`);
    const marks = [...all].filter((one) => one.matches(".lemma, .shared"));
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const at = words.getClientRects()[0] ?? words.getBoundingClientRect();
        if (at.bottom > 0 && at.top < innerHeight) globalThis.variorumPreview?.(line, marks.length ? marks : [words]);
      }),
    );
  };
  const land = () => {
    const found = uncovered();
    globalThis.variorumChoose?.(found?.note ?? null);
    if (!found) return;
    open(found);
    place(found);
    show(found);
    reading?.remember(true);
  };
  const arrive = () => {
    const [entry] = performance.getEntriesByType("navigation");
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEPT));
      sessionStorage.removeItem(KEPT);
    } catch {
      /* nothing is kept */
    }
    if (entry?.type !== "navigate" && kept?.href === location.href && document.getElementById(kept.id)) {
      const passage = document.getElementById(kept.id);
      const found = uncovered();
      globalThis.variorumChoose?.(found?.note ?? null);
      if (found) open(found);
      return () => {
        const box = passage.getBoundingClientRect();
        scrollBy({ top: box.top + kept.part * box.height - kept.ahead - kept.line, behavior: "instant" });
        if (found) show(found);
      };
    }
    return location.hash ? land : null;
  };
  const first = arrive();
  let moved = false;
  if (first) {
    const again = () => {
      if (!moved) first();
    };
    for (const name of ["wheel", "touchmove", "keydown", "pointerdown"])
      addEventListener(
        name,
        () => {
          moved = true;
        },
        { once: true, passive: true },
      );
    first();
    // the browser itself goes to the place once more when everything has arrived
    addEventListener("load", () => {
      again();
      requestAnimationFrame(again);
    });
    addEventListener("pageshow", ({ persisted }) => {
      if (!persisted) requestAnimationFrame(again);
    });
  }
  let own = false; // an address that opening.js has set, and that must not move the page
  globalThis.variorumStay = () => {
    own = true;
    setTimeout(() => {
      own = false;
    }, 80);
  };
  addEventListener("hashchange", () => {
    moved = true; // what the page was opened for no longer holds, even if it has not all arrived
    if (!own) land();
  });
  addEventListener("pagehide", () => {
    reading?.remember();
    const now = reading?.now();
    try {
      if (now?.passage.id) {
        const line = document.querySelector(".running-head").offsetHeight + 12;
        sessionStorage.setItem(
          KEPT,
          JSON.stringify({ href: location.href, id: now.passage.id, part: now.part, ahead: now.ahead, line }),
        );
      } else sessionStorage.removeItem(KEPT);
    } catch {
      /* it is not kept */
    }
  });
})();
