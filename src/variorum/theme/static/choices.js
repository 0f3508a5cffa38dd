// Before the first paint: what the reader has chosen on an earlier page. Also says that scripts run, and whether the
// page is still arriving (`loading`) or can be put in order (`on`).
(() => {
  const root = document.documentElement;
  root.dataset.script = "loading";
  addEventListener("load", () => {
    root.dataset.script = "on";
  });
  for (const name of ["theme", "depth", "hide", "translation", "unread", "keys"]) {
    try {
      const chosen = localStorage.getItem(`variorum-${name}`);
      if (chosen) root.dataset[name] = chosen;
    } catch {
      return; /* storage is switched off: every page as it comes */
    }
  }
})();
