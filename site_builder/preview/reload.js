// Reloads the page once the server shows another version of the site than the one this page was served with.
// A hidden tab lets go of its connection: browsers allow six to one host, and tabs add up.
(() => {
  const version = document.currentScript.dataset.version;
  const address = new URL("events", document.currentScript.src);
  let events = null;

  const stop = () => {
    events?.close();
    events = null;
  };

  const listen = () => {
    if (events || document.hidden) return;
    events = new EventSource(address);
    events.onmessage = (event) => {
      if (event.data === version) return;
      stop();
      location.reload();
    };
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
  addEventListener("pagehide", stop);
  addEventListener("pageshow", listen);
  listen();
})();
