// Words copied from one passage to another come without what stands beside them: no notes, no rail, no numbers.
addEventListener("copy", (event) => {
  const WORDS = ".passage .words, .source-heading > :is(h2, h3, h4, h5, h6)";
  const selection = getSelection();
  if (event.defaultPrevented || selection.rangeCount !== 1 || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const wordsAt = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.(WORDS);
  const [first, last] = [wordsAt(range.startContainer), wordsAt(range.endContainer)];
  if (!first || !last || first === last) return;
  const texts = [...document.querySelectorAll(WORDS)]
    .filter((words) => range.intersectsNode(words))
    .map((words) => {
      const part = document.createRange();
      part.selectNodeContents(words);
      if (words === first) part.setStart(range.startContainer, range.startOffset);
      if (words === last) part.setEnd(range.endContainer, range.endOffset);
      const copied = part.cloneContents();
      for (const link of copied.querySelectorAll(".headerlink")) link.remove();
      return copied.textContent;
    });
  event.clipboardData.setData("text/plain", texts.join("\n\n"));
  event.preventDefault();
});
