// Select words of a passage: a button opens the form (note_form.js) in which a note on them is written, another keeps them
// until words of another source are selected, for a parallel of both, a third tells what is wrong (mistake_places.js). Offsets
// are counted in the passage's own words (word_places.js), without the marks of its notes.
(() => {
  const { clean, locateAll, cutWord, whole, anchorOf, locusOf, slug, stemOf } = globalThis.variorumWordPlaces;
  const { mistakeIn, mistakeAt } = globalThis.variorumMistakePlaces;
  const { form, formData } = document.body.dataset;
  const { say } = globalThis.variorumWords;
  if (!form || !window.getSelection || !HTMLElement.prototype.showPopover) return;
  const WORDS = [
    ".passage > .words, .passage > blockquote > .words, .source-heading > :is(h1, h2, h3, h4, h5, h6)",
    ".column .passage > [lang]:not(.translation)", // of two sources side by side
  ].join();
  const NOT_TEXT = ".note-reference, .headerlink, .locus, .counterpart, button";

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
    const start = box.contains(range.startContainer) ? offset(box, nodes, range.startContainer, range.startOffset) : 0;
    const end = box.contains(range.endContainer)
      ? offset(box, nodes, range.endContainer, range.endOffset)
      : text.length;
    return placeIn(box, text, start, end, range);
  };
  const placeIn = (box, text, first, last, range) => {
    let [start, end] = [first, last];
    while (start < end && /\s/u.test(text[start])) start += 1;
    while (end > start && /\s/u.test(text[end - 1])) end -= 1;
    if (start === end) return null;
    [start, end] = whole(text, start, end);
    const owner = box.closest("[data-anchor], [id]");
    const { source, siglum, language } = box.closest("[data-siglum]").dataset;
    const { lang, dir } = box.closest("[lang]") ?? {};
    return {
      text,
      start,
      end,
      locus: locusOf(owner.dataset.anchor ?? owner.id),
      range,
      lang,
      dir,
      source,
      siglum,
      language,
      box,
    };
  };
  // All the words of a passage, for those who come from its number and not from a selection.
  const passagePlace = (passage) => {
    const words = passage.querySelector(WORDS);
    if (!words) return null;
    const text = texts(words)
      .map((node) => node.data)
      .join("");
    const range = document.createRange();
    range.selectNodeContents(words);
    return placeIn(words, text, 0, text.length, range);
  };
  // Words that the preview of a line of the rail shows; where they stand in their passage is found when it is fetched.
  const railPlace = () => {
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const elementOf = (node) => (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node);
    const quote = elementOf(range?.startContainer)?.closest(".preview-words");
    if (!quote?.contains(range.endContainer)) return null;
    let where = quote;
    while (where && !where.matches(".preview-where")) where = where.previousElementSibling;
    const [siglum, locus] = (where?.querySelector("a")?.textContent ?? "").split(" ");
    const { source } =
      [...document.querySelectorAll(".sigla a[data-source]")].find((link) => link.textContent === siglum)?.dataset ??
      {};
    const nodes = texts(quote);
    const [start, end] = [
      offset(quote, nodes, range.startContainer, range.startOffset),
      offset(quote, nodes, range.endContainer, range.endOffset),
    ];
    return source && locus && start < end
      ? { quoted: nodes.map((node) => node.data).join(""), start, end, range, siglum, locus, source, lang: quote.lang }
      : null;
  };
  const fileOf = (name) => new URL(`columns/${name}.js`, new URL(document.body.dataset.compare, location.href)).href;
  const columnOf = async (source) => {
    if (!globalThis.variorumColumns?.[source]) await fetched(fileOf(source));
    return globalThis.variorumColumns[source];
  };
  // The words of a passage of any source, from the piece of it that holds the passage.
  const textOf = async (source, column, locus) => {
    const { pieceOf, nameOf } = globalThis.variorumColumnPieces;
    const piece = pieceOf(column, locus);
    const name = nameOf(source, piece);
    if (!globalThis.variorumPieces?.[name]) await fetched(`${fileOf(name)}?${column.pieces[piece][0]}`);
    const [, passages] = globalThis.variorumPieces[name];
    return passages.find(([, number]) => number === locus)[3];
  };
  const inPassage = async (found) => {
    if (!found.quoted) return found;
    const { quoted, start, end, source, locus } = found;
    const column = await columnOf(source);
    const text = await textOf(source, column, locus);
    const [at] = locateAll(text, quoted);
    const words = quoted.slice(start, end).trim();
    const lead = quoted.slice(start, end).match(/^\s*/u)[0].length;
    const [first, last] =
      at && text.slice(...at) === quoted
        ? [at[0] + start + lead, at[0] + start + lead + words.length]
        : locateAll(text, words)[0];
    const [begin, stop] = whole(text, first, last);
    return { ...found, text, start: begin, end: stop, language: column.language };
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
  // --- from a place to a file -----------------------------------------------------------------------------------------
  const nameOf = (siglum, anchor, known) => freeName(stemOf(siglum, anchor.passage, anchor.lemma ?? ""), known);
  const freeName = (stem, known) => {
    let name = `${stem}.md`;
    for (let number = 2; known.has(name.toLowerCase()); number += 1) name = `${stem}-${number}.md`;
    return name;
  };

  // --- what the reader sees -------------------------------------------------------------------------------------------
  let box;
  let back; // where the buttons were asked for by keys
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
    if (box?.contains(document.activeElement)) back?.focus({ preventScroll: true });
    back = undefined;
    if (box?.matches(":popover-open")) box.hidePopover();
  };
  const element = globalThis.variorumElement;
  const offer = () => {
    if (box?.contains(document.activeElement)) return;
    const found = place() ?? railPlace();
    if (!found) return offerMistake();
    return offerFor(found);
  };
  const offerMistake = () => {
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const node = range?.startContainer;
    const about = range && mistakeAt(node.nodeType === Node.TEXT_NODE ? node.parentElement : node, `${selection}`);
    return about
      ? show(
          range,
          button(say("Something wrong?"), () => tell(about)),
        )
      : hide();
  };
  const offerFor = (found) => {
    if (found.refused) {
      const said = element("p", { textContent: found.refused });
      said.setAttribute("role", "status");
      return show(getSelection().getRangeAt(0), said);
    }
    const buttons = [button(say("Annotate"), () => annotate(found))];
    const first = kept();
    if (first && first.source !== found.source) {
      const where = `${first.siglum} ${first.anchor.passage}`;
      buttons.push(button(say("Parallel with {passage}", { passage: where }), () => hold(first, found)));
    } else buttons.push(button(say("Keep for a parallel"), () => keep(found)));
    buttons.push(button(say("Something wrong?"), () => tell(mistakeIn(found))));
    const rest = found.quoted ? {} : cutWord(found);
    if (rest.before || rest.after) {
      const [words, word] = [found.text.slice(found.start, found.end), wordAround(found, rest)];
      const asked = element("p", { textContent: say("“{words}” is a part of “{word}”.", { words, word }) });
      const wider = { ...found, start: found.start - rest.before.length, end: found.end + rest.after.length };
      buttons.push(
        asked,
        button(say("Take the whole word"), () => annotate(wider)),
      );
    }
    return show(found.range, ...buttons);
  };
  const wordAround = ({ text, start, end }, { before, after }) => text.slice(start - before.length, end + after.length);
  const button = (textContent, act) => {
    const made = element("button", { type: "button", textContent });
    made.addEventListener("click", act);
    return made;
  };

  // --- the form ---------------------------------------------------------------------------------------------------------
  const fetched = (address) =>
    new Promise((done, failed) => {
      const script = element("script", { src: address });
      script.addEventListener("load", done);
      script.addEventListener("error", failed);
      document.head.append(script);
    });
  const formOf = async () => {
    if (!globalThis.variorumContributing) await fetched(formData);
    if (!globalThis.variorumNoteForm) await fetched(form);
    return [globalThis.variorumNoteForm, globalThis.variorumContributing];
  };
  const wordsOf = ({ text, start, end }) => text.slice(start, end);
  const annotate = async (selected) => {
    const found = await inPassage(selected);
    const [{ open, noteText, remembered }, data] = await formOf();
    hide();
    const anchor = anchorOf(found);
    const name = nameOf(found.siglum, anchor, new Set(data.notes));
    open({
      heading: say("A note on {passage}", { passage: `${found.siglum} ${found.locus}` }),
      quotes: [{ words: wordsOf(found), lang: found.lang, dir: found.dir }],
      choosing: say("Kind"),
      chosen: say("the kind"),
      choices: data.kinds,
      writing: say("Your note"),
      fields: [{ id: "by", label: say("Your name, as it will be printed"), value: remembered() }],
      rules: { words: data.words, cite: data.cite, needed: ["by"] },
      name: () => name,
      folder: `sources/${found.source}/annotations`,
      address: data.newNotes[found.source],
      compose: (draft) => noteText(anchor, draft),
      slug,
      clean,
    });
  };

  // --- something is wrong -----------------------------------------------------------------------------------------------
  const tell = async (about) => {
    await formOf();
    if (!globalThis.variorumMistakeForm) await fetched(document.body.dataset.mistakes);
    hide();
    globalThis.variorumMistakeForm.tell(about, { slug, clean });
  };

  // --- two selections make a parallel -----------------------------------------------------------------------------------
  const FIRST = "variorum-first"; // where the first selection is kept, from page to page
  const selection = (found) => {
    const { source, siglum, language } = found;
    return { source, siglum, language, anchor: anchorOf(found), words: wordsOf(found) };
  };
  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(FIRST));
    } catch {
      return null;
    }
  };
  const keep = async (selected) => {
    const found = await inPassage(selected);
    const words = selection(found);
    try {
      localStorage.setItem(FIRST, JSON.stringify(words));
      const asked = say("Kept. Now select words of another source.");
      show(found.range, element("p", { textContent: asked }));
    } catch {
      hide();
    }
  };
  const hold = async (first, selected) => {
    const found = await inPassage(selected);
    const [{ open, parallelText, remembered }, data] = await formOf();
    hide();
    const second = selection(found);
    const foreign = (one) => data.glosses && one.language.split("-")[0] !== data.glosses.split("-")[0];
    const places = [first, second].map((one) => (foreign(one) ? { ...one, gloss: `gloss-${one.source}` } : one));
    const glosses = places
      .filter(({ gloss }) => gloss)
      .map((one) => ({
        id: one.gloss,
        label: say("Translation of {passage}", { passage: `${one.siglum} ${one.anchor.passage}` }),
      }));
    open({
      heading: say("A parallel of {first} and {second}", {
        first: `${first.siglum} ${first.anchor.passage}`,
        second: `${found.siglum} ${found.locus}`,
      }),
      quotes: places.map(({ words, language: lang }) => ({ words, lang })),
      choosing: say("Relation"),
      chosen: say("the relation"),
      choices: data.relations,
      writing: say("What each says, and where they differ"),
      fields: [
        { id: "title", label: say("Title") },
        { id: "date", label: say("Date"), placeholder: "1906-07, 1904/1906" },
        ...glosses,
        { id: "by", label: say("Your name, as it will be printed"), value: remembered() },
      ],
      rules: { needed: ["title", ...glosses.map(({ id }) => id)], dates: ["date"] },
      name: ({ lines }) => freeName(slug(lines.title ?? "") || "parallel", new Set(data.parallels)),
      folder: "parallels",
      address: data.newParallel,
      compose: (draft) => parallelText(places, draft),
      slug,
      clean,
    });
    localStorage.removeItem(FIRST);
  };
  // What those are given who come by keys, or by a tap on a passage's number: the same buttons, the first of them in focus.
  globalThis.variorumAnnotate = {
    offer: (locus) => {
      const found = passagePlace(locus.closest(".passage, .source-heading"));
      if (!found) return;
      back = locus;
      offerFor(found);
      box.querySelector("button")?.focus();
    },
    mistake: (beside) => tell(mistakeAt(beside)),
  };
  let waiting;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(offer, 250);
  };
  document.addEventListener("selectionchange", soon);
  soon(); // this script is fetched when something has been selected
  // Enter leads from words that are selected to the buttons, for those who select with keys.
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    const free =
      !event.defaultPrevented && !event.target.closest("a, button, input, textarea, select, summary, dialog");
    if (event.key === "Enter" && free && box?.matches(":popover-open")) {
      event.preventDefault();
      box.querySelector("button")?.focus();
    }
  });
  addEventListener(
    "scroll",
    () => {
      if (!box?.contains(document.activeElement)) hide();
    },
    { passive: true },
  );
})();
