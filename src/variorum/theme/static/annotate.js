// Select words of a passage: a button opens the form (note_form.js) in which a note on them is written, another keeps them
// until words of another source are selected, for a parallel of both. Offsets are counted in the passage's own words, without the marks of
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
  // --- words in plain letters, for names of files: what `variorum.text.transliteration` does, held equal to it by
  // tests/cases/slugs.toml ----------------------------------------------------------------------------------------------
  const ALPHABETS = `
    øo æae ßss đd łl ðd þth ıi œoe ŋng ħh
    аa бb вv гg дd еe ёe жzh зz иi йi кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юiu яia
    іi їi єe ґg ўu љlj њnj џdz ћc ђd јj ѕdz ѓg ќk
    αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo
    אa בb גg דd הh וv זz חh טt יy ךk כk לl םm מm ןn נn סs עa ףp פp ץts צts קk רr שsh תt
    اa بb تt ثth جj حh خkh دd ذdh رr زz سs شsh صs ضd طt ظz عa غgh فf قq كk لl مm نn هh وw يy ىa ةa آa أa إi ؤw ئy ء
    پp چch ژzh گg کk یy
    აa ბb გg დd ეe ვv ზz თt იi კk ლl მm ნn ოo პp ჟzh რr სs ტt უu ფp ქk ღgh ყq შsh ჩch ცts ძdz წts ჭch ხkh ჯj ჰh`;
  const CONSONANTS_OF_INDIA = `
    कk खkh गg घgh ङn चch छchh जj झjh ञn टt ठth डd ढdh णn तt थth दd धdh नn ऩn पp फph बb भbh मm यy रr ऱr लl ळl ऴl वv
    शsh षsh सs हh`;
  const VOWELS_OF_INDIA = "अa आa इi ईi उu ऊu ऋri ऌli ऍe ऎe एe ऐai ऑo ऒo ओo औau ँn ंn ःh";
  const SIGNS_OF_INDIA = "ाa िi ीi ुu ूu ृri ॄri ॅe ॆe ेe ैai ॉo ॊo ोo ौau";
  const pairs = (table, key = (letter) => letter) =>
    new Map(
      table
        .trim()
        .split(/\s+/u)
        .map((pair) => [key(pair[0]), pair.slice(1)]),
    );
  const placeOf = (letter) => letter.codePointAt(0) % 0x80;
  const LETTERS = pairs(ALPHABETS);
  const CONSONANTS = pairs(CONSONANTS_OF_INDIA, placeOf);
  const VOWELS = pairs(VOWELS_OF_INDIA, placeOf);
  const SIGNS = pairs(SIGNS_OF_INDIA, placeOf);
  const VIRAMA = 0x4d;
  const NUKTA = 0x3c;
  const inIndia = (letters, at) => {
    const code = letters[at]?.codePointAt(0) ?? 0;
    return code >= 0x900 && code < 0xd80 ? code % 0x80 : -1;
  };
  const syllable = (letters, at) => {
    const place = inIndia(letters, at);
    if (place >= 0x66 && place < 0x70) return [String(place - 0x66), at + 1];
    if (!CONSONANTS.has(place)) {
      const unsaid = place === VIRAMA || place === NUKTA ? "" : " ";
      return [VOWELS.get(place) || SIGNS.get(place) || unsaid, at + 1];
    }
    const end = inIndia(letters, at + 1) === NUKTA ? at + 2 : at + 1;
    const sign = inIndia(letters, end);
    if (sign === VIRAMA || SIGNS.has(sign)) return [CONSONANTS.get(place) + (SIGNS.get(sign) ?? ""), end + 1];
    return [CONSONANTS.get(place) + (sign < 0 && inIndia(letters, at - 1) >= 0 ? "" : "a"), end];
  };
  const slug = (words) => {
    const letters = [...words.normalize("NFC").toLowerCase()];
    let said = "";
    for (let at = 0; at < letters.length; ) {
      if (inIndia(letters, at) >= 0) {
        const [sounds, next] = syllable(letters, at);
        said += sounds;
        at = next;
        continue;
      }
      const letter = letters[at];
      at += 1;
      if (LETTERS.has(letter)) said += LETTERS.get(letter);
      else if (!MARK.test(letter) && !/[\u200c\u200d\u00ad’']/u.test(letter)) {
        const [bare] = letter.normalize("NFKD");
        said += LETTERS.get(bare) ?? bare;
      }
    }
    return said.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "");
  };
  // Four figures and letters that tell apart what is written alike in plain letters.
  const digest = (...parts) => {
    let number = 0x811c9dc5;
    for (const [sign, byte] of encodeURIComponent(parts.join("\0")).matchAll(/%(..)|./g)) {
      number = Math.imul(number ^ (byte ? Number.parseInt(byte, 16) : sign.charCodeAt(0)), 0x01000193);
    }
    return (number >>> 0).toString(16).padStart(8, "0").slice(-4);
  };
  // The name of a note's file, before it is known whether there is one of that name.
  const WORDS_IN_ID = 4;
  const stemOf = (mark, locus, lemma) => {
    const words = lemma || locus;
    const parts = [slug(mark).split("-")[0], ...slug(words).split("-").slice(0, WORDS_IN_ID)];
    if (/(?=\p{L})\P{Script=Latin}/u.test(words)) parts.push(digest(locus, lemma));
    return parts.filter(Boolean).join("-") || "note";
  };
  // Where a note stands, as its file says it; all the words of a passage are the passage.
  const anchorOf = (found) => {
    const whole = !found.text.slice(0, found.start).trim() && !found.text.slice(found.end).trim();
    return { passage: found.locus, ...(whole ? {} : unique(found)) };
  };
  // The locus of a passage from the id on its page, the other way round than `variorum.model.loci.anchor_of`.
  const locusOf = (id) =>
    /^[a-oq-z][0-9]+[a-z]*$/.test(id)
      ? id
      : id
          .replace(/^p-?/, "")
          .replace(/_u([0-9a-f]+)\.|_/g, (_, code) => (code ? String.fromCodePoint(Number.parseInt(code, 16)) : ":"));
  if (typeof module !== "undefined") {
    // a test asks for the functions alone
    module.exports = { fold, locateAll, unique, cutWord, anchorOf, locusOf, slug, stemOf };
    return;
  }

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
    let start = box.contains(range.startContainer) ? offset(box, nodes, range.startContainer, range.startOffset) : 0;
    let end = box.contains(range.endContainer) ? offset(box, nodes, range.endContainer, range.endOffset) : text.length;
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
    };
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
  const nameOf = (siglum, anchor, known) => {
    const stem = stemOf(siglum, anchor.passage, anchor.lemma ?? "");
    let name = `${stem}.md`;
    for (let number = 2; known.has(name.toLowerCase()); number += 1) name = `${stem}-${number}.md`;
    return name;
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
  const element = globalThis.variorumElement;
  const offer = () => {
    const found = place();
    if (!found) return hide();
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
    const rest = cutWord(found);
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
  const annotate = async (found) => {
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
  const keep = (found) => {
    const words = selection(found);
    try {
      localStorage.setItem(FIRST, JSON.stringify(words));
      const asked = say("Kept. Now select words of another source.");
      show(found.range, element("p", { textContent: asked }));
    } catch {
      hide();
    }
  };
  const hold = async (first, found) => {
    const [{ open, parallelText }, data] = await formOf();
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
      ],
      rules: { needed: ["title", ...glosses.map(({ id }) => id)] },
      name: ({ lines }) => `${slug(lines.title ?? "") || "parallel"}.md`,
      folder: "parallels",
      address: data.newParallel,
      compose: (draft) => parallelText(places, draft),
      slug,
      clean,
    });
    localStorage.removeItem(FIRST);
  };
  let waiting;
  const soon = () => {
    if (box?.contains(document.activeElement)) return;
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
