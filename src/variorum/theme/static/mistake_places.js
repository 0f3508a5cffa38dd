// What can be wrong at a place of the page, and which file of the edition says it: for the form of mistakes (mistake_form.js).
(() => {
  const { clean, locusOf } = globalThis.variorumWordPlaces;
  const here = (id) => (location.protocol === "file:" ? "" : `${location.href.split("#")[0]}#${id}`);
  const trimmed = (words) => clean(words).trim().replace(/\s+/gu, " ");
  const titleOf = (parallel) => parallel.querySelector("h1, h2, h3, h4, h5, h6")?.firstChild?.textContent ?? "";
  // What can be wrong about words of a source: a name in them, their translation, a parallel that quotes them.
  const mistakeIn = ({ source, siglum, locus, lang, dir, box, ...found }) => {
    const translation = box?.closest(".passage")?.querySelector(".passage-translation");
    return {
      place: `${siglum} ${locus}`,
      locus,
      words: (found.quoted ?? found.text).slice(found.start, found.end),
      lang,
      dir,
      address: here(box?.closest("[id]")?.id ?? ""),
      files: {
        name: "names.toml",
        translation: translation ? translationFile(source, translation.dataset.language) : "",
      },
      stands: translation ? { translation: trimmed(translation.lastElementChild.textContent) } : {},
    };
  };
  const translationFile = (source, language) => `sources/${source}/translation.${language}.md`;
  // The same of an element that holds no words of a source: a translation, a parallel with its silences, a name.
  const mistakeAt = (beside, selected = "") => {
    const words = trimmed(selected);
    const translation = beside.closest(".passage-translation, .passage > .translation");
    if (translation) {
      const [{ source, siglum }, owner] = [
        translation.closest("[data-siglum]").dataset,
        translation.closest("[data-anchor], [id]"),
      ];
      const locus = locusOf(owner.dataset.anchor ?? owner.id);
      const file = translationFile(source, translation.dataset.language ?? translation.lang);
      return {
        place: `${siglum} ${locus}`,
        locus,
        words,
        choice: "translation",
        address: here(owner.id),
        files: { name: "names.toml", translation: file },
        stands: {},
      };
    }
    const parallel = beside.closest("section.parallel");
    const line = beside.closest(".rail li, .preview")?.closest("li");
    const link = line?.querySelector("a[href*='#parallel-']");
    const id = parallel?.id ?? link?.hash.slice(1);
    if (id) {
      const file = `parallels/${id.replace(/^parallel-/, "")}.md`;
      return {
        place: parallel ? titleOf(parallel) : link.textContent.replace(/\s+/gu, " ").trim(),
        words,
        choice: beside.closest(".silent") ? "silence" : "parallel",
        address: here(parallel?.id ?? line.closest("[id]").id),
        files: { parallel: file, silence: file, translation: file, name: "names.toml" },
        stands: {},
      };
    }
    const name = beside.closest("dl")?.querySelector("[id^=name-]") && beside.closest("dt, dd");
    if (!name) return null;
    const term = name.matches("dt") ? name : name.previousElementSibling;
    return {
      place: trimmed(term.textContent),
      name: term.id.replace(/^name-/, ""),
      words,
      choice: "name",
      address: here(term.id),
      files: { name: "names.toml" },
      stands: {},
    };
  };
  globalThis.variorumMistakePlaces = { mistakeIn, mistakeAt };
})();
