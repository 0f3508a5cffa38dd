// Whoever selects words of a source gets what is needed to annotate them; nobody else waits for it.
(() => {
  const { annotate } = document.body.dataset;
  if (!annotate) return;
  const fetched = () => {
    if (getSelection().isCollapsed) return;
    document.removeEventListener("selectionchange", fetched);
    document.head.append(Object.assign(document.createElement("script"), { src: annotate }));
  };
  document.addEventListener("selectionchange", fetched);
})();
