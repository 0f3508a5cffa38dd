// The form in which a reader writes a note on the words that are selected, or a parallel of two selections. It makes the
// same file as the terminal does and hands it over: to the repository, by mail, or as a file to be saved and sent.
(() => {
  // --- from what was written to files; tried without a page ------------------------------------------------------------
  const ROLE = /\{([a-zA-Z0-9_\-+:]+)\}`([^`\n]+)`/gu;
  const BULLET = /^\s*(?:[-*+>]|\d+[.)])\s+/gmu;
  // How many words a text has; `variorum.checking.notes.word_count` counts so too.
  const wordCount = (text) =>
    text
      .replace(ROLE, (_, name, words) => (name.startsWith("cite:") ? "" : words))
      .replace(BULLET, "")
      .split(/\s+/u)
      .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  const cites = (text) => /\{cite:[pt]\}`[^`\n]+`/u.test(text);
  // A year, month, day or interval of EDTF; `variorum.text.dates` knows rarer forms too.
  const DAY = String.raw`-?\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?[?~%]?|\d{3}X|\d\dXX`;
  const isDate = (words) => new RegExp(`^(?:${DAY})(?:/(?:${DAY})?)?$`, "u").test(words);
  // What is still missing, as names of fields.
  const missing = (
    { choice, text, lines },
    { words, cite = [], needed = [], neededFor = {}, optional = [], otherThan = {}, dates = [] },
  ) => {
    const number = wordCount(text);
    const found = [];
    if (!choice) found.push("choice");
    if (!number && !optional.includes(choice)) found.push("text");
    else if (words && (number < words[0] || number > words[1])) found.push("length");
    if (cite.includes(choice) && !cites(text)) found.push("work");
    for (const name of [...(neededFor[choice] ?? []), ...needed]) {
      const words = (lines[name] ?? "").trim();
      if (!words || words === otherThan[name]?.(choice)?.trim()) found.push(name);
    }
    found.push(...dates.filter((name) => (lines[name] ?? "").trim() && !isDate(lines[name].trim())));
    return found;
  };
  // The year of a work in its key; `variorum.reading.work_dates.year_number` reads it so too.
  const yearOf = (date) => {
    const found = date.replace(/^[yY]+/u, "").match(/(?<!\d)-?\d{3,9}/u) ?? date.match(/\d+/u);
    if (!found) return "ND";
    return String(Math.abs(date.trim().endsWith(" BC") ? 1 - Number(found[0]) : Number(found[0])));
  };
  // What a person is called by, with the particle before it: `van Beethoven` of Ludwig van Beethoven.
  const surnameOf = (name) => {
    if (name.includes(",")) return name.split(",")[0];
    const words = name.trim().split(/\s+/u);
    const particle = words.slice(0, -1).findIndex((word) => /^\P{L}*\p{Ll}/u.test(word));
    return particle < 0 ? words.at(-1) : words.slice(particle).join(" ");
  };
  const namesOf = (people) => people.split(/\s+and\s+/iu);
  // `First von Last` turned round to `von Last, First`, as the terminal does it.
  const lastFirst = (name) => {
    if (name.includes(",") || !name.includes(" ")) return name;
    const last = surnameOf(name);
    return last === name ? `{${last}}` : `${last}, ${name.slice(0, -last.length - 1)}`;
  };
  const ALPHABET = [..."abcdefghijklmnopqrstuvwxyz"];
  // The key of a work as the terminal makes it: AuthorYear, in plain letters, with a letter where it is taken. An edition
  // may ask for this form (`variorum_work_keys`); where it does not, every key that can be cited is one.
  const keyOf = ({ author, title, year }, taken, slug) => {
    const plain = (words) => {
      const bare = words.normalize("NFKD").replace(/\p{M}/gu, "");
      const letters = /[^\P{L}A-Za-z]/u.test(bare) ? slug(words) : bare;
      return letters
        .split(/[^A-Za-z0-9]+/u)
        .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
        .join("");
    };
    const people = namesOf(author).filter((name) => !["", "others"].includes(name.trim()));
    const names = people.map((name) => plain(surnameOf(name)));
    const lead = names.length > 2 ? `${names[0]}EtAl` : names.join("");
    const stem = lead || title.trim().split(/\s+/u).slice(0, 3).map(plain).join("");
    const key = `${stem.replace(/^\d+/u, "") || "Work"}${yearOf(year)}`;
    const known = new Set([...taken].map((one) => one.toLowerCase()));
    const letters = ["", ...ALPHABET].flatMap((first) => ALPHABET.map((second) => first + second));
    return key + ["", ...letters].find((one) => !known.has(`${key}${one}`.toLowerCase()));
  };
  const TEX = { "\\": "\\textbackslash{}", "{": "(", "}": ")", "~": "\\textasciitilde{}" };
  const inTex = (words) =>
    words
      .trim()
      .replace(/\s+/gu, " ")
      .replace(/[\\{}%&$#_~]/gu, (sign) => TEX[sign] ?? `\\${sign}`);
  // `turn`: whether names are turned round, for an edition that asks for it (`variorum_work_names`).
  const entryOf = (key, type, fields, turn = false) => {
    const rows = Object.entries(fields)
      .map(([name, words]) => [name, inTex(words)])
      .filter(([, words]) => words)
      .map(([name, words]) => [name, turn && name === "author" ? namesOf(words).map(lastFirst).join(" and ") : words]);
    return `@${type}{${key},\n${rows.map(([name, words]) => `  ${name} = {${words}},\n`).join("")}}\n`;
  };
  // Words as YAML reads them back.
  const quoted = (words) =>
    `"${words.replace(/\\/g, "\\\\").replace(/"/g, '\\"').replace(/\n/g, "\\n").replace(/\t/g, "\\t")}"`;
  const noteText = (anchor, { choice, text, lines }) => {
    const rows = Object.entries(anchor).filter(([, words]) => words);
    const head = rows.map(([name, words]) => `${name}: ${quoted(words)}\n`).join("");
    return `---\n${head}kind: ${choice}\nby: ${quoted(lines.by.trim())}\n---\n${text.trim()}\n`;
  };
  const parallelText = (places, { choice, text, lines }) => {
    const item = ({ source, gloss, anchor }) => {
      const words = { ...anchor, ...(gloss ? { gloss: lines[gloss]?.trim() } : {}) };
      const keys = Object.entries(words).filter(([, said]) => said);
      return `  - {source: ${source}, ${keys.map(([name, said]) => `${name}: ${quoted(said)}`).join(", ")}}\n`;
    };
    const date = lines.date?.trim() ? `date: ${quoted(lines.date.trim())}\n` : "";
    const by = lines.by?.trim() ? `by: ${quoted(lines.by.trim())}\n` : "";
    const passages = `passages:\n${places.map(item).join("")}`;
    const head = `relation: ${choice}\n${date}${passages}title: ${quoted(lines.title.trim())}\n${by}`;
    return `---\n${head}---\n${text.trim()}\n`;
  };
  if (typeof module !== "undefined") {
    // a test asks for the functions alone
    module.exports = { wordCount, isDate, missing, keyOf, entryOf, noteText, parallelText };
    return;
  }

  // --- what the reader sees ---------------------------------------------------------------------------------------------
  const { say, counted, listed, weave } = globalThis.variorumWords;
  const data = globalThis.variorumContributing;
  const LONGEST_ADDRESS = 7000; // hosts refuse longer ones
  const LONGEST_MAIL = 1900; // and so do programs for mail
  const NAME = "variorum-name"; // where the name is remembered on the device
  const remembered = () => {
    try {
      return localStorage.getItem(NAME) ?? "";
    } catch {
      return "";
    }
  };
  const remember = (name) => {
    try {
      localStorage.setItem(NAME, name);
    } catch {
      // a browser that keeps nothing is asked again
    }
  };
  const element = globalThis.variorumElement;
  const button = (textContent, act) => {
    const made = element("button", { type: "button", textContent });
    made.addEventListener("click", () => act(made));
    return made;
  };
  const labelled = (words, field, ...more) =>
    element("label", {}, element("span", { textContent: words }), field, ...more);

  // The text as it will stand: the few marks that a note may have, set as words and never as markup.
  const MARK =
    /\{([a-zA-Z0-9_\-+:]+)\}`([^`\n]+)`|\*\*([^*\n]+)\*\*|\*([^*\n]+)\*|`([^`\n]+)`|\[([^\]\n]+)\]\(https?:[^)\s]+\)/gu;
  const cited = (words, labels) =>
    words
      .split(",")
      .map((part) => {
        const [, before, key, after] = part.trim().match(/^(?:\{([^}]*)\})?\s*([^{\s]*)\s*(?:\{([^}]*)\})?/u);
        return [before, labels.get(key) ?? key].filter(Boolean).join(" ") + (after ? `, ${after}` : "");
      })
      .join("; ");
  const inlines = (text, labels) => {
    const found = [];
    let at = 0;
    for (const match of text.matchAll(MARK)) {
      const [whole, role, words, strong, emphasis, code, link] = match;
      found.push(text.slice(at, match.index));
      if (role === "cite:p") found.push(`(${cited(words, labels)})`);
      else if (role === "cite:t") found.push(cited(words, labels));
      else if (role)
        found.push(element("span", { textContent: words, lang: /^[a-z]{2,3}(-|$)/u.test(role) ? role : "" }));
      else if (strong) found.push(element("strong", { textContent: strong }));
      else if (emphasis) found.push(element("em", { textContent: emphasis }));
      else if (code) found.push(element("code", { textContent: code }));
      else found.push(element("u", { textContent: link }));
      at = match.index + whole.length;
    }
    return [...found, text.slice(at)].filter((one) => one !== "");
  };
  const shown = (text, labels) =>
    text
      .trim()
      .split(/\n\s*\n/u)
      .map((paragraph) => element("p", {}, ...inlines(paragraph.replace(/\s+/gu, " "), labels)));

  const save = (name, text) => {
    const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    const link = element("a", { href: address, download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };

  const drafts = new Map(); // what was begun and closed, by the words that it is about: Escape takes nothing away

  // What is asked, and what comes of it, is told by `spec`; see annotate.js.
  const open = (spec) => {
    const about = [spec.heading, ...spec.quotes.map(({ words }) => words)].join("\n");
    const labels = new Map(data.works);
    const entries = new Map(); // works that are new: key → BibTeX
    const dialog = element("dialog", { className: "note-form" });
    dialog.setAttribute("aria-labelledby", "note-form-heading");
    const area = element("textarea", { rows: 6, required: true, dir: "auto", value: drafts.get(about) ?? "" });
    const count = element("small");
    const choices = spec.choices.map(({ id, label, meaning, mark }) => {
      const input = element("input", { type: "radio", name: "choice", value: id, checked: id === spec.choice });
      const said = element("span", {}, element("b", { textContent: `${mark} ${label}` }), ` ${meaning}`);
      return element("label", {}, input, said);
    });
    // `rows`: the field has several lines; `begins`: what stands in it, by what is chosen, until somebody writes there
    const fieldOf = ({ id, value = "", placeholder = "", rows = 0, begins }) => {
      const autocomplete = id === "by" ? "name" : "off";
      const field = rows
        ? element("textarea", { value, placeholder, dir: "auto", autocomplete, rows })
        : element("input", { value, placeholder, dir: "auto", autocomplete });
      let begun = "";
      const begin = (choice) => {
        if (field.value !== begun) return;
        begun = begins(choice) ?? "";
        field.value = begun;
      };
      if (begins) {
        begin(spec.choice);
        dialog.addEventListener("change", ({ target }) => {
          if (target.name !== "choice") return;
          begin(target.value);
          update();
        });
      }
      return field;
    };
    const fields = new Map(spec.fields.map((one) => [one.id, labelled(one.label, fieldOf(one))]));
    const draft = () => ({
      choice: dialog.querySelector("[name=choice]:checked")?.value ?? "",
      text: spec.clean(area.value),
      lines: Object.fromEntries(
        [...fields].map(([id, field]) => [id, spec.clean(field.querySelector("input, textarea").value)]),
      ),
    });

    // --- works ---
    const list = element("datalist", { id: "note-form-works" });
    list.append(...data.works.map(([key, label]) => element("option", { value: key, label })));
    const wanted = element("input");
    wanted.setAttribute("list", list.id);
    const insert = (key) => {
      const words = `{cite:p}\`${key}\``;
      const before = area.value.slice(0, area.selectionStart);
      area.setRangeText(
        before && !/\s$/u.test(before) ? ` ${words}` : words,
        area.selectionStart,
        area.selectionEnd,
        "end",
      );
      area.focus();
      update();
    };
    const cite = button(say("Cite it"), () => {
      if (labels.has(wanted.value.trim())) insert(wanted.value.trim());
      else wanted.focus();
    });
    const parts = {
      author: say("Author (Last, First)"),
      title: say("Title"),
      year: say("Year"),
      publisher: say("Publisher"),
    };
    const inputs = Object.fromEntries(Object.keys(parts).map((name) => [name, element("input", { dir: "auto" })]));
    const bring = button(say("Cite it"), () => {
      const work = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.value]));
      if (!work.title.trim()) return inputs.title.focus();
      const key = keyOf(work, labels.keys(), spec.slug);
      entries.set(key, entryOf(key, "book", work, data.lastFirst));
      labels.set(key, `${surnameOf(namesOf(work.author)[0])} ${work.year}`.trim() || work.title);
      for (const input of Object.values(inputs)) input.value = "";
      insert(key);
    });
    const brought = element("details", {}, element("summary", { textContent: say("A work that is not there yet") }));
    brought.append(...Object.entries(parts).map(([name, label]) => labelled(label, inputs[name])), bring);

    // --- what comes of it ---
    const preview = element("div", { className: "note-form-preview" });
    const lacks = element("p", { className: "note-form-missing" });
    lacks.setAttribute("role", "status");
    const ends = element("p", { className: "note-form-ends" });
    const bib = element("div");
    const path = element("p", { className: "annotate-path" });
    const WORDS = {
      choice: () => spec.chosen,
      text: () => say("the text"),
      length: () =>
        say("between {fewest} and {most} words", { fewest: spec.rules.words[0], most: spec.rules.words[1] }),
      work: () => say("a work that says so"),
      by: () => say("your name"),
    };
    const nameOf = (id) => {
      if (WORDS[id]) return WORDS[id]();
      const [label, field] = fields.get(id).children;
      return label.textContent + (field.value && spec.rules.dates?.includes(id) ? ` (${field.placeholder})` : "");
    };
    const used = () => [...entries].filter(([key]) => area.value.includes(key)).map(([, entry]) => entry);
    const offered = (name, text, subject) => {
      const place = subject ?? `${spec.folder}/${name}`;
      const works = used().join("\n");
      const made = [];
      const address = spec.address
        ?.replace("{name}", encodeURIComponent(subject ?? name))
        .replace("{text}", encodeURIComponent(text));
      const body = encodeURIComponent(`${place}\n\n${text}${works ? `\nreferences.bib\n\n${works}` : ""}`);
      const mail = `mailto:${data.contact}?subject=${encodeURIComponent(place)}&body=${body}`;
      if (address && address.length <= LONGEST_ADDRESS) {
        made.push(
          element("a", { href: address, target: "_blank", rel: "nofollow noopener", textContent: say("Propose it") }),
        );
      } else if (data.contact && mail.length <= LONGEST_MAIL) {
        made.push(element("a", { href: mail, textContent: say("Send it by mail") }));
      }
      made.push(
        button(say("Save it as a file"), () => {
          save(name, text);
          if (works) save("references.bib", works);
        }),
        button(say("Copy"), async (pressed) => {
          await navigator.clipboard?.writeText(works ? `${text}\n${works}` : text);
          pressed.textContent = say("Copied");
        }),
      );
      return made;
    };
    const update = () => {
      const now = draft();
      const number = wordCount(now.text);
      count.textContent = counted("{number} word", "{number} words", number);
      const lacking = missing(now, spec.rules);
      const kind = spec.choices.find(({ id }) => id === now.choice);
      const by = now.lines.by?.trim();
      const note = () => [
        ...(kind ? [element("b", { textContent: `${kind.mark} ${kind.label}` })] : []),
        ...shown(now.text, labels),
        ...(by ? [element("p", { className: "note-by", textContent: by })] : []),
      ];
      preview.replaceChildren(...(spec.shows?.(now) ?? note()));
      lacks.replaceChildren(
        ...(lacking.length ? weave("Still missing: {what}", { what: listed(lacking.map(nameOf)).join("") }) : []),
      );
      const works = used();
      bib.replaceChildren(
        ...(works.length
          ? [
              element("p", { textContent: say("This goes into references.bib:") }),
              element("pre", { textContent: works.join("\n") }),
              ...(data.bibliography
                ? [
                    element("a", {
                      href: data.bibliography,
                      target: "_blank",
                      rel: "nofollow noopener",
                      textContent: "references.bib",
                    }),
                  ]
                : []),
            ]
          : []),
      );
      const name = spec.name(now);
      ends.replaceChildren(...(lacking.length ? [] : offered(name, spec.compose(now), spec.subject?.(now))));
      path.textContent =
        lacking.length || !spec.folder
          ? ""
          : `${say("Put this into a new file of the edition:")} ${spec.folder}/${name}`;
      if (by) remember(by);
    };

    const choice = element("fieldset", {}, element("legend", { textContent: spec.choosing }), ...choices);
    const close = button(say("Close"), () => dialog.close());
    dialog.append(
      element("h2", { id: "note-form-heading", textContent: spec.heading }),
      ...spec.quotes.map(({ words, lang, dir }) =>
        element("blockquote", { textContent: words, lang, dir: dir || "auto" }),
      ),
      choice,
      labelled(spec.writing, area, count),
      labelled(say("Cite a work of the bibliography"), wanted, cite),
      list,
      brought,
      ...fields.values(),
      element("h3", { textContent: spec.standing ?? say("How it will stand") }),
      preview,
      lacks,
      bib,
      path,
      ends,
      close,
    );
    dialog.addEventListener("input", update);
    dialog.addEventListener("close", () => {
      drafts.set(about, area.value);
      dialog.remove();
    });
    document.body.append(dialog);
    update();
    dialog.showModal();
    area.focus();
  };
  globalThis.variorumNoteForm = { open, noteText, parallelText, remembered };
})();
