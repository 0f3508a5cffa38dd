// Before the first paint: what the reader has chosen on an earlier page. Also says that scripts run, whether the page is
// still arriving (`loading`) or can be put in order (`on`), and whether its address asks for sources side by side.
(() => {
  const root = document.documentElement;
  root.dataset.script = "loading";
  addEventListener("load", () => {
    root.dataset.script = "on";
  });
  if (/[?&](?:left|parallel)=/u.test(location.search)) root.dataset.asked = "";
  for (const name of ["theme", "depth", "hide", "translation", "unread", "keys"]) {
    try {
      const chosen = localStorage.getItem(`variorum-${name}`);
      if (chosen) root.dataset[name] = chosen;
    } catch {
      return; /* storage is switched off: every page as it comes */
    }
  }
})();
