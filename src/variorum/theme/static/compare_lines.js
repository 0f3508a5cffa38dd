// The lines between two sources side by side, from the words of one to those of the other. What comes out draws them
// again at the next moment; `shown` says what is shown.
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
    const svg = stage.querySelector(".gutter");
    const area = svg?.getBoundingClientRect();
    if (!now || !area?.width) return;
    const place = (side, id) => {
      const box = now.marks[side].get(id)?.[0]?.getClientRects()[0];
      if (!box) return null; // words that are not shown, or no longer there
      const middle = (box.top + box.bottom) / 2 - area.top;
      return { at: Math.min(Math.max(middle, 2), area.height - 2), away: middle < 0 || middle > area.height };
    };
    const lines = [];
    for (const id of now.shared.keys()) {
      const [from, to] = [place("left", id), place("right", id)];
      const active = id === now.parallel;
      if (!from || !to || (!active && (from.away || to.away))) continue;
      const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
      const middle = area.width / 2;
      line.setAttribute("d", `M0 ${from.at}C${middle} ${from.at} ${middle} ${to.at} ${area.width} ${to.at}`);
      line.setAttribute("class", `${active ? "active" : ""} ${from.away || to.away ? "away" : ""}`.trim());
      if (active) lines.push(line);
      else lines.unshift(line);
    }
    svg.replaceChildren(...lines);
  }

  return soon;
};
