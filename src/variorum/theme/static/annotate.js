// Select words of a passage: a button opens the repository's "new file" page with the annotation begun, or, where no
// repository is set, shows the same text to copy. Offsets are counted in the passage's own words, without the marks of
// its notes; a lemma that stands more than once gets its neighbours. `variorum annotate` does the same on a terminal.
(() => {
  const { annotations, newFile, newBody, newKinds, siglum } = document.body.dataset;
  if (!annotations || !window.getSelection || !HTMLElement.prototype.showPopover) return;
  const LONGEST_ADDRESS = 7000; // hosts refuse longer ones
  const NEIGHBOURS = 12; // words beside the lemma that are tried
  const WORDS = ".passage > .words, .passage > blockquote > .words, .source-heading > :is(h1, h2, h3, h4, h5, h6)";
  const NOT_TEXT = ".note-reference, .headerlink, .locus, button";
  const MARK = /\p{M}/u;

  // --- from a selection to a place ------------------------------------------------------------------------------------
  const texts = (box) => {
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(NOT_TEXT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  };
  // How many letters of the box stand before a border of the range.
  const offset = (box, nodes, container, at) => {
    const range = document.createRange();
    range.setStart(box, 0);
    range.setEnd(container, at);
    let count = 0;
    for (const node of nodes) {
      if (node === container) return count + at;
      if (range.comparePoint(node, node.length) <= 0) count += node.length;
      else if (range.comparePoint(node, 0) <= 0 && range.endContainer === node) return count + range.endOffset;
    }
    return count;
  };
  const place = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const boxes = [...document.querySelectorAll(WORDS)].filter((box) => {
      if (!range.intersectsNode(box)) return false;
      const nodes = texts(box);
      return nodes.length && within(range, box, nodes);
    });
    if (!boxes.length) return null;
    if (boxes.length > 1) return { refused: "An annotation stands on words of one passage. Select words inside one of them." };
    const [box] = boxes;
    const nodes = texts(box);
    const text = nodes.map((node) => node.data).join("");
    let start = box.contains(range.startContainer) ? offset(box, nodes, range.startContainer, range.startOffset) : 0;
    let end = box.contains(range.endContainer) ? offset(box, nodes, range.endContainer, range.endOffset) : text.length;
    while (start < end && /\s/u.test(text[start])) start += 1;
    while (end > start && /\s/u.test(text[end - 1])) end -= 1;
    if (start === end) return null;
    [start, end] = whole(text, start, end);
    const owner = box.closest("[id]");
    return { text, start, end, locus: owner.id.replace(/^p(?=\d)/, ""), range };
  };
  // Whether the range holds any letter of the box.
  const within = (range, box, nodes) => {
    const start = box.contains(range.startContainer) ? offset(box, nodes, range.startContainer, range.startOffset) : 0;
    const length = nodes.reduce((sum, node) => sum + node.length, 0);
    const end = box.contains(range.endContainer) ? offset(box, nodes, range.endContainer, range.endOffset) : length;
    return nodes.map((node) => node.data).join("").slice(start, end).trim() !== "";
  };
  // A border never parts a letter from its marks (Devanagari vowel signs), nor a surrogate pair.
  const inside = (text, at) => at > 0 && at < text.length
    && (MARK.test(String.fromCodePoint(text.codePointAt(at))) || /[\u200c\u200d]/.test(text[at]) || /[\udc00-\udfff]/.test(text[at]));
  const whole = (text, start, end) => {
    while (inside(text, start)) start -= 1;
    while (inside(text, end)) end += 1;
    return [start, end];
  };

  // --- from a place to a file -----------------------------------------------------------------------------------------
  const fold = (text) => text.normalize("NFKC").replace(/[\s\u00ad\u200b-\u200d\u2060\ufeff]+/gu, "")
    .replace(/[‘’‚‛′´`ʼ]/gu, "'").replace(/[“”„‟«»″]/gu, '"').replace(/[‐‑‒–—―−]/gu, "-");
  const unique = ({ text, start, end }) => {
    const lemma = text.slice(start, end);
    const folded = fold(lemma);
    const others = [];
    for (let at = text.indexOf(lemma); at >= 0; at = text.indexOf(lemma, at + 1)) {
      if (at !== start && !inside(text, at) && !inside(text, at + lemma.length)) others.push(at);
    }
    const tells = (before, after) => !others.some((at) =>
      (!before || fold(text.slice(0, at)).endsWith(fold(before))) && (!after || fold(text.slice(at + lemma.length)).startsWith(fold(after))));
    if (!folded || tells("", "")) return { lemma };
    const ahead = text.slice(end).match(/\s*\S+/gu) ?? [];
    const back = text.slice(0, start).match(/\S+\s*/gu) ?? [];
    for (let number = 1; number <= NEIGHBOURS; number += 1) {
      const after = ahead.slice(0, number).join("").trim();
      const before = back.slice(-number).join("").trim();
      if (after && tells("", after)) return { lemma, after };
      if (before && tells(before, "")) return { lemma, before };
      if (after && before && tells(before, after)) return { lemma, before, after };
    }
    return { lemma, before: text.slice(0, start).trim(), after: text.slice(end).trim() };
  };
  const clean = (words) => words.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\ufeff]/gu, "");
  const quoted = (words) => `"${clean(words).replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n").replace(/\t/g, "\\t")}"`;
  const slug = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/ø/g, "o").replace(/æ/g, "ae").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  const file = (found) => {
    const anchor = unique(found);
    const known = new Set([...document.querySelectorAll(".annotation[id]")].map((note) => note.id.replace(/^annotation-/, "")));
    const stem = [slug(siglum), ...slug(anchor.lemma).split("-").slice(0, 4)].filter(Boolean).join("-") || "note";
    let name = stem;
    for (let number = 2; known.has(name); number += 1) name = `${stem}-${number}`;
    const rows = [["passage", found.locus], ...["lemma", "before", "after"].filter((key) => anchor[key]).map((key) => [key, anchor[key]])];
    const head = rows.map(([key, value]) => `${key}: ${quoted(value)}\n`).join("");
    const [kind, ...others] = newKinds.split(" ");
    const text = `---\n${head}kind: ${kind}  # or ${others.join(", ")}\nby: ""  # your name\n---\n${newBody}\n`;
    return { name: `${name}.md`, text };
  };

  // --- what the reader sees -------------------------------------------------------------------------------------------
  let box;
  const make = () => {
    box = Object.assign(document.createElement("div"), { className: "annotate", popover: "manual" });
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Annotate the selected words");
    document.body.append(box);
  };
  const show = (range, ...content) => {
    if (!box) make();
    box.replaceChildren(...content);
    if (!box.matches(":popover-open")) box.showPopover();
    const at = range.getBoundingClientRect();
    box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8))}px`;
    box.style.top = `${Math.min(at.bottom + 6, innerHeight - box.offsetHeight - 8)}px`;
  };
  const hide = () => { if (box?.matches(":popover-open")) box.hidePopover(); };
  const element = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const offer = () => {
    const found = place();
    if (!found) return hide();
    if (found.refused) {
      const said = element("p", { textContent: found.refused });
      said.setAttribute("role", "status");
      return show(getSelection().getRangeAt(0), said);
    }
    const { name, text } = file(found);
    const address = newFile && newFile.replace("{name}", encodeURIComponent(name)).replace("{text}", encodeURIComponent(text));
    if (address && address.length <= LONGEST_ADDRESS) {
      const link = element("a", { href: address, target: "_blank", rel: "nofollow noopener", textContent: "Annotate" });
      link.addEventListener("click", () => setTimeout(hide));
      return show(found.range, link);
    }
    const button = element("button", { type: "button", textContent: "Annotate" });
    button.addEventListener("click", () => copyable(found.range, `${annotations}/${name}`, text));
    return show(found.range, button);
  };
  const copyable = (range, path, text) => {
    const said = element("p", { textContent: "Put this into a new file of the edition:" });
    const where = element("p", { className: "annotate-path", textContent: path });
    const area = element("textarea", { value: text, readOnly: true, rows: 10 });
    area.setAttribute("aria-label", "The annotation's file");
    const copy = element("button", { type: "button", textContent: "Copy" });
    const close = element("button", { type: "button", textContent: "Close" });
    copy.addEventListener("click", async () => {
      try { await navigator.clipboard.writeText(text); } catch { area.select(); document.execCommand("copy"); }
      copy.textContent = "Copied";
    });
    close.addEventListener("click", hide);
    show(range, said, where, area, copy, close);
    area.select();
  };
  let waiting;
  const soon = () => {
    if (box?.contains(document.activeElement)) return;
    clearTimeout(waiting);
    waiting = setTimeout(offer, 250);
  };
  document.addEventListener("selectionchange", soon);
  soon(); // this script is fetched when something has been selected
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("scroll", () => { if (!box?.contains(document.activeElement)) hide(); }, { passive: true });
})();
