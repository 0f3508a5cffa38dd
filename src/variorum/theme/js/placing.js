// Where the browser has no CSS anchors: put each note on the line of its words by measuring.
(() => {
  if (CSS.supports("anchor-scope", "--x") || !document.querySelector(".note")) return;
  const page = document.querySelector("main.page");
  const notes = [...page.querySelectorAll(".note")];
  const wide = matchMedia("(min-width: 900px)");
  const place = () => {
    document.documentElement.toggleAttribute("data-placed", wide.matches);
    if (!wide.matches) { for (const note of notes) note.style.top = ""; page.style.minHeight = ""; return; }
    const top = page.getBoundingClientRect().top;
    const shown = notes.filter((note) => note.offsetParent);
    const wanted = shown.map((note) => {
      const words = document.getElementById(note.querySelector(".note-number").hash.slice(1));
      return [words.getBoundingClientRect().top - top, note.offsetHeight];
    });
    let bottom = -Infinity;
    wanted.forEach(([y, height], n) => {
      const at = Math.max(y, bottom);
      shown[n].style.top = `${at}px`;
      bottom = at + height + 9;
    });
    page.style.minHeight = `${bottom}px`;
  };
  place();
  addEventListener("resize", place);
  addEventListener("variorum:choice", place);
  addEventListener("toggle", place, true);
  document.fonts?.ready.then(place);
})();
