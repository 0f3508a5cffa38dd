// The running head tells which section and passage one is reading; the contents and the years mark the section.
(() => {
  // on a phone the pages stand in one line that moves sideways: the one that is open is in sight
  const pages = document.querySelector(".nav-pages");
  const open = pages?.querySelector("[aria-current]");
  if (open && matchMedia("(max-width: 599px)").matches)
    pages.scrollTo({ left: open.offsetLeft - pages.clientWidth / 2, behavior: "instant" });
  const section = document.querySelector(".where-section");
  const passage = document.querySelector(".where-passage");
  if (!section) return;
  const { siglum } = document.body.dataset;
  const places = [...document.querySelectorAll("main .passage[id], main section section > :is(h2, h3, h4, h5)")];
  const entries = new Map([...document.querySelectorAll(".contents nav a")].map((link) => [link.hash, link]));
  const titleOf = (heading) =>
    [...heading.childNodes]
      .filter((node) => !node.classList?.contains("headerlink"))
      .map((node) => node.textContent)
      .join("");
  const years = new Map([...document.querySelectorAll("nav.years a")].map((link) => [link.hash, link]));
  const strip = document.querySelector("nav.years ol");
  let current;
  let told;
  const tellYears = (home) => {
    let step = home;
    while (step && !years.has(`#${step.id}`)) step = step.parentElement.closest("section");
    const link = years.get(`#${step?.id}`);
    if (link === told) return;
    told?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    told = link;
    if (link) strip.scrollTo({ left: link.offsetLeft - strip.clientWidth / 2, behavior: "instant" });
  };
  const tell = (place) => {
    const home = place.closest("section");
    const heading = home?.querySelector(":scope > :is(h2, h3, h4, h5)");
    section.textContent = heading ? titleOf(heading) : "";
    section.lang = heading?.querySelector("[lang]")?.lang ?? "";
    passage.textContent =
      siglum && place.matches(".passage") ? `${siglum} ${place.querySelector(".locus").textContent}` : "";
    if (strip) tellYears(home);
    const entry = entries.get(`#${home?.id}`);
    if (entry === current) return;
    current?.removeAttribute("aria-current");
    entry?.setAttribute("aria-current", "location");
    current = entry;
  };
  // The last place that begins above the line that one reads; their order is that of the page.
  let at;
  let waiting = false;
  const look = () => {
    waiting = false;
    const line = innerHeight * 0.25;
    let [low, high] = [-1, places.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (places[middle].getBoundingClientRect().top <= line) low = middle;
      else high = middle - 1;
    }
    if (low < 0 || places[low] === at) return;
    at = places[low];
    tell(at);
  };
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(look);
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  soon();
})();
