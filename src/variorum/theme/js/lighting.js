// Words, their annotations and their parallels light one another, by pointer and by focus; overlapping words light all.
(() => {
  if (!document.querySelector(".note, .rail")) return;
  let lit = [];
  // What belongs together has one short name: "12" for an annotation, "p3" for a parallel of the passage.
  const shortsOf = (target) => {
    const found = target.closest?.(".note, .note-reference, .lemma, .shared, .rail a[data-notes]");
    if (!found) return [];
    if (found.matches(".note")) return [found.querySelector(".note-number").hash.slice(3)];
    return found.dataset.notes?.split(" ") ?? [found.id.slice(2)];
  };
  const holders = (passage, short) => {
    const found = [...passage.querySelectorAll(`[data-notes~="${short}"]`)];
    const reference = document.getElementById(`r-${short}`);
    if (reference) found.push(reference, document.getElementById(reference.hash.slice(1)));
    else if (!found.some((one) => one.matches(".lemma, .shared"))) found.push(passage.querySelector(".words")); // on the whole passage
    return found.filter(Boolean);
  };
  const light = (event) => {
    const shorts = shortsOf(event.target);
    const passage = shorts.length ? event.target.closest(".passage") : null;
    const wanted = new Set(passage ? shorts.flatMap((short) => holders(passage, short)) : []);
    for (const element of lit) if (!wanted.has(element)) element.classList.remove("lit");
    for (const element of wanted) element.classList.add("lit");
    lit = [...wanted];
  };
  globalThis.variorumLight = light;
  addEventListener("pointerover", light, { passive: true });
  addEventListener("focusin", light);
})();
