/* The search page: form, facets, hits and the address bar around siteSearch of search-engine.js, which is also
   offered as window.siteSearch.

   The page needs:
     <script type="module" src="…" data-bundle="/base/pagefind/" data-base="/base/" data-strings='{…}'>
     #search-form > input#search-input[name=q] · #search-status[role=status] · #search-results (an <ol>)
   and takes, where present: #search-facets · select#search-sort (relevance, newest, oldest) · #search-more ·
   #search-suggestions.
   data-strings is JSON with any of the keys of STRINGS below; "language.zh-Hans" names a language.

   It makes, for the style sheet:
     #search-facets > fieldset.facet[data-facet] > legend + label > (input + span.facet-name + span.count),
       the rest of a long facet in details.facet-more > summary; button.facet-clear first where one is ticked
     #search-suggestions > p + ul > li > a
     #search-results > li.search-result > h2 > a,
       p.search-meta > (a.outlet + time + a.company …), p.search-excerpt, p.search-story > a
     <mark> around what was searched for; #search-results[aria-busy=true] while searching.
   Everything enters the page as text: no markup is parsed, no inline style or script is used. */

import { FACETS, openSearch } from "./search-engine.js";

const SORTS = ["relevance", "newest", "oldest"];
const FACET_SIZE = 8;
const TYPING_PAUSE = 200; // milliseconds

const STRINGS = {
  count: "{count} articles", one: "1 article", none: "Nothing found for “{query}”.", prompt: "",
  relaxed: "Nothing holds all of “{query}”. {count} articles hold {parts}.",
  similar: "Did you mean:", reports: "{count} more reports of this story",
  loading: "Searching…", failed: "The search could not be loaded.",
  clear: "Clear filters", more: "More ({count})",
  company: "Company", tag: "Tag", outlet: "Outlet", year: "Year", language: "Language",
};

const script = document.querySelector("script[data-bundle]");
const { siteSearch, findSimilar, href: link } = openSearch({
  bundle: new URL(script.dataset.bundle, document.baseURI), base: script.dataset.base || "/",
});

const PARTS = ["form", "input", "status", "facets", "results", "sort", "more", "suggestions"];

function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value; else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

const marked = (text, marks) => {
  let at = 0;
  const nodes = marks.flatMap(([start, end]) => {
    const pair = [text.slice(at, start), element("mark", {}, text.slice(start, end))];
    at = end;
    return pair;
  });
  return [...nodes, text.slice(at)];
};

