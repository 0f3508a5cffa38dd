// The running head tells which section and passage one is reading; the contents mark the section.
(() => {
  const section = document.querySelector(".where-section");
  const passage = document.querySelector(".where-passage");
  if (!section || !globalThis.IntersectionObserver) return;
  const { siglum } = document.body.dataset;
  const places = document.querySelectorAll("main .passage[id], main section section > :is(h2, h3, h4, h5)");
  const entries = new Map([...document.querySelectorAll(".contents nav a")].map((link) => [link.hash, link]));
  const titleOf = (heading) =>
    [...heading.childNodes]
      .filter((node) => !node.classList?.contains("headerlink"))
      .map((node) => node.textContent)
      .join("");
  let current;
  const tell = (place) => {
    const home = place.closest("section");
    const heading = home?.querySelector(":scope > :is(h2, h3, h4, h5)");
    section.textContent = heading ? titleOf(heading) : "";
    section.lang = heading?.querySelector("[lang]")?.lang ?? "";
    passage.textContent =
      siglum && place.matches(".passage") ? `${siglum} ${place.querySelector(".locus").textContent}` : "";
    const entry = entries.get(`#${home?.id}`);
    if (entry === current) return;
    current?.removeAttribute("aria-current");
    entry?.setAttribute("aria-current", "location");
    current = entry;
  };
  const seen = new IntersectionObserver(
    (all) => {
      const entering = all.filter((entry) => entry.isIntersecting);
      if (entering.length) tell(entering.at(-1).target);
    },
    { rootMargin: "-18% 0px -78% 0px" },
  );
  for (const place of places) seen.observe(place);
})();
