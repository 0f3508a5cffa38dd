// What a reader tells the editors of: a parallel that is none, a translation or a name that is wrong, a silence that is
// not one. The form is that of a note (note_form.js); what comes of it is a message with the file, the place, the words that
// stand there and those that should. It opens where the host takes such matters, or goes by mail or as a file.
(() => {
  // --- from what was written to a message; tried without a page -------------------------------------------------------
  const cited = (words) =>
    words
      .trim()
      .split("\n")
      .map((line) => `> ${line}`.trimEnd())
      .join("\n");
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
        { id: "better", label: say("What it should say, or which passage speaks"), placeholder: "Mirzoyan · No 12" },
        { id: "by", label: say("Your name"), value: remembered() },
      ],
      rules: {
        needed: ["by"],
        neededFor: { translation: ["better"], name: ["better"], silence: ["better"] },
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
