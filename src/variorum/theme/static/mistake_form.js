// What a reader tells the editors of: a parallel that is none, a translation or a name that is wrong, a silence that is
// not one. The form is that of a note (note_form.js); what comes of it is a message with the file, the place, the words that
// stand there and those that should. It opens where the host takes such matters, or goes by mail or as a file. Where it says
// which words of a translation or of the names become which, it ends in lines that `variorum apply` takes as they are.
(() => {
  // --- from what was written to a message; tried without a page -------------------------------------------------------
  const cited = (words) =>
    words
      .trim()
      .split("\n")
      .map((line) => `> ${line}`.trimEnd())
      .join("\n");
  const LONGEST_NAME = 60; // characters; whoever selects more means something in it
  // The words of ours that are to become others: of a translation, or of the list of names.
  const standing = ({ stands, files, words = "" }, choice) => {
    if (choice === "name") return words.length > LONGEST_NAME ? "" : words;
    return choice === "translation" && files.translation ? (stands.translation ?? words) : "";
  };
  const oneLine = (words) => (words ?? "").trim().replace(/\s+/gu, " ");
  // What is to be read by the terminal: the file, where in it, the old words and the new. JSON's strings are YAML's too.
  const correction = (about, { choice, lines }) => {
    const [was, now] = [standing(about, choice), lines.better].map(oneLine);
    if (!was || !now || was === now) return "";
    const rows = [
      ["correct", about.files[choice]],
      ["passage", choice === "translation" ? about.locus : ""],
      ["name", choice === "name" ? about.name : ""],
      ["was", was],
      ["now", now],
      ["by", lines.by.trim()],
    ];
    const said = rows.filter(([, words]) => words).map(([key, words]) => `${key}: ${JSON.stringify(words)}`);
    return ["``` variorum apply", "---", ...said, "---", "```"].join("\n");
  };
  // `about`: the place, its address, for each thing that can be wrong the file that says it and the words that stand there.
  const messageText = (about, { choice, text, lines }, say) => {
    const stands = about.stands[choice] ?? about.words;
    const should = (lines.better ?? "").trim();
    const named = [
      [say("Place"), about.place],
      [say("File"), about.files[choice]],
      [say("Page"), about.address],
    ];
    const head = named.filter(([, words]) => words).map((row) => row.join(": "));
    const parts = [
      head.join("\n"),
      stands && `${say("It says:")}\n\n${cited(stands)}`,
      should && `${say("It should say:")}\n\n${cited(should)}`,
      text.trim(),
      lines.by.trim(),
      correction(about, { choice, lines }),
    ];
    return `${parts.filter(Boolean).join("\n\n")}\n`;
  };
  if (typeof module !== "undefined") {
    module.exports = { messageText }; // a test asks for the function alone
    return;
  }

  // --- what the reader sees ---------------------------------------------------------------------------------------------
  const { say } = globalThis.variorumWords;
  const element = globalThis.variorumElement;
  const WRONG = () => [
    {
      id: "parallel",
      mark: "‖",
      label: say("The parallel"),
      meaning: say("its passages do not tell one matter, or not as is said of them"),
    },
    {
      id: "translation",
      mark: "⇄",
      label: say("The translation"),
      meaning: say("it says something else than the source"),
    },
    {
      id: "name",
      mark: "@",
      label: say("A name"),
      meaning: say("it is misspelt, or another person or place is meant"),
    },
    {
      id: "silence",
      mark: "∅",
      label: say("A silence"),
      meaning: say("a source that is called silent does speak of the matter"),
    },
  ];
  const tell = (about, { slug, clean }) => {
    const { open, remembered } = globalThis.variorumNoteForm;
    const rows = WRONG();
    const subject = ({ choice }) =>
      [about.place, rows.find(({ id }) => id === choice)?.label].filter(Boolean).join(": ");
    // where words are to be mended, they stand in the field already: nobody has to write a whole sentence for one word
    const stands = (choice) => standing(about, choice);
    const compose = (draft) => messageText(about, draft, say);
    open({
      heading: say("A mistake: {place}", { place: about.place }),
      quotes: about.words ? [{ words: about.words, lang: about.lang, dir: about.dir }] : [],
      choosing: say("What is wrong"),
      chosen: say("what is wrong"),
      choices: rows,
      choice: about.choice,
      writing: say("How one can see that"),
      fields: [
        {
          id: "better",
          label: say("What it should say, or which passage speaks"),
          placeholder: "Mirzoyan · No 12",
          rows: 3,
          begins: (choice) => stands(choice),
        },
        { id: "by", label: say("Your name"), value: remembered() },
      ],
      rules: {
        needed: ["by"],
        neededFor: { translation: ["better"], name: ["better"], silence: ["better"] },
        otherThan: { better: stands },
        optional: ["translation", "name", "silence"],
      },
      name: () => `${slug(`mistake ${about.place}`)}.md`,
      subject,
      address: globalThis.variorumContributing.newIssue,
      standing: say("What is sent"),
      shows: (draft) => [element("pre", { textContent: compose(draft) })],
      compose,
      slug,
      clean,
    });
  };
  globalThis.variorumMistakeForm = { tell };
})();
