// Select words of a passage: a button opens the repository's "new file" page with the annotation begun, or, where no
// repository is set, shows the same text to copy. Offsets are counted in the passage's own words, without the marks of
// its notes; a lemma that stands more than once gets its neighbours. `variorum annotate` does the same on a terminal.
(() => {
  // --- where words stand: what `variorum.text.anchoring` does, held equal to it by tests/cases/locate.toml ------------
  const MARK = /\p{M}/u;
  const UNSEEN =
    /[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe00-\ufe0f\ufeff\u{e0100}-\u{e01ef}]/gu;
  const FORBIDDEN =
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e0fff}]/gu;
  const clean = (words) => words.replace(FORBIDDEN, "");
  const alike = (cluster) =>
    cluster
      .replace(UNSEEN, "")
      .replace(/[\u2018-\u201b\u2032\u00b4`\u02bc]/gu, "'")
      .replace(/[\u201c-\u201f\u00ab\u00bb\u2033]/gu, '"')
      .replace(/[\u2010-\u2015\u2212]/gu, "-")
      .normalize("NFKC");
  const BLANK = /^[\s\u001c-\u001f\u0085]+$/u;
  // Letters with their combining marks, one by one, and where each began; the end comes last.
  const CLUSTER = /.\p{M}*/gsu;
  const fold = (text) => {
    let folded = "";
    const origin = [];
    for (const match of text.matchAll(CLUSTER)) {
      const cluster = alike(match[0]);
      const blank = BLANK.test(cluster);
      if (!cluster || (blank && folded.endsWith(" "))) continue;
      folded += blank ? " " : cluster;
      for (let n = blank ? 1 : cluster.length; n > 0; n -= 1) origin.push(match.index);
    }
    return [folded, [...origin, text.length]];
  };
  const squeeze = (text) => fold(text)[0].replace(/\s+/gu, "");
  const continues = (text, at) =>
    at > 0 &&
    at < text.length &&
    (MARK.test(String.fromCodePoint(text.codePointAt(at))) || /[\udc00-\udfff]/.test(text[at]));
  const occurrences = (text, words) => {
    const found = [];
    for (let at = words ? text.indexOf(words) : -1; at >= 0; at = text.indexOf(words, at + 1)) {
      if (!continues(text, at) && !continues(text, at + words.length)) found.push([at, at + words.length]);
    }
    return found;
  };
  // Every place of the text where the words stand, as [start, end] in UTF-16 units.
  const locateAll = (text, lemma, before = "", after = "") => {
    const words = lemma.trim();
    const beside = ([start, end]) =>
      (!before || squeeze(text.slice(0, start)).endsWith(squeeze(before))) &&
      (!after || squeeze(text.slice(end)).startsWith(squeeze(after)));
    const exact = occurrences(text, words).filter(beside);
    if (exact.length) return exact;
    const [folded, origin] = fold(text);
    return occurrences(folded, fold(words)[0].trim())
      .map(([start, end]) => [origin[start], origin[end]])
      .filter(([start, end]) => !continues(text, start) && !continues(text, end))
      .filter(beside);
  };
  // --- what is left of a word at a border: what `variorum.text.doubtful_lemmata` does, held equal to it by
  // tests/cases/doubtful_lemmata.toml ---------------------------------------------------------------------------------
  const UNPARTED = "Han Hiragana Katakana Bopomofo Thai Lao Khmer Myanmar Tibetan Javanese Balinese";
  const BOTH_SIDES = "Hebrew Arabic Syriac Ethiopic";
  const ENDINGS = "Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Georgian Hangul";
  const anyOf = (scripts) =>
    new RegExp(
      `^[${scripts
        .split(" ")
        .map((name) => `\\p{Script=${name}}`)
        .join("")}]`,
      "u",
    );
  const FREE_START = anyOf(`${UNPARTED} ${BOTH_SIDES}`);
  const FREE_END = anyOf(`${UNPARTED} ${BOTH_SIDES} ${ENDINGS}`);
  const parted = (left, right, free) => {
    const last = left.slice(-20).match(/([\p{L}\p{N}])[\p{M}\p{Cf}]*$/u)?.[1];
    const first = right.match(/^[\p{M}\p{Cf}]*([\p{L}\p{N}])/u)?.[1];
    if (!last || !first || free.test(last) || free.test(first)) return false;
    const letter = /^\p{L}/u;
    return letter.test(last) === letter.test(first) && !(/^\p{Lowercase}/u.test(last) && /^\p{Uppercase}/u.test(first));
  };
  const cutWord = ({ text, start, end }) => {
    const [head, words, tail] = [text.slice(0, start), text.slice(start, end), text.slice(end)];
    const before = parted(head, words, FREE_START) ? head.match(/[\p{L}\p{M}\p{N}\p{Cf}]+$/u)[0] : "";
    const after = parted(words, tail, FREE_END) ? tail.match(/^[\p{L}\p{M}\p{N}\p{Cf}]+/u)[0] : "";
    return { before, after };
  };
  // The words with the fewest neighbours that tell them from the same words elsewhere in the passage.
  const NEIGHBOURS = 12; // words beside the lemma that are tried
  const told = ({ text, start, end }) => {
    const lemma = clean(text.slice(start, end)).trim();
    const tells = (before, after) => {
      const found = locateAll(text, lemma, before, after);
      return found.length === 1 && found[0][0] < end && found[0][1] > start;
    };
    if (tells("", "")) return { lemma };
    const ahead = text.slice(end).match(/\s*\S+/gu) ?? [];
    const back = text.slice(0, start).match(/\S+\s*/gu) ?? [];
    for (let number = 1; number <= NEIGHBOURS; number += 1) {
      const after = clean(ahead.slice(0, number).join("")).trim();
      const before = clean(back.slice(-number).join("")).trim();
      if (after && tells("", after)) return { lemma, after };
      if (before && tells(before, "")) return { lemma, before };
      if (after && before && tells(before, after)) return { lemma, before, after };
    }
    return { lemma, before: clean(text.slice(0, start)).trim(), after: clean(text.slice(end)).trim() };
  };
  // The same; the rest of a word confirms that only a part of it is meant.
  const unique = (place) => {
    const found = told(place);
    const rest = cutWord(place);
    for (const key of ["before", "after"]) {
      const words = clean(rest[key]).trim();
      if (!found[key] && words) found[key] = words;
    }
    return found;
  };
  if (typeof module !== "undefined") {
    // a test asks for the functions alone
    module.exports = { fold, locateAll, unique, cutWord };
    return;
  }

  const { annotations, newFile, newBody, newKinds, siglum } = document.body.dataset;
  const { say } = globalThis.variorumWords;
  if (!annotations || !window.getSelection || !HTMLElement.prototype.showPopover) return;
  const LONGEST_ADDRESS = 7000; // hosts refuse longer ones
  const WORDS = ".passage > .words, .passage > blockquote > .words, .source-heading > :is(h1, h2, h3, h4, h5, h6)";
  const NOT_TEXT = ".note-reference, .headerlink, .locus, button";

  // --- from a selection to a place ------------------------------------------------------------------------------------
  const texts = (box) => {
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(NOT_TEXT) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
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
    if (boxes.length > 1)
      return { refused: say("An annotation stands on words of one passage. Select words inside one of them.") };
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
    return (
      nodes
        .map((node) => node.data)
        .join("")
        .slice(start, end)
        .trim() !== ""
    );
  };
  // A border never parts a letter from its marks (Devanagari vowel signs), nor a surrogate pair.
  const inside = (text, at) =>
    at > 0 &&
    at < text.length &&
    (MARK.test(String.fromCodePoint(text.codePointAt(at))) ||
      /[\u200c\u200d]/.test(text[at]) ||
      /[\udc00-\udfff]/.test(text[at]));
  const whole = (text, start, end) => {
    while (inside(text, start)) start -= 1;
    while (inside(text, end)) end += 1;
    return [start, end];
  };

  // --- from a place to a file -----------------------------------------------------------------------------------------
  const quoted = (words) =>
    `"${clean(words).replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n").replace(/\t/g, "\\t")}"`;
  const slug = (words) =>
    words
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/ø/g, "o")
      .replace(/æ/g, "ae")
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "");
  const file = (found) => {
    const anchor = unique(found);
    const known = new Set(
      [...document.querySelectorAll(".annotation[id]")].map((note) => note.id.replace(/^annotation-/, "")),
    );
    const stem = [slug(siglum), ...slug(anchor.lemma).split("-").slice(0, 4)].filter(Boolean).join("-") || "note";
    let name = stem;
    for (let number = 2; known.has(name); number += 1) name = `${stem}-${number}`;
    const rows = [
      ["passage", found.locus],
      ...["lemma", "before", "after"].filter((key) => anchor[key]).map((key) => [key, anchor[key]]),
    ];
    const head = rows.map(([key, value]) => `${key}: ${quoted(value)}\n`).join("");
    const [kind, ...others] = newKinds.split(" ");
    const orElse = say("or {kinds}", { kinds: others.join(", ") });
    const text = `---\n${head}kind: ${kind}  # ${orElse}\nby: ""  # ${say("your name")}\n---\n${newBody}\n`;
    return { name: `${name}.md`, text };
  };

  // --- what the reader sees -------------------------------------------------------------------------------------------
  let box;
  const make = () => {
    box = Object.assign(document.createElement("div"), { className: "annotate", popover: "manual" });
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", say("Annotate the selected words"));
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
  const hide = () => {
    if (box?.matches(":popover-open")) box.hidePopover();
  };
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
    const address = newFile?.replace("{name}", encodeURIComponent(name)).replace("{text}", encodeURIComponent(text));
    if (address && address.length <= LONGEST_ADDRESS) {
      const link = element("a", {
        href: address,
        target: "_blank",
        rel: "nofollow noopener",
        textContent: say("Annotate"),
      });
      link.addEventListener("click", () => setTimeout(hide));
      return show(found.range, link);
    }
    const button = element("button", { type: "button", textContent: say("Annotate") });
    button.addEventListener("click", () => copyable(found.range, `${annotations}/${name}`, text));
    return show(found.range, button);
  };
  const copyable = (range, path, text) => {
    const said = element("p", { textContent: say("Put this into a new file of the edition:") });
    const where = element("p", { className: "annotate-path", textContent: path });
    const area = element("textarea", { value: text, readOnly: true, rows: 10 });
    area.setAttribute("aria-label", say("The annotation’s file"));
    const copy = element("button", { type: "button", textContent: say("Copy") });
    const close = element("button", { type: "button", textContent: say("Close") });
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        area.select();
        document.execCommand("copy");
      }
      copy.textContent = say("Copied");
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
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  addEventListener(
    "scroll",
    () => {
      if (!box?.contains(document.activeElement)) hide();
    },
    { passive: true },
  );
})();
