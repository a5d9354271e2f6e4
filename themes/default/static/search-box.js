/* The search box that "/" and Ctrl-K open on any page: what is typed goes to the search page, or straight to a company
   or tag that begins like it. Loaded by theme.js on first use.

   It takes from the form of the page's head: action (the search page), data-bundle, data-base, data-strings. It makes
     dialog.search-box > form[role=search] > input[role=combobox] + button
                       + ul[role=listbox] > li[role=option] > span.option-name + span.option-kind
                       + p[role=status].visually-hidden
   as the combobox of the ARIA Authoring Practices: focus stays in the field, aria-activedescendant names the option. */

import { openSearch } from "./search-engine.js";

const STRINGS = {
  hint: "Search", button: "Search", close: "Close", "for": "Search for “{query}”", found: "{count} suggestions",
  company: "Company", tag: "Tag",
};

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** The box for the form of a page's head; `open()` shows it. */
export function makeBox(form) {
  const strings = { ...STRINGS, ...JSON.parse(form.dataset.strings || "{}") };
  const say = (key, values = {}) => strings[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const { suggest, ready, href } = openSearch({
    bundle: new URL(form.dataset.bundle, document.baseURI), base: form.dataset.base,
  });

  const input = element("input", {
    type: "search", name: "q", role: "combobox", "aria-label": say("hint"), placeholder: say("hint"),
    "aria-autocomplete": "list", "aria-controls": "search-box-options", "aria-expanded": "false",
    autocomplete: "off", autocapitalize: "off", enterkeyhint: "search",
  });
  const list = element("ul", { role: "listbox", id: "search-box-options", "aria-label": say("hint") });
  const status = element("p", { role: "status", class: "visually-hidden" });
  const close = element("button", { type: "button", class: "search-box-close", "aria-label": say("close") }, "×");
  const fields = element("form", { role: "search", action: form.action }, input,
    element("button", { type: "submit" }, say("button")), close);
  const box = element("dialog", { class: "search-box", "aria-label": say("button") }, fields, list, status);
  let options = [], active = -1, turn = 0;

  const go = (url) => { location.assign(url); box.close(); };
  const searchAddress = (query) => `${form.action}?${new URLSearchParams({ q: query })}`;

  function activate(place) {
    active = place;
    for (const [number, item] of [...list.children].entries()) {
      item.setAttribute("aria-selected", String(number === place));
    }
    const item = list.children[place];
    if (item) input.setAttribute("aria-activedescendant", item.id); else input.removeAttribute("aria-activedescendant");
    item?.scrollIntoView({ block: "nearest" });
  }

  function show(query, terms) {
    const found = terms.map(({ facet, name, via, url }) => ({
      name: via ? `${name} (${via})` : name, kind: say(facet), url: href(url) }));
    const plain = { name: say("for", { query }), kind: "", url: searchAddress(query) };
    options = query ? [...found, plain] : [];
    list.replaceChildren(...options.map(({ name, kind }, place) => element("li",
      { role: "option", id: `search-box-option-${place}`, "aria-selected": "false" },
      element("span", { class: "option-name" }, name), element("span", { class: "option-kind" }, kind))));
    input.setAttribute("aria-expanded", String(options.length > 0));
    list.hidden = !options.length;
    status.textContent = query ? say("found", { count: terms.length }) : "";
    activate(-1);
  }

  async function complete() {
    const query = input.value.trim(), mine = ++turn;
    // Without the file of terms the box still leads to the search page.
    const terms = await suggest(query).catch(() => []);
    if (mine === turn) show(query, terms);
  }

  function move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (step && options.length) {
      event.preventDefault();
      const count = options.length + 1; // after the last option the field itself again
      activate((active + 1 + step + count) % count - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      go(options[active].url);
    }
  }

  input.addEventListener("input", (event) => { if (!event.isComposing) complete(); }); // not amid pinyin
  input.addEventListener("compositionend", complete);
  input.addEventListener("keydown", move);
  list.addEventListener("click", ({ target }) => {
    const place = [...list.children].indexOf(target.closest("li"));
    if (place >= 0) go(options[place].url);
  });
  close.addEventListener("click", () => box.close());
  box.addEventListener("click", ({ target }) => { if (target === box) box.close(); }); // beside the box
  fields.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) go(searchAddress(input.value.trim()));
  });
  show("", []);
  document.body.append(box);
  return {
    open() {
      if (box.open) return;
      ready().catch(() => {}); // while the reader types
      box.showModal(); // gives the focus back when it closes, and closes on Esc
      input.select();
      input.focus();
    },
  };
}
