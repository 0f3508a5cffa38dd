// j and k go to the next and the previous passage, n and p to the next and the previous annotation; Escape goes back to the
// words (opening.js). They can be switched off under “Reading”, for those whose speech the computer takes for letters.
(() => {
  const main = document.querySelector("main.page");
  if (!main.querySelector(".passage")) return;
  const line = () => document.querySelector(".running-head").offsetHeight + 12;
  // The next or previous of some elements after the one that has the focus, else after the line that one reads.
  const neighbour = (all, here, step) => {
    if (here >= 0) return all[here + step];
    const from = line() + 4;
    const next = all.findIndex((one) => one.getBoundingClientRect().top > from);
    return step > 0 ? all[next < 0 ? all.length : next] : all[(next < 0 ? all.length : next) - 1];
  };
  const toPassage = (step) => {
    const all = [...main.querySelectorAll(".passage[id]")];
    const active = document.activeElement;
    const passage = neighbour(all, active.matches(".locus") ? all.indexOf(active.closest(".passage")) : -1, step);
    if (!passage) return;
    passage.querySelector(".locus").focus({ preventScroll: true });
    scrollBy({ top: passage.getBoundingClientRect().top - line(), behavior: "instant" });
  };
  const toAnnotation = (step) => {
    const all = [...main.querySelectorAll(".note-reference")].filter((one) => one.offsetParent);
    const note = document.activeElement.closest(".note");
    const focused = note
      ? document.getElementById(note.querySelector(".note-number").hash.slice(1))
      : document.activeElement;
    const reference = neighbour(all, all.indexOf(focused), step);
    if (!reference) return;
    const at = reference.getBoundingClientRect();
    if (at.top < line() || at.bottom > innerHeight * 0.6)
      scrollBy({ top: at.top - innerHeight * 0.25, behavior: "instant" });
    reference.click();
  };
  const keys = { j: () => toPassage(1), k: () => toPassage(-1), n: () => toAnnotation(1), p: () => toAnnotation(-1) };
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (
      document.documentElement.dataset.keys === "off" ||
      event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")
    )
      return;
    const act = Object.hasOwn(keys, event.key) && keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
