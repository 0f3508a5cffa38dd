// An address of a note or parallel that is not on this page leads on to where it is now, also if it had another name; of one
// that is gone the page says so, and why. Where everything is comes from a file that is fetched only then.
(() => {
  const { dataset } = document.documentElement;
  const base = new URL(dataset.content_root || "./", location.href).href;
  const main = document.querySelector("main.page");
  if (!main) return;
  const { say } = globalThis.variorumWords;
  const box = document.createElement("p");
  box.className = "gone";
  box.setAttribute("role", "status");
  let fetched;
  const addresses = () => {
    fetched ??= new Promise((done) => {
      const script = document.createElement("script");
      script.src = `${base}_static/addresses.js`;
      script.onload = script.onerror = () => done(globalThis.variorumAddresses);
      document.head.append(script);
    });
    return fetched;
  };
  const named = () => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";
    }
  };
  const tell = (id, reason) => {
    const missing = id.startsWith("parallel-")
      ? say("The parallel to which this address led is no longer in the edition.")
      : say("The note to which this address led is no longer in the edition.");
    box.textContent = reason ? `${missing} ${say("The editors say why: {reason}", { reason })}` : missing;
    main.prepend(box);
    scrollTo({ top: 0, behavior: "instant" });
  };
  const forward = async () => {
    box.remove();
    const id = named();
    if (!/^(?:annotation|parallel)-./.test(id)) return;
    const found = document.getElementById(id);
    if (found?.matches(".formerly")) location.replace(`#${found.parentElement.id}`);
    if (found) return;
    const known = await addresses();
    if (!known || named() !== id) return;
    if (known.places[id]) location.replace(base + known.places[id]);
    else tell(id, known.gone[id]);
  };
  forward();
  addEventListener("hashchange", forward);
})();
