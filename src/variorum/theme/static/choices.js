// Before the first paint: what the reader has chosen on an earlier page. Also says that scripts run.
(() => {
  const root = document.documentElement;
  root.dataset.script = "";
  for (const name of ["theme", "hide", "translation"]) {
    try {
      const chosen = localStorage.getItem(`variorum-${name}`);
      if (chosen) root.dataset[name] = chosen;
    } catch { return; /* storage is switched off: every page as it comes */ }
  }
})();
