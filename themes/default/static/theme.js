/* Light or dark, before the first paint: the stored choice, else the system's. Runs in <head>, so that nothing
   flashes. Once the page is there: the switch, boxes that stand open on wide screens, and "/" or Ctrl-K to search.
   Without this script the style sheet follows the system by itself. */

(() => {
  "use strict";

  const KEY = "theme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  // Storage is refused in some private windows; the choice then lasts as long as the page.
  const read = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const write = (theme) => {
    try {
      if (theme === null) localStorage.removeItem(KEY); else localStorage.setItem(KEY, theme);
    } catch { /* nothing to keep */ }
  };

  const systemTheme = () => (system.matches ? "dark" : "light");
  const storedTheme = () => { const theme = read(); return theme === "light" || theme === "dark" ? theme : null; };

  const show = (theme) => {
    root.dataset.theme = theme;
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(theme === "dark"));
    }
  };

  const flip = () => {
    const theme = root.dataset.theme === "dark" ? "light" : "dark";
    write(theme === systemTheme() ? null : theme); // back at the system's: follow it again
    show(theme);
  };

  const isTyping = (target) =>
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));

  // The search page has a field of its own; every other page gets a box, loaded when first asked for.
  let openBox = null;
  const openSearch = (event) => {
    const isSlash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
    const isControlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!isSlash && !isControlK) return;
    const field = document.querySelector("[data-search-key]"), form = document.querySelector("[data-search-box]");
    if (!field && !form) return;
    event.preventDefault();
    if (!form) { field.focus(); field.select(); return; }
    openBox ??= import(form.dataset.searchBox).then(({ makeBox }) => makeBox(form));
    openBox.then((box) => box.open(), () => { openBox = null; location.assign(form.action); });
  };

  // A box of filters stands open beside the results and closed above them.
  const openWhenWide = (box) => {
    const wide = matchMedia("(min-width: 60rem)");
    box.open = wide.matches;
    wide.addEventListener("change", () => { box.open = wide.matches; });
  };

  show(storedTheme() ?? systemTheme());
  root.classList.add("has-script");
  system.addEventListener("change", () => { if (storedTheme() === null) show(systemTheme()); });
  addEventListener("storage", (event) => { if (event.key === KEY) show(storedTheme() ?? systemTheme()); });
  addEventListener("keydown", openSearch);
  document.addEventListener("DOMContentLoaded", () => {
    show(root.dataset.theme);
    for (const button of document.querySelectorAll("[data-theme-switch]")) button.addEventListener("click", flip);
    for (const box of document.querySelectorAll("details[data-open-wide]")) openWhenWide(box);
  });
})();
