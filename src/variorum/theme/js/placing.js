// Once the page is there, write down where each note stands: on the line of its words, below the note before it.
// (anchors.css does the same without a script; with 400 notes that costs 50 ms at every layout.)
(() => {
  const root = document.documentElement;
  const page = document.querySelector("main.page");
  const notes = [...page.querySelectorAll(".note")];
  if (!notes.length) return;
  const words = notes.map((note) => document.getElementById(note.querySelector(".note-number").hash.slice(1)));
  const wide = matchMedia("(min-width: 900px)");
  const gap = 0.5; // rem, as in margin.css
  let waiting = false;
  root.dataset.script = "on";
  const place = () => {
    waiting = false;
    root.toggleAttribute("data-placed", wide.matches);
    if (!wide.matches) { page.style.minHeight = ""; return; }
    const top = page.getBoundingClientRect().top;
    const rem = parseFloat(getComputedStyle(root).fontSize);
    const tops = words.map((word) => word.getBoundingClientRect().top - top);
    const heights = notes.map((note) => note.offsetHeight);
    let bottom = -Infinity;
    notes.forEach((note, n) => {
      if (!heights[n]) return; // its kind is hidden
      const at = Math.max(tops[n], bottom);
      note.style.setProperty("--top", `${at}px`);
      bottom = at + heights[n] + gap * rem;
    });
    page.style.minHeight = `${Math.ceil(bottom)}px`;
  };
  const soon = () => { if (!waiting) { waiting = true; requestAnimationFrame(place); } };
  place();
  new ResizeObserver(soon).observe(page);
  addEventListener("resize", soon);
  addEventListener("variorum:choice", place);
  addEventListener("toggle", soon, true);
})();
