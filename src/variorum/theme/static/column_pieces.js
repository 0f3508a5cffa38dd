// The pieces of a source beside others: which of them holds a passage. Knows no page.
(() => {
  "use strict";

  function pieceOf(column, locus) {
    // the number of the piece in which a locus stands, -1 if it stands in none; the build tells runs of numbers
    const [, stem, digits] = /^(.*?)(0|[1-9][0-9]{0,14})?$/su.exec(locus);
    const number = digits === undefined ? -1 : Number(digits);
    return column.pieces.findIndex(([, , , , loci]) => {
      const runs = Object.hasOwn(loci, stem) ? loci[stem] : [];
      return runs.some((first, n) => n % 2 === 0 && first <= number && number <= runs[n + 1]);
    });
  }

  // The name of a piece, and of its file.
  const nameOf = (source, piece) => `${source}--${piece}`;

  globalThis.variorumColumnPieces = { pieceOf, nameOf };
  if (typeof module !== "undefined") module.exports = globalThis.variorumColumnPieces;
})();
