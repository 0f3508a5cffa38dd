// What the reader chooses is done at once and remembered: how much beside the text,
// which kinds of notes, facing translations, light or dark, keys.
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
  const translations = document.querySelectorAll(".passage-translation");
  const unfold = () => {
    for (const details of translations) details.open = root.dataset.translation === "shown";
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
  const facing = form.querySelector("[name=translation]");
  if (facing) facing.checked = root.dataset.translation === "shown";
  if (root.dataset.translation) unfold();
  form.addEventListener("change", ({ target }) => {
    if (target.name === "kind") {
      hidden[target.checked ? "delete" : "add"](target.value);
      remember("hide", [...hidden].join(" "));
    } else if (target.name === "translation") {
      remember("translation", target.checked ? "shown" : "");
      unfold();
    } else if (target.name === "keys") remember("keys", target.checked ? "" : "off");
    else remember("theme", target.value);
  });
})();
