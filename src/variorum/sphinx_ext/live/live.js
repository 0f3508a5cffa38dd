// Shows a page of the preview anew when its file has changed; where one was reading is kept by landing.js.
(() => {
  const { version } = document.currentScript.dataset;
  const listen = () => {
    const socket = new WebSocket(`ws://${location.host}/variorum-live`);
    socket.onopen = () => socket.send(JSON.stringify([location.pathname, version]));
    socket.onmessage = () => location.reload();
    // the preview was ended, and may be begun again
    socket.onclose = () => setTimeout(listen, 1000);
  };
  listen();
})();
