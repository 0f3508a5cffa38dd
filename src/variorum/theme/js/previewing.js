// What a link inside the edition leads to, shown beside it by pointer, focus or tap; the words come from a small file of
// the page linked to, which is fetched when first asked for (as a script: that works from a folder too).
globalThis.variorumPreviews = {};
(() => {
  const { dataset } = document.documentElement;
  const base = new URL(dataset.content_root || "./", location.href).href;
  const known = new Set((document.body.dataset.previews ?? "").split(" "));
  const waiting = new Map();
  let box, link, timer, touched;

  const placeOf = (anchor) => {
    const [path, id] = anchor.href.split("#");
    if (!id || !path.startsWith(base)) return [];
    const name = path.slice(base.length).replace(/(\/?index)?(\.html|\/)?$/, "") || "index";
    return known.has(name) ? [name, decodeURIComponent(id)] : [];
  };
  const fetched = (name) => {
    if (!waiting.has(name)) waiting.set(name, new Promise((done) => {
      const script = document.createElement("script");
      script.src = `${base}_static/previews/${name.replaceAll("/", ".")}.js`;
      script.onload = script.onerror = () => done(globalThis.variorumPreviews[name] ?? {});
      document.head.append(script);
    }));
    return waiting.get(name);
  };
  const paragraph = (kind, text, lang) => {
    const made = document.createElement("p");
    made.className = `preview-${kind}`;
    made.textContent = text;
    if (lang) made.lang = lang;
    return made;
  };
  const fill = (found, said) => {
    const parts = [paragraph("head", found?.head ?? "")];
    if (said) parts.push(paragraph("said", said));
    for (const [where, lang, words, ours] of found?.words ?? []) {
      if (where) parts.push(paragraph("where", where));
      if (words) parts.push(paragraph("words", words, lang));
      if (ours) parts.push(paragraph("ours", ours, "en"));
    }
    box.replaceChildren(...parts.filter((part) => part.textContent));
  };
  const put = () => {
    const at = [...link.getClientRects()].at(0) ?? link.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = box;
    const below = at.bottom + 6 + height < innerHeight || at.top < height + 12;
    box.style.left = `${Math.max(8, Math.min(at.left - 12, innerWidth - width - 8))}px`;
    box.style.top = `${below ? at.bottom + 6 : at.top - height - 6}px`;
  };
  const make = () => {
    box = document.createElement("div");
    box.className = "preview";
    box.popover = "manual";
    box.addEventListener("pointerenter", () => clearTimeout(timer));
    box.addEventListener("pointerleave", () => hideSoon());
    document.body.append(box);
  };
  const show = async (anchor) => {
    const [name, id] = placeOf(anchor);
    if (anchor.title) { anchor.dataset.said = anchor.title; anchor.removeAttribute("title"); }
    link = anchor;
    const found = name ? (await fetched(name))[id] : undefined;
    if (link !== anchor || (!found && !anchor.dataset.said)) return;
    if (!box) make();
    fill(found, anchor.dataset.said);
    if (!box.matches(":popover-open")) box.showPopover();
    put();
  };
  const hide = () => { clearTimeout(timer); link = undefined; if (box?.matches(":popover-open")) box.hidePopover(); };
  const hideSoon = () => { clearTimeout(timer); timer = setTimeout(hide, 250); };
  const previewed = (target) => {
    const anchor = target.closest?.("main a[href*='#'], main a[title]");
    return anchor && !anchor.matches(".locus, .headerlink, .note-reference, .note-number") ? anchor : null;
  };
  addEventListener("pointerover", (event) => {
    const anchor = previewed(event.target);
    if (event.pointerType === "touch") return;
    if (anchor && anchor !== link) { clearTimeout(timer); timer = setTimeout(show, 300, anchor); }
    else if (anchor) clearTimeout(timer);
    else if (link && !box?.contains(event.target)) hideSoon();
    else if (!link) clearTimeout(timer);
  }, { passive: true });
  addEventListener("focusin", ({ target }) => {
    const anchor = previewed(target);
    if (anchor && target.matches(":focus-visible")) show(anchor);
    else if (link) hide();
  });
  // a finger has no hover: the first tap shows, the second follows
  addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (box && !box.contains(event.target) && previewed(event.target) !== link) hide();
  });
  addEventListener("click", (event) => {
    const anchor = previewed(event.target);
    if (!anchor || !touched || anchor === link || (!placeOf(anchor).length && !anchor.title)) return;
    event.preventDefault();
    show(anchor);
  }, true);
  addEventListener("keydown", (event) => { if (event.key === "Escape" && link) { event.preventDefault(); hide(); } }, true);
  addEventListener("scroll", () => link && !box?.matches(":hover") && hide(), { passive: true });
})();
