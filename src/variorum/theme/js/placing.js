// Once the page is there, write down where each note stands (note_places.js), and give the text the room that they need.
// Reads first, writes then. Runs again when choices, the width or the letters change; what one was reading stays in sight.
(() => {
  const root = document.documentElement;
  const page = document.querySelector("main.page");
  root.dataset.script = "on";
  const notes = [...page.querySelectorAll(".note")];
  const wide = matchMedia("(min-width: 900px)");
  const passages = [...page.querySelectorAll(".passage")];
  const at = new Map(passages.map((passage, n) => [passage, n]));
  const owners = notes.map((note) => at.get(note.closest(".passage")));
  const words = notes.map((note) => document.getElementById(note.querySelector(".note-number").hash.slice(1)));
  let rooms = new Map();
  let chosen = null;
  let waiting = false;
  let size = "";
  let width = 0; // for which places were given last
  let heights = [];

  const give = (wanted) => {
    const boxOf = (n) => (n > 0 ? [passages[n - 1], "paddingBottom"] : [passages[0], "paddingTop"]);
    for (const n of rooms.keys())
      if (!wanted.has(n)) {
        const [box, side] = boxOf(n);
        box.style[side] = "";
      }
    for (const [n, px] of wanted) {
      if (rooms.get(n) !== px) {
        const [box, side] = boxOf(n);
        box.style[side] = `${px}px`;
      }
    }
    rooms = wanted;
  };
  const place = () => {
    waiting = false;
    root.toggleAttribute("data-placed", notes.length > 0 && wide.matches);
    width = page.offsetWidth; // not before: to ask sets the whole page, once with the notes in the line of the text
    if (!notes.length) return;
    if (!wide.matches) {
      give(new Map());
      page.style.minHeight = "";
      return;
    }
    heights = notes.map((note) => note.getBoundingClientRect().height);
    const shown = notes.flatMap((_, n) => (heights[n] ? [n] : [])); // the others' kinds are hidden
    const top = page.getBoundingClientRect().top;
    const before = new Array(passages.length); // the room given until now
    for (let n = 0, sum = 0; n < passages.length; n += 1) before[n] = sum += rooms.get(n) ?? 0;
    const placed = placeNotes({
      words: shown.map((n) => words[n].getBoundingClientRect().top - top - before[owners[n]]),
      heights: shown.map((n) => heights[n]),
      passages: shown.map((n) => owners[n]),
      chosen: shown.indexOf(notes.indexOf(chosen)), // -1 if none is
      gap: parseFloat(getComputedStyle(root).fontSize) / 2,
    });
    shown.forEach((n, k) => {
      notes[n].style.top = `${placed.places[k].toFixed(1)}px`;
    });
    give(new Map([...placed.rooms].map(([n, px]) => [n, Math.ceil(px)])));
    page.style.minHeight = `${Math.ceil(placed.bottom)}px`;
    size = `${page.offsetWidth} ${page.offsetHeight}`;
  };
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => keepReading(place));
  };
  // the note that stands on its line; its neighbours walk
  globalThis.variorumChoose = (note) => {
    if (note === chosen) return;
    chosen = note;
    if (root.hasAttribute("data-placed")) place();
  };

  // --- what one is reading ------------------------------------------------------------------------------------------
  let reading = null; // a passage, how much of it is above the line that one reads, and where that line is
  const line = () => (document.querySelector(".running-head")?.offsetHeight ?? 0) + 12;
  const remember = (sure) => {
    // while the window is being turned, what stands at the line is not what one was reading, unless one has just gone there
    if (sure !== true && notes.length && (waiting || page.offsetWidth !== width)) return;
    const from = line();
    let [low, high] = [0, passages.length - 1]; // the first passage that ends below the line
    while (low < high) {
      const middle = (low + high) >> 1;
      if (passages[middle].getBoundingClientRect().bottom > from) high = middle;
      else low = middle + 1;
    }
    const passage = passages[low];
    if (!passage || scrollY < 1) {
      reading = null;
      return;
    }
    const box = passage.getBoundingClientRect();
    reading = { passage, part: Math.max(0, (from - box.top) / (box.height || 1)), ahead: Math.max(0, box.top - from) };
  };
  const keepReading = (change) => {
    const kept = reading;
    change();
    if (!kept) return;
    const box = kept.passage.getBoundingClientRect();
    const by = box.top + kept.part * box.height - kept.ahead - line();
    if (Math.abs(by) > 1) scrollBy({ top: by, behavior: "instant" });
  };
  let resting;
  addEventListener(
    "scroll",
    () => {
      clearTimeout(resting);
      resting = setTimeout(remember, 120);
    },
    { passive: true },
  );
  globalThis.variorumReading = { keep: keepReading, remember, now: () => reading };

  place();
  if (!notes.length) return;
  new ResizeObserver(() => {
    if (size !== `${page.offsetWidth} ${page.offsetHeight}`) soon();
  }).observe(page);
  // letters, and hyphens too, may come later than the page
  const grown = new ResizeObserver((entries) => {
    if (
      entries.some(({ target }) => Math.abs(target.getBoundingClientRect().height - heights[number.get(target)]) > 0.5)
    )
      soon();
  });
  const number = new Map(notes.map((note, n) => [note, n]));
  for (const note of notes) grown.observe(note);
  addEventListener("resize", soon);
  addEventListener("variorum:choice", soon);
  document.fonts?.addEventListener("loadingdone", soon);
  addEventListener("toggle", soon, true);
})();
