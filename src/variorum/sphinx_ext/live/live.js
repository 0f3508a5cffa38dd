// Shows a page of the preview anew when its file has changed; where one was reading is kept by landing.js. What the build
// warns of stands at the foot of the window until it is mended.
(() => {
  const { version } = document.currentScript.dataset;
  const SHOWN = 5;
  const strip = document.createElement("aside");
  strip.setAttribute("role", "status");
  strip.className = "variorum-wrong";
  strip.style.cssText =
    "position: fixed; inset: auto 0 0; z-index: 99; max-block-size: 40vh; overflow: auto; padding: 0.6rem 1.2rem;" +
    "background: Canvas; color: CanvasText; border-block-start: 2px solid; font: 0.85rem/1.5 monospace";
  const line = (words, parent = strip) => parent.appendChild(document.createElement("div")).append(words);
  const show = ({ wrong, desk }) => {
    strip.replaceChildren();
    strip.hidden = !wrong.length;
    for (const words of wrong.slice(0, SHOWN)) line(words);
    if (wrong.length > SHOWN) line(`and ${wrong.length - SHOWN} more, in the terminal`);
    if (desk && wrong.length) {
      const link = document.createElement("a");
      Object.assign(link, { href: "/desk.html", textContent: "The editor’s desk" });
      line(link);
    }
  };
  const listen = () => {
    const socket = new WebSocket(`ws://${location.host}/variorum-live`);
    socket.onopen = () => socket.send(JSON.stringify([location.pathname, version]));
    socket.onmessage = ({ data }) => {
      const said = JSON.parse(data);
      if (said === "changed") location.reload();
      else show(said);
    };
    // the preview was ended, and may be begun again
    socket.onclose = () => setTimeout(listen, 1000);
  };
  strip.hidden = true;
  document.body.append(strip); // it is there before it says anything, so that screen readers hear it
  listen();
})();
