// Make an element: its tag, what it is told, what stands in it. A name that the element knows is set as its property
// (`textContent`, `href`, `lang`), any other as an attribute (`class`, `aria-label`); what has no value is left out.
globalThis.variorumElement = (tag, told = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(told)) {
    if (value === undefined || value === "") continue;
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
};
