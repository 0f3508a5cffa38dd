// The pieces of the columns side by side: a piece is loaded when it is asked for or comes near. Until then a place of about
// its height is kept for it, with a way to it for those who do not scroll. What is read stays where it is on the screen.
globalThis.variorumComparePieces = (page) => {
  "use strict";
  const { folder, passagesOf, arrived } = page;
  const { say } = globalThis.variorumWords;
  const element = globalThis.variorumElement;
  const { nameOf } = globalThis.variorumColumnPieces;
  const load = globalThis.variorumLoading(folder);
  const AHEAD = 600; // pixels above and below what is seen in which nothing is left unread
  const PAUSE = 100; // milliseconds between two looks while a column is scrolled

  // the passages of a piece of a source
  const passages = ({ id }, head, number) => load(nameOf(id, number), head.pieces[number][0]);

  const unread = (place) => place.classList.contains("unread");

  function placesOf(part) {
    // the places of all pieces of a column, none of them read
    const read = (number) => () => readIn(part, number);
    part.places = part.head.pieces.map(([, length, from, to], number) => {
      const button = element("button", { type: "button" });
      button.addEventListener("click", read(number));
      const passages = `${globalThis.variorumApart(part.source.siglum)} ${from === to ? from : `${from}–${to}`}`;
      const place = element("div", { class: "piece unread", "data-passages": passages }, button);
      place.style.setProperty("--length", length);
      return place;
    });
    return part.places;
  }

  function offer({ places }) {
    // the ways to the pieces before and after what is read
    for (const [number, place] of places.entries()) {
      if (!unread(place)) continue;
      const button = place.querySelector("button");
      const before = places[number - 1];
      const after = places[number + 1];
      const later = before && !unread(before);
      button.hidden = !later && !(after && !unread(after));
      place.dataset.way = later ? "later" : "earlier";
      const { passages } = place.dataset;
      button.textContent = later
        ? say("Later passages: {passages}", { passages })
        : say("Earlier passages: {passages}", { passages });
    }
  }

  function put(part, number, passages) {
    // a piece into its place; whoever was at the way to it goes on reading there
    const place = part.places[number];
    if (!unread(place)) return;
    const made = passagesOf(part, number, passages);
    const left = place.contains(document.activeElement);
    keeping(part, () => {
      place.classList.remove("unread");
      place.replaceChildren(...made);
      offer(part);
      arrived(part);
    });
    if (!left) return;
    const locus = [...place.querySelectorAll(".locus")].at(place.dataset.way === "earlier" ? -1 : 0);
    if (!locus.hasAttribute("href")) locus.tabIndex = -1; // of a source that is set on no page
    locus.focus({ preventScroll: true });
  }

  function readIn(part, number) {
    // load a piece and set it; ends when it stands there, or the reader is told why it does not
    const place = part.places[number];
    if (!place || !unread(place) || place.querySelector("[role=alert]")) return Promise.resolve();
    return passages(part.source, part.head, number).then(
      (loaded) => put(part, number, loaded),
      (error) => place.replaceChildren(element("p", { role: "alert" }, error.message), place.querySelector("button")),
    );
  }

  // --- heights -------------------------------------------------------------------------------------------------------

  function keeping(part, change) {
    // change a column; the passage that is uppermost in sight stays where it is, or the same part of a place unread. A
    // browser that does so itself has to hold still meanwhile
    const { column, places } = part;
    const { top, bottom } = column.getBoundingClientRect();
    const seen = ({ top: from, bottom: to }) => to > top && from < bottom;
    const boxes = places.filter((place) => seen(place.getBoundingClientRect()));
    const read = boxes.filter((place) => !unread(place)).flatMap((place) => [...place.querySelectorAll(".passage")]);
    const kept = read.find((passage) => seen(passage.getBoundingClientRect())) ?? boxes[0];
    const before = kept?.getBoundingClientRect();
    column.style.overflowAnchor = "none";
    change();
    const after = kept?.getBoundingClientRect();
    const within = boxes.includes(kept) && before.height ? (top - before.top) / before.height : 0;
    const moved = after ? after.top + within * after.height - (before.top + within * before.height) : 0;
    if (Math.abs(moved) >= 1) column.scrollTop += moved;
    column.style.overflowAnchor = "";
  }

  function measure(part) {
    // give the places of what is unread the height that their letters have in what is read
    const read = part.places.flatMap((place, number) => (unread(place) ? [] : [[place.offsetHeight, number]]));
    const height = read.reduce((sum, [of]) => sum + of, 0);
    const length = read.reduce((sum, [, number]) => sum + part.head.pieces[number][1], 0);
    if (height && length) keeping(part, () => part.column.style.setProperty("--high", `${height / length}px`));
  }

  // --- what comes near -----------------------------------------------------------------------------------------------

  function look(part) {
    const { top, bottom } = part.column.getBoundingClientRect();
    for (const [number, place] of part.places.entries()) {
      if (!unread(place)) continue;
      const box = place.getBoundingClientRect();
      if (box.top < bottom + AHEAD && box.bottom > top - AHEAD) readIn(part, number);
    }
  }

  function watch(part) {
    // look at what comes near while a column is scrolled
    if (part.places.length < 2) return;
    let waiting = false;
    part.column.addEventListener(
      "scroll",
      () => {
        if (waiting) return;
        waiting = true;
        setTimeout(() => {
          waiting = false;
          look(part);
        }, PAUSE);
      },
      { passive: true },
    );
  }

  async function around(part, passage) {
    // read what stands just before and after a passage, so that it can be brought anywhere in its column
    const number = part.places.findIndex((place) => place.contains(passage));
    if (number < 0) return;
    const place = part.places[number].getBoundingClientRect();
    const { top } = passage.getBoundingClientRect();
    const near = part.column.clientHeight + AHEAD;
    await Promise.all([
      top - place.top < near ? readIn(part, number - 1) : null,
      place.bottom - top < near ? readIn(part, number + 1) : null,
    ]);
  }

  return {
    passages,
    placesOf,
    put,
    readIn,
    measure,
    look,
    watch,
    around,
    inParts: ({ places }) => places.some(unread),
  };
};
