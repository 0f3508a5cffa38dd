// The lines between neighbouring sources side by side, from the words of one to those of the other. What comes out draws
// them again at the next moment; `shown` says what is shown.
globalThis.variorumCompareLines = (stage, shown) => {
  "use strict";

  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  };

  function draw() {
    const now = shown();
    if (!now) return;
    const fromTheRight = getComputedStyle(stage).direction === "rtl";
    for (const [n, svg] of [...stage.querySelectorAll(".gutter")].entries())
      svg.replaceChildren(...linesIn(svg.getBoundingClientRect(), now, n, fromTheRight));
  }

  function place(mark, area) {
    // where words stand beside a gutter; null for words that are not shown, or no longer there
    const box = mark?.getClientRects()[0];
    if (!box) return null;
    const middle = (box.top + box.bottom) / 2 - area.top;
    return { at: Math.min(Math.max(middle, 2), area.height - 2), away: middle < 0 || middle > area.height };
  }

  function linesIn(area, now, n, fromTheRight) {
    // the lines in the gutter after column `n`, that of the parallel shown on top; it passes behind a column without it
    const lines = [];
    if (!area.width) return lines;
    for (const [id, { held }] of now.shared) {
      const active = id === now.parallel;
      const before = held.findLast((column) => column <= n);
      const after = held.find((column) => column > n);
      if (before === undefined || after === undefined || (after - before > 1 && !active)) continue;
      const [from, to] = [before, after].map((column) => place(now.shown[column].marks.get(id)?.[0], area));
      if (!from || !to || (!active && (from.away || to.away))) continue;
      const height = (column) => from.at + ((to.at - from.at) * (column - before)) / (after - before);
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      const ends = [height(n), height(n + 1)];
      const [start, end] = fromTheRight ? ends.toReversed() : ends;
      const middle = area.width / 2;
      path.setAttribute("d", `M0 ${start}C${middle} ${start} ${middle} ${end} ${area.width} ${end}`);
      const looks = { active, away: from.away || to.away, behind: after - before > 1 };
      path.setAttribute(
        "class",
        Object.keys(looks)
          .filter((look) => looks[look])
          .join(" "),
      );
      if (active) lines.push(path);
      else lines.unshift(path);
    }
    return lines;
  }

  return soon;
};
