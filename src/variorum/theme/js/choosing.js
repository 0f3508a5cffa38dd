// What the reader chooses is done at once and remembered: how much beside the text,
// which kinds of notes and in which languages, facing translations and in which, light or dark, keys.
(() => {
  const root = document.documentElement;
  const form = document.querySelector(".options-box form");
  if (!form) return;
  const remember = (name, value) => {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
    try {
      if (value) localStorage.setItem(`variorum-${name}`, value);
      else localStorage.removeItem(`variorum-${name}`);
    } catch {
      /* it holds for this page only */
    }
    dispatchEvent(new Event("variorum:choice"));
  };
  const hidden = new Set((root.dataset.hide ?? "").split(" ").filter(Boolean));
  // Of several translations of a passage the one in the chosen language is shown; where it is wanting, the first.
  const translations = new Map();
  for (const details of document.querySelectorAll(".passage-translation")) {
    const others = translations.get(details.parentElement) ?? [];
    translations.set(details.parentElement, [...others, details]);
  }
  const unfold = () => {
    const chosen = root.dataset.translation ?? "";
    for (const all of translations.values()) {
      const shown = all.find(({ dataset }) => dataset.language === chosen) ?? all[0];
      for (const details of all) {
        details.hidden = details !== shown;
        details.open = details === shown && chosen !== "";
      }
    }
  };
  const unread = new Set((root.dataset.unread ?? "").split(" ").filter(Boolean));
  const tongueOf = (box) => [...box.classList].find((name) => name.startsWith("tongue-"))?.slice(7) ?? root.lang;
  // A rail says how many of its lines are left, and is left out with the last.
  const { counted } = globalThis.variorumWords;
  const whole = new Map(); // summary of a rail → what it says of all its lines, and aloud
  const recount = (rail) => {
    const lines = [...rail.querySelectorAll("li:not(.more)")];
    const left = lines.filter((line) => !line.classList.contains("unread"));
    const summary = rail.querySelector("summary");
    if (!whole.has(summary)) whole.set(summary, [[...summary.childNodes], summary.getAttribute("aria-label")]);
    const [said, aloud] = whole.get(summary);
    const fewer = counted("{number} parallel", "{number} parallels", left.length);
    rail.classList.toggle("unread", !left.length);
    summary.replaceChildren(...(left.length === lines.length ? said : [fewer]));
    summary.setAttribute("aria-label", left.length === lines.length ? aloud : fewer);
  };
  const leaveOut = () => {
    for (const box of document.querySelectorAll("aside.annotation, section.parallel, .rail li:not(.more)")) {
      const out = unread.has(tongueOf(box));
      box.classList.toggle("unread", out);
      const number = box.querySelector(":scope > .note-head .note-number");
      if (number) document.getElementById(number.hash.slice(1))?.classList.toggle("unread", out);
    }
    document.querySelectorAll("details.rail").forEach(recount);
  };
  for (const box of form.querySelectorAll("[name=kind]")) box.checked = !hidden.has(box.value);
  for (const radio of form.querySelectorAll("[name=theme]")) radio.checked = radio.value === (root.dataset.theme ?? "");
  const depths = document.querySelector("form.depth");
  for (const radio of depths?.elements.depth ?? []) radio.checked = radio.value === (root.dataset.depth ?? "");
  depths?.addEventListener("change", ({ target }) =>
    globalThis.variorumReading.keep(() => remember("depth", target.value)),
  );
  const keys = form.querySelector("[name=keys]");
  if (keys) keys.checked = root.dataset.keys !== "off";
  const facing = form.querySelectorAll("[name=translation]");
  for (const choice of facing)
    choice.checked =
      choice.type === "radio" ? choice.value === (root.dataset.translation ?? "") : Boolean(root.dataset.translation);
  if (facing.length > 1 && ![...facing].some((choice) => choice.checked))
    facing[root.dataset.translation === "shown" ? 1 : 0].checked = true; // chosen where there was one, or another
  if (root.dataset.translation || facing.length > 1) unfold();
  for (const box of form.querySelectorAll("[name=tongue]")) box.checked = !unread.has(box.value);
  if (form.querySelector("[name=tongue]") && unread.size) leaveOut();
  form.addEventListener("change", ({ target }) => {
    if (target.name === "kind") {
      hidden[target.checked ? "delete" : "add"](target.value);
      remember("hide", [...hidden].join(" "));
    } else if (target.name === "translation") {
      remember("translation", target.checked ? target.value : "");
      unfold();
      dispatchEvent(new Event("variorum:choice"));
    } else if (target.name === "tongue") {
      unread[target.checked ? "delete" : "add"](target.value);
      remember("unread", [...unread].join(" "));
      leaveOut();
      dispatchEvent(new Event("variorum:choice"));
    } else if (target.name === "keys") remember("keys", target.checked ? "" : "off");
    else remember("theme", target.value);
  });
})();