function startPage() {
  const parts = Object.fromEntries(PARTS.map((name) => [name, document.getElementById(`search-${name}`)]));
  if (!parts.form || !parts.input || !parts.results) return;
  const strings = { ...STRINGS, ...JSON.parse(script.dataset.strings || "{}") };
  const say = (key, values = {}) => strings[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const state = { query: "", filters: {}, sort: "relevance" };
  let turn = 0, shown = 0, timer = 0;

  const isFiltered = () => FACETS.some((facet) => state.filters[facet].length);
  const tell = (message) => { if (parts.status) parts.status.textContent = message; };

  function readAddress() {
    const address = new URLSearchParams(location.search);
    state.query = address.get("q") ?? "";
    state.filters = Object.fromEntries(FACETS.map((facet) => [facet, address.getAll(facet)]));
    state.sort = SORTS.includes(address.get("sort")) ? address.get("sort") : "relevance";
    parts.input.value = state.query;
    if (parts.sort) parts.sort.value = state.sort;
  }

  function writeAddress(change) {
    const address = new URLSearchParams();
    if (state.query) address.set("q", state.query);
    for (const facet of FACETS) for (const slug of state.filters[facet]) address.append(facet, slug);
    if (state.sort !== "relevance") address.set("sort", state.sort);
    const search = `?${address}`.replace(/^\?$/, "");
    if (search !== location.search) history[change](null, "", location.pathname + search);
  }

  function resultItem(result) {
    const day = element("time", { dateTime: result.date }, result.date.slice(0, 10));
    const termLink = (className) => (term) => element("a", { className, href: link(term.url) }, term.name);
    const outlet = [result.outlet ?? []].flat().map(termLink("outlet"));
    const companies = result.companies.map(termLink("company"));
    const meta = [...outlet, day, ...companies].flatMap((part) => [part, " "]);
    return element("li", { className: "search-result", lang: result.language },
      element("h2", {}, element("a", { href: link(result.url) }, ...marked(result.title, result.titleMarks))),
      element("p", { className: "search-meta" }, ...meta),
      element("p", { className: "search-excerpt" }, ...marked(result.excerpt, result.marks)),
      ...(result.reports ? [storyLine(result)] : []));
  }

  function storyLine({ story, reports }) {
    const text = say("reports", { count: reports });
    return element("p", { className: "search-story" }, element("a", { href: link(story.url) }, text));
  }

  function showSimilar(terms) {
    if (!parts.suggestions) return;
    const items = terms.map(({ name, url }) => element("li", {}, element("a", { href: link(url) }, name)));
    const list = items.length ? [element("p", {}, say("similar")), element("ul", {}, ...items)] : [];
    parts.suggestions.replaceChildren(...list);
  }

  function facetBox(facet, counts, names) {
    const ticked = state.filters[facet];
    const slugs = [...new Set([...ticked, ...Object.keys(counts)])].filter((slug) => Object.hasOwn(names, slug));
    const order = facet === "year" ? (one, other) => other.localeCompare(one)
      : (one, other) => (counts[other] ?? 0) - (counts[one] ?? 0) || names[one].localeCompare(names[other]);
    const choices = slugs.sort(order).map((slug) => element("label", {},
      element("input", { type: "checkbox", name: facet, value: slug, checked: ticked.includes(slug) }),
      element("span", { className: "facet-name" }, strings[`${facet}.${slug}`] ?? names[slug]),
      element("span", { className: "count" }, String(counts[slug] ?? 0))));
    const visible = choices.filter((choice, place) => place < FACET_SIZE || choice.firstChild.checked);
    const rest = choices.filter((choice) => !visible.includes(choice));
    const summary = element("summary", {}, say("more", { count: rest.length }));
    const more = rest.length ? [element("details", { className: "facet-more" }, summary, ...rest)] : [];
    const legend = element("legend", {}, say(facet));
    return element("fieldset", { className: "facet", "data-facet": facet }, legend, ...visible, ...more);
  }

  function showFacets({ facets, names }) {
    if (!parts.facets) return;
    const focused = parts.facets.contains(document.activeElement) ? document.activeElement : null;
    const details = () => [...parts.facets.querySelectorAll("details")];
    const facetOf = (box) => box.parentNode.dataset.facet;
    const open = details().filter((box) => box.open).map(facetOf);
    const isWorthShowing = (facet) => Object.keys(facets[facet]).length > 1 || state.filters[facet].length;
    const boxes = FACETS.filter(isWorthShowing).map((facet) => facetBox(facet, facets[facet], names[facet]));
    const clear = element("button", { type: "button", className: "facet-clear" }, say("clear"));
    parts.facets.replaceChildren(...(isFiltered() ? [clear] : []), ...boxes);
    for (const box of details()) box.open = open.includes(facetOf(box));
    const again = (box) => focused && box.name === focused.name && box.value === focused.value;
    [...parts.facets.querySelectorAll("input")].find(again)?.focus();
  }

  /** The answer to the state; where nothing holds all of the query, what holds parts of it, and similar terms. */
  async function findAnswer(offset) {
    const options = { ...state, offset, fold: true };
    const answer = await siteSearch(state.query, options);
    const isMissed = !answer.total && answer.parts.length && !isFiltered();
    if (!isMissed) return { ...answer, similar: [] };
    const [relaxed, similar] = await Promise.all([
      siteSearch(state.query, { ...options, match: "some" }), findSimilar(state.query)]);
    return { ...relaxed, similar, isRelaxed: relaxed.total > 0 };
  }

  function tellAnswer({ total, isRelaxed, parts: found }) {
    const asked = state.query.trim() || isFiltered();
    const key = !asked ? "prompt" : isRelaxed ? "relaxed" : { 0: "none", 1: "one" }[total] ?? "count";
    tell(say(key, { count: total.toLocaleString(), query: state.query, parts: found.join(" · ") }));
  }

  /** Search for the state; with `more`, append the next hits to those shown. */
  async function show({ more = false } = {}) {
    const mine = ++turn, offset = more ? shown : 0;
    parts.results.setAttribute("aria-busy", "true");
    if (!more) tell(say("loading"));
    try {
      const answer = await findAnswer(offset);
      if (mine !== turn) return;
      const items = answer.results.map(resultItem);
      if (more) parts.results.append(...items); else parts.results.replaceChildren(...items);
      shown = offset + items.length;
      if (more) items[0]?.querySelector("a").focus();
      showFacets(answer);
      showSimilar(answer.similar);
      if (parts.more) parts.more.hidden = shown >= answer.groups;
      tellAnswer(answer);
    } catch (error) {
      if (mine === turn) tell(say("failed"));
      console.error(error);
    } finally {
      if (mine === turn) parts.results.removeAttribute("aria-busy");
    }
  }

  function ask(change) {
    clearTimeout(timer);
    state.query = parts.input.value;
    writeAddress(change);
    return show();
  }

  parts.form.addEventListener("submit", (event) => { event.preventDefault(); ask("pushState"); });
  const askSoon = (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(() => ask("replaceState"), TYPING_PAUSE); // not amid pinyin
  };
  parts.input.addEventListener("input", askSoon);
  parts.input.addEventListener("compositionend", askSoon);
  parts.sort?.addEventListener("change", () => { state.sort = parts.sort.value; ask("pushState"); });
  parts.more?.addEventListener("click", () => show({ more: true }));
  parts.facets?.addEventListener("change", ({ target }) => {
    const others = state.filters[target.name].filter((slug) => slug !== target.value);
    state.filters[target.name] = target.checked ? [...others, target.value] : others;
    ask("pushState");
  });
  parts.facets?.addEventListener("click", ({ target }) => {
    if (!target.classList.contains("facet-clear")) return;
    state.filters = Object.fromEntries(FACETS.map((facet) => [facet, []]));
    ask("pushState");
    parts.input.focus();
  });
  addEventListener("popstate", () => { readAddress(); show(); });
  addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [parts.input, ...parts.results.querySelectorAll("h2 > a")];
    const place = stops.indexOf(document.activeElement);
    if (!step || place < 0 || event.isComposing) return;
    event.preventDefault();
    stops[Math.max(0, Math.min(stops.length - 1, place + step))].focus();
  });
  readAddress();
  if (location.search.length > 1) show(); else tell(say("prompt"));
}

window.siteSearch = siteSearch;
startPage();
