// A followed reference opens its note without moving the page; Escape, the note's number or a tap elsewhere closes it.
(() => {
  const wordsOf = (note) => document.getElementById(note.querySelector(".note-number").hash.slice(1));
  const opened = () => document.querySelector(".note:target");
  // the style sheet for narrow screens puts an opened note below its reference
  const tell = () => {
    document.querySelector(".note-reference[data-opened]")?.removeAttribute("data-opened");
    const note = opened();
    document.documentElement.toggleAttribute("data-opened", Boolean(note));
    if (note) wordsOf(note).dataset.opened = "";
  };
  tell();
  // an address that was opened with a note may have no target yet
  requestAnimationFrame(tell);
  for (const name of ["load", "hashchange"]) addEventListener(name, tell);
  const plain = (event) => event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  // the address changes, so that Back closes and the note can be linked to; the page stays
  const go = (id, replace = false) => {
    const y = scrollY;
    globalThis.variorumStay?.();
    if (replace) location.replace(`#${id}`);
    else location.hash = id;
    tell();
    scrollTo({ top: y, behavior: "instant" });
  };
  const show = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    const head = document.querySelector(".running-head").offsetHeight + 12;
    const over = Math.min(bottom - innerHeight + 12, top - head);
    if (top < head) scrollBy({ top: top - head, behavior: "instant" });
    else if (over > 0) scrollBy({ top: over, behavior: "instant" });
  };
  const open = (note, pointed) => {
    go(note.id);
    globalThis.variorumChoose?.(note);
    note.tabIndex = -1;
    note.toggleAttribute("data-pointed", pointed); // who points sees what opens, and needs no frame around it
    note.focus({ preventScroll: true });
    show(note);
  };
  const close = (note) => {
    const words = wordsOf(note);
    go(words.id, true);
    globalThis.variorumChoose?.(null);
    words.focus({ preventScroll: true });
    show(words);
  };
  addEventListener("click", (event) => {
    if (event.defaultPrevented || !plain(event)) return;
    const reference = event.target.closest(".note-reference");
    const lemma = event.target.closest(".lemma, .shared");
    const number = event.target.closest(".note-number");
    if (reference || (lemma && !event.target.closest("a") && getSelection().isCollapsed)) {
      const references = reference
        ? [reference]
        : lemma.dataset.notes.split(" ").map((short) => document.getElementById(`r-${short}`));
      const seen = references.find((found) => found && getComputedStyle(found).display !== "none");
      if (!seen) {
        const [short] = lemma.dataset.notes.split(" ").slice(-1);
        const line = lemma.closest(".passage").querySelector(`.rail a[data-notes="${short}"]`);
        if (line && getComputedStyle(line.closest(".rail")).display !== "none")
          globalThis.variorumPreview?.(line, lemma);
        return;
      }
      const note = document.getElementById(seen.hash.slice(1));
      event.preventDefault();
      if (note === opened()) close(note);
      else open(note, event.detail > 0);
    } else if (number) {
      event.preventDefault();
      close(number.closest(".note"));
    } else if (opened() && !event.target.closest(".note, a, button, summary, input, label, [popover]")) {
      go(wordsOf(opened()).id, true);
      globalThis.variorumChoose?.(null);
    }
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const note = document.activeElement?.closest(".note") ?? opened();
    if (note) close(note);
  });
  // a details of the running head closes when one goes on reading
  addEventListener("click", (event) => {
    for (const details of document.querySelectorAll(".running-head details[open]"))
      if (!details.contains(event.target) || event.target.closest("nav a")) details.open = false;
  });
  addEventListener("keydown", (event) => {
    const details = document.querySelector(".running-head details[open]");
    if (event.key === "Escape" && details) {
      details.open = false;
      details.firstElementChild.focus();
    }
  });
})();
