// Words copied from one passage to another come without what stands beside them: no notes, no rail, no numbers.
addEventListener("copy", (event) => {
  const WORDS = ".passage .words, .source-heading > :is(h2, h3, h4, h5, h6)";
  const selection = getSelection();
  if (event.defaultPrevented || selection.rangeCount !== 1 || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const [start, end] = [range.startContainer, range.endContainer];
  const within = (node, selector) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(selector);
  // what is chosen inside a note, or as the whole page, stays as it is; a hand that slips past the last line ends beside it
  if (within(start, ".note, .rail, .preview") || !within(start, "main.page") || !within(end, "main.page")) return;
  const chosen = [...document.querySelectorAll(WORDS)].filter((words) => range.intersectsNode(words));
  // within one passage the browser copies the words as they stand; of a row, it would put its cells below one another
  const inside = (words) => words.contains(range.commonAncestorContainer) && !words.closest("[role=row]");
  if (!chosen.length || chosen.some(inside)) return;
  const texts = chosen
    .map((words) => {
      const part = document.createRange();
      part.selectNodeContents(words);
      if (words.contains(start)) part.setStart(start, range.startOffset);
      if (words.contains(end)) part.setEnd(end, range.endOffset);
      const copied = part.cloneContents();
      for (const link of copied.querySelectorAll(".headerlink")) link.remove();
      return copied.textContent;
    })
    .filter(Boolean);
  event.clipboardData.setData("text/plain", texts.join("\n\n"));
  event.preventDefault();
});
