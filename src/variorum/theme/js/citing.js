// The number of a passage, and of a page of a print edition, is its address; followed, it also offers to copy the link, a
// reference and BibTeX.
(() => {
  const { edition, version, editor, siglum, label, address } = document.body.dataset;
  if (!siglum || !HTMLElement.prototype.showPopover) return;
  const base = address || location.href.split("#")[0];
  const { say } = globalThis.variorumWords;
  const language = document.documentElement.lang;
  let menu, locus, opened;
  const isPage = () => locus.matches(".page-begins");
  const number = () => locus.dataset.n ?? locus.textContent;
  const cited = (told) =>
    isPage()
      ? say("{editor}. {edition}, version {version}. {source}, page {page}. {address} (read {date})", told)
      : say("{editor}. {edition}, version {version}. {source}, passage {locus}. {address} (read {date})", told);
  const forms = {
    [say("Copy link")]: () => `${base}${locus.hash}`,
    [say("Copy citation")]: () =>
      cited({
        editor,
        edition,
        version,
        source: label, // not by its siglum: “No 54” would read as a number
        locus: number(),
        page: number(),
        address: `${base}${locus.hash}`,
        date: new Date().toLocaleDateString(language === "en" ? "en-GB" : language, { dateStyle: "long" }),
      }),
    [say("Copy BibTeX")]: () => {
      const key = `${edition} ${siglum} ${isPage() ? "p " : ""}${number()}`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
      const fields = {
        title: label,
        booktitle: edition,
        editor: `{${editor}}`,
        edition: say("Version {version}", { version }),
        ...(isPage() ? { pages: number() } : { note: say("Passage {locus}", { locus: number() }) }),
        url: `${base}${locus.hash}`,
        urldate: new Date().toLocaleDateString("sv"), // 2026-01-31, by the reader's own clock
      };
      return `@incollection{${key},\n${Object.entries(fields)
        .map(([name, value]) => `  ${name} = {${value}},`)
        .join("\n")}\n}`;
    },
  };
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return;
    } catch {
      /* not allowed here: the old way */
    }
    const area = Object.assign(document.createElement("textarea"), { value: text });
    menu.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };
  const make = () => {
    menu = Object.assign(document.createElement("div"), { className: "locus-menu", popover: "auto" });
    menu.setAttribute("role", "group");
    const said = Object.assign(document.createElement("p"), { className: "locus-said" });
    said.setAttribute("role", "status");
    for (const [name, form] of Object.entries(forms)) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: name });
      button.addEventListener("click", async () => {
        await copy(form());
        said.textContent = say("Copied");
      });
      menu.append(button);
    }
    if (globalThis.variorumWriting) {
      const write = Object.assign(document.createElement("button"), { type: "button", textContent: say("Annotate") });
      write.dataset.writes = "";
      write.addEventListener("click", () => {
        menu.hidePopover();
        globalThis.variorumWriting("offer", locus);
      });
      menu.append(write);
    }
    menu.append(said);
    menu.addEventListener("toggle", ({ newState }) => {
      said.textContent = "";
      if (newState === "closed" && menu.contains(document.activeElement)) locus.focus({ preventScroll: true });
    });
    document.body.append(menu);
  };
  addEventListener("click", (event) => {
    const found = event.target.closest(".locus, .page-begins");
    if (!found || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const y = scrollY;
    globalThis.variorumStay?.();
    location.hash = found.hash;
    scrollTo({ top: y, behavior: "instant" });
    locus = found;
    if (!menu) make();
    menu.setAttribute("aria-label", locus.getAttribute("aria-label"));
    if (isPage())
      (locus.closest(".passage") ?? locus.parentElement).append(menu); // it is none of the words
    else locus.after(menu); // so that Tab goes on from the menu to the passage
    for (const write of menu.querySelectorAll("[data-writes]")) write.hidden = isPage();
    menu.showPopover();
    opened = y;
    const at = locus.getBoundingClientRect();
    menu.style.left = `${Math.max(8, at.left)}px`;
    menu.style.top = `${Math.min(at.bottom + 4, innerHeight - menu.offsetHeight - 8)}px`;
    menu.firstElementChild.focus({ preventScroll: true });
  });
  addEventListener(
    "scroll",
    () => {
      if (menu?.matches(":popover-open") && Math.abs(scrollY - opened) > 60) menu.hidePopover();
    },
    { passive: true },
  );
})();
