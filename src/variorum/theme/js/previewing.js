// What a link inside the edition leads to, shown beside it by pointer, focus or tap; the words come from a small file of
// the page linked to, which is fetched when first asked for (as a script: that works from a folder too).
globalThis.variorumPreviews = {};
(() => {
  const { dataset } = document.documentElement;
  const base = new URL(dataset.content_root || "./", location.href).href;
  // pages with previews: their names as addresses have them → as they are
  const known = new Map(
    (document.body.dataset.previews ?? "").split(" ").map((name) => [name, decodeURIComponent(name)]),
  );
  const waiting = new Map();
  let box, link, timer, touched, shown;

  const placeOf = (anchor) => {
    const [path, id] = anchor.href.split("#");
    if (!id || !path.startsWith(base)) return [];
    const page = path.slice(base.length).replace(/(\.html|\/)$/, "");
    const name = known.get(page) ?? known.get(page ? `${page}/index` : "index");
    return name ? [name, decodeURIComponent(id)] : [];
  };
  const fetched = (name) => {
    if (!waiting.has(name))
      waiting.set(
        name,
        new Promise((done) => {
          const script = document.createElement("script");
          const file = name.replace(/[~.]/g, "~$&").replaceAll("/", "."); // as html/previews.py
          script.src = `${base}_static/previews/${encodeURIComponent(file)}.js`;
          script.onload = script.onerror = () => done(globalThis.variorumPreviews[name] ?? {});
          document.head.append(script);
        }),
      );
    return waiting.get(name);
  };
  const paragraph = (kind, text, lang) => {
    const made = document.createElement("p");
    made.className = `preview-${kind}`;
    made.textContent = text;
    if (lang) made.lang = lang;
    return made;
  };
  // the sources by their sigla, as the head of the page leads to them
  const sources = new Map(
    [...document.querySelectorAll(".sigla a[data-source]")].map((source) => [source.textContent, source]),
  );
  const linked = (part, address) => {
    if (address)
      part.replaceChildren(
        Object.assign(document.createElement("a"), { href: address, textContent: part.textContent }),
      );
    return part;
  };
  // a line of the rail shows what the other passages say, and leads to each and to both side by side
  const placesOf = (anchor) => {
    const passage = anchor.closest(".rail")?.closest(".passage");
    const { siglum, source, compare } = document.body.dataset;
    if (!passage) return null;
    const parallel = anchor.hash.slice(1).replace(/^parallel-/, "");
    return {
      own: passage.querySelector(".locus")?.getAttribute("aria-label"),
      words: (address) => (address ? base + address : ""),
      both: (other) =>
        compare && other && other.textContent !== siglum
          ? `${compare}?${new URLSearchParams({ left: source, right: other.dataset.source, parallel })}`
          : "",
    };
  };
  // words whose lines run as those of their language do, with their runs in others
  const words = (kind, text, lang, runs) => {
    const dir = globalThis.variorumDirection(lang || document.documentElement.lang);
    const part = Object.assign(paragraph(kind, "", lang), { dir });
    part.append(...globalThis.variorumInLanguages(text, runs ?? [], dir));
    return part;
  };
  // what is wrong with the parallel of a line of the rail can be told from its preview
  const mistake = () => {
    const { say } = globalThis.variorumWords;
    const tell = Object.assign(document.createElement("button"), {
      type: "button",
      textContent: say("Something wrong?"),
    });
    tell.addEventListener("click", () => globalThis.variorumWriting("mistake", tell));
    const line = paragraph("mistake", "");
    line.className = "tell-mistake";
    line.append(tell);
    return line;
  };
  const fill = (found, said, anchor) => {
    const parts = [paragraph("head", found?.head ?? "")];
    const places = placesOf(anchor);
    if (said) parts.push(paragraph("said", said));
    for (const [where, lang, text, ours, oursLang, address, foreign] of found?.words ?? []) {
      if (places && where === places.own) continue;
      const other = sources.get(where?.split(" ")[0]);
      if (where) {
        const head = paragraph("where", where);
        if (places) linked(head, places.words(address));
        if (other) head.append(` · ${globalThis.variorumApart(other.title)}`);
        const both = places?.both(other);
        if (both) {
          const link = Object.assign(document.createElement("a"), {
            className: "preview-both",
            href: both,
            textContent: globalThis.variorumWords.say("Read in both"),
          });
          head.append(" ", link);
        }
        parts.push(head);
      }
      if (text) parts.push(words("words", text, lang, foreign));
      if (ours) parts.push(words("ours", ours, oursLang));
    }
    if (places && globalThis.variorumWriting) parts.push(mistake());
    box.replaceChildren(...parts.filter((part) => part.textContent));
  };
  // Below the last line of some words, or above the first: it hides none of them.
  const put = (beside) => {
    const lines = beside.flatMap((one) => [...one.getClientRects()]);
    const at = lines[0] ?? beside[0].getBoundingClientRect();
    const bottom = Math.max(at.bottom, ...lines.map((line) => line.bottom));
    const { offsetWidth: width, offsetHeight: height } = box;
    const below = bottom + 6 + height < innerHeight || at.top < height + 12;
    box.style.left = `${Math.max(8, Math.min(at.left - 12, innerWidth - width - 8))}px`;
    box.style.top = `${below ? Math.min(bottom + 6, Math.max(at.bottom + 6, innerHeight - height - 6)) : at.top - height - 6}px`;
  };
  const make = () => {
    box = document.createElement("div");
    box.className = "preview";
    box.popover = "manual";
    box.addEventListener("pointerenter", () => clearTimeout(timer));
    box.addEventListener("pointerleave", () => hideSoon());
    document.body.append(box);
  };
  const show = async (anchor, beside = [anchor]) => {
    const [name, id] = placeOf(anchor);
    if (anchor.title) {
      anchor.dataset.said = anchor.title;
      anchor.removeAttribute("title");
    }
    link = anchor;
    shown = scrollY; // that the page has come here may be told only while the preview is fetched
    const previews = name ? await fetched(name) : {};
    const found = previews[previews[id]] ?? previews[id]; // words of a parallel have the preview of their passage
    if (link !== anchor || (!found && !anchor.dataset.said)) return;
    if (!box) make();
    fill(found, anchor.dataset.said, anchor);
    if (anchor.closest(".rail"))
      anchor.after(box); // so that Tab goes on from the line into its preview
    else if (box.parentElement !== document.body) document.body.append(box);
    if (!box.matches(":popover-open")) box.showPopover();
    shown = scrollY;
    put(beside);
  };
  const hide = () => {
    clearTimeout(timer);
    link = undefined;
    if (box?.matches(":popover-open")) box.hidePopover();
  };
  const hideSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(hide, 250);
  };
  const previewed = (target) => {
    const anchor = target.closest?.("main a[href*='#'], main a[title]");
    return anchor &&
      !anchor.matches(".locus, .page-begins, .headerlink, .note-reference, .note-number, .past-notes, .preview a")
      ? anchor
      : null;
  };
  addEventListener(
    "pointerover",
    (event) => {
      const anchor = previewed(event.target);
      if (event.pointerType === "touch") return;
      if (anchor && anchor !== link) {
        clearTimeout(timer);
        timer = setTimeout(show, 300, anchor);
      } else if (anchor) clearTimeout(timer);
      else if (link && !box?.contains(event.target)) hideSoon();
      else if (!link) clearTimeout(timer);
    },
    { passive: true },
  );
  addEventListener("focusin", ({ target }) => {
    const anchor = previewed(target);
    if (anchor && target.matches(":focus-visible")) show(anchor);
    else if (link && !box?.contains(target)) hide();
  });
  // a finger has no hover: the first tap shows, the second follows
  addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (box && !box.contains(event.target) && previewed(event.target) !== link) hide();
  });
  addEventListener(
    "click",
    (event) => {
      const anchor = previewed(event.target);
      if (!anchor || !touched || anchor === link || (!placeOf(anchor).length && !anchor.title)) return;
      event.preventDefault();
      show(anchor);
    },
    true,
  );
  addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Escape" && link) {
        event.preventDefault();
        hide();
      }
    },
    true,
  );
  addEventListener(
    "scroll",
    () => {
      if (link && Math.abs(scrollY - shown) > 30 && !box?.matches(":hover")) hide();
    },
    { passive: true },
  );
  globalThis.variorumPreview = show;
})();
