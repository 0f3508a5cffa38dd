// Whoever selects words, or asks for it at a passage's number, at a parallel or at a line of the rail, gets what is needed
// to write of them; nobody else waits for it.
(() => {
  const { annotate } = document.body.dataset;
  if (!annotate || !HTMLElement.prototype.showPopover) return;
  const { say } = globalThis.variorumWords;
  const element = globalThis.variorumElement;
  let ready;
  const fetched = () => {
    ready ??= new Promise((done) => {
      const scripts = annotate.split(" ").map((src) => element("script", { src, async: false })); // one after the other
      scripts.at(-1).addEventListener("load", () => done(globalThis.variorumAnnotate ?? {}));
      document.head.append(...scripts);
    });
    return ready;
  };
  const selected = () => {
    if (getSelection().isCollapsed) return;
    document.removeEventListener("selectionchange", selected);
    fetched();
  };
  document.addEventListener("selectionchange", selected);
  // `what`: "offer" for a passage, "mistake" for anything else that can be wrong; `beside`: the element that it is about.
  globalThis.variorumWriting = async (what, beside) => (await fetched())[what]?.(beside);
  for (const parallel of document.querySelectorAll("section.parallel")) {
    const title = parallel.querySelector("h1, h2, h3, h4, h5, h6")?.firstChild?.textContent ?? "";
    const tell = element("button", {
      type: "button",
      textContent: say("Something wrong?"),
      "aria-label": say("Something wrong? {title}", { title }),
    });
    tell.addEventListener("click", () => globalThis.variorumWriting("mistake", parallel));
    parallel.append(element("p", { className: "tell-mistake" }, tell));
  }
})();
