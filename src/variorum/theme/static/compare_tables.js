// The tables of a source in a column beside others: rows of cells, as the page of the source has them (html_tables.py).
(() => {
  "use strict";
  const element = globalThis.variorumElement;
  const CELL_SIGN = "\t"; // it stays between the cells: the words of a row are its letters
  const ROLES = { c: "columnheader", r: "rowheader" };

  const ROOM = 1.2; // em, for the number of a parallel behind the words of a cell

  // where the words of a row are cut, so that each cell has its own
  const bordersOf = (text) => [...text.matchAll(/\t/gu)].flatMap(({ index }) => [index, index + 1]);

  function cellsOf(pieces, roles, base) {
    // the pieces of a row, cut at all borders, as its cells; `roles` has a letter for each
    const cells = [[]];
    for (const [piece, language] of pieces)
      if (piece === CELL_SIGN) cells.push([]);
      else cells.at(-1).push([piece, language]);
    return cells.flatMap((words, n) => [
      ...(n ? [CELL_SIGN] : []),
      element("span", { role: ROLES[roles[n]] ?? "cell" }, ...globalThis.variorumIsolated(words, base)),
    ]);
  }

  // A row: what stands before its words, they, and what follows; a row holds nothing but cells.
  const rowOf = (told, locus, words, after) =>
    element(
      "div",
      { ...told, role: "row" },
      element("span", { class: "beside", role: "cell" }, locus),
      words,
      ...(after.length ? [element("div", { class: "beside", role: "cell" }, ...after)] : []),
    );

  function tableOf(rows, tracks, size) {
    // rows that follow one another, as a table; a cell that may stand on a line of its own bears the name of its column
    let heads = [];
    for (const row of size ? rows : []) {
      const cells = [...row.querySelectorAll(":scope > .words > [role]")];
      if (cells.some((cell) => cell.getAttribute("role") === "columnheader"))
        heads = cells.map((cell) => cell.textContent.trim());
      else
        for (const [n, cell] of cells.entries())
          if (cell.getAttribute("role") === "cell" && heads[n]) cell.dataset.column = heads[n];
    }
    const table = element("div", { class: `passages table-rows ${size}`.trim(), role: "table" }, ...rows);
    table.style.setProperty(
      "--columns",
      tracks.replace(/[\d.]+(?=em)/gu, (em) => (Number(em) + ROOM).toFixed(1)),
    );
    return table;
  }

  function gathered(passages, told) {
    // passages with their tables; `told` says of each row [roles], of the first also [tracks, size], of others nothing
    const tables = []; // [tracks, size, rows] of each
    const made = passages.map((passage, n) => {
      const [roles, tracks, size = ""] = told[n] ?? [];
      if (!roles) return passage;
      if (tracks) tables.push([tracks, size, []]);
      tables.at(-1)[2].push(passage);
      return tracks ? tables.at(-1) : null;
    });
    return made.flatMap((one) => (one === null ? [] : Array.isArray(one) ? [tableOf(one[2], one[0], one[1])] : [one]));
  }

  globalThis.variorumCompareTables = { bordersOf, cellsOf, rowOf, gathered };
})();
