// Words and their notes light one another, by pointer and by focus; overlapping words light all their notes.
(() => {
  if (!document.querySelector(".note")) return;
  let marks;
  let lit = [];
  const collect = () => {
    marks = new Map();
    const add = (short, element) => marks.get(short)?.push(element) ?? marks.set(short, [element]);
    for (const mark of document.querySelectorAll(".lemma")) for (const short of mark.dataset.notes.split(" ")) add(short, mark);
    for (const reference of document.querySelectorAll(".note-reference")) {
      add(reference.id.slice(2), reference);
      add(reference.id.slice(2), document.getElementById(reference.hash.slice(1)));
    }
  };
  const shortsOf = (target) => {
    const found = target.closest?.(".note, .note-reference, .lemma");
    if (!found) return [];
    if (found.matches(".lemma")) return found.dataset.notes.split(" ");
    return [found.matches(".note") ? found.querySelector(".note-number").hash.slice(3) : found.id.slice(2)];
  };
  const light = (event) => {
    if (!marks) collect();
    const wanted = new Set(shortsOf(event.target).flatMap((short) => marks.get(short) ?? []));
    for (const element of lit) if (!wanted.has(element)) element.classList.remove("lit");
    for (const element of wanted) element.classList.add("lit");
    lit = [...wanted];
  };
  addEventListener("pointerover", light, { passive: true });
  addEventListener("focusin", light);
})();
