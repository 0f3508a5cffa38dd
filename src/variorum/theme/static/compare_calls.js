// The calls of a source's own notes in its column: a call brings its note into sight, the note's sign the call.
globalThis.variorumCompareCalls = (page) => {
  "use strict";
  const { shown, pieces, bring } = page;
  const { pieceOf } = globalThis.variorumColumnPieces;

  async function bringTo(part, number, { to, call }) {
    await pieces.readIn(part, number);
    const passage = [...part.column.querySelectorAll(".locus")].find((link) => link.textContent === to)?.parentElement;
    if (!passage) return;
    await pieces.around(part, passage);
    const found = (call && passage.querySelector(`.source-call[data-to="${CSS.escape(call)}"]`)) || passage;
    bring(part, found, part.column.clientHeight / 4);
    const focused = call ? found : (passage.querySelector(".to-call") ?? passage.querySelector(".locus"));
    focused?.focus({ preventScroll: true });
  }

  // Follow a link from a call to its note or back, if it is one whose other end the column has; tell whether it is.
  return (link) => {
    const part = link.dataset.to ? shown().find(({ column }) => column.contains(link)) : undefined;
    const number = part ? pieceOf(part.head, link.dataset.to) : -1;
    if (number < 0) return false;
    bringTo(part, number, link.dataset);
    return true;
  };
};
