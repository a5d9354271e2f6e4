/* The search: a query in, hits of the whole archive out, exact to the character. Two layers:

   siteSearch(query, {filters, sort, limit, offset})   an answer without any page; also window.siteSearch
   the page                                            form, facets, hits and the address bar around it

   Pagefind (loaded with the first query) finds phrases in an index of tokens made by the rules of
   site_builder/search/tokens.py; both sides must agree to the letter (tests/search/tokens.golden.json). Its
   unquoted search ignores unknown words and matches prefixes, so it only orders what quoted searches found.

   The page needs:
     <script type="module" src="…" data-bundle="/base/pagefind/" data-base="/base/" data-strings='{…}'>
     #search-form > input#search-input[name=q] · #search-status[role=status] · #search-results (an <ol>)
   and takes, where present: #search-facets · select#search-sort (relevance, newest, oldest) · #search-more.
   data-strings is JSON with any of the keys of STRINGS below; "language.zh-Hans" names a language.

   It makes, for the style sheet:
     #search-facets > fieldset.facet[data-facet] > legend + label > (input + span.facet-name + span.count),
       the rest of a long facet in details.facet-more > summary; button.facet-clear first where one is ticked
     #search-results > li.search-result > h2 > a,
       p.search-meta > (a.outlet + time + a.company …), p.search-excerpt
     <mark> around what was searched for; #search-results[aria-busy=true] while searching.
   Everything enters the page as text: no markup is parsed, no inline style or script is used. */

const FACETS = ["company", "tag", "outlet", "year", "language"];
const SORTS = ["relevance", "newest", "oldest"];
const PAGE_SIZE = 10;
const FACET_SIZE = 8;
const TYPING_PAUSE = 200; // milliseconds
const MAX_QUERY = 256; // characters; a pasted article is cut, not refused
const MAX_PHRASES = 16;
const DAYS_HALF_LIFE = 730;

const STRINGS = {
  count: "{count} articles", one: "1 article", none: "Nothing found for “{query}”.", prompt: "",
  loading: "Searching…", failed: "The search could not be loaded.",
  clear: "Clear filters", more: "More ({count})",
  company: "Company", tag: "Tag", outlet: "Outlet", year: "Year", language: "Language",
};

// ------------------------------------------------------------------ tokens, as in site_builder/search/tokens.py

const SPACE = /^[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]$/;
const LINE_END = /^[\n\v\f\r\x85\u2028\u2029]$/;
const IGNORED = /^[\p{Cc}\p{Cf}\ufe00-\ufe0f]$/u;
const LETTER = /^[\p{L}\p{N}]$/u;
const UNSPACED = new RegExp("^[\\u2e80-\\u2fdf\\u3005-\\u3007\\u3021-\\u3029\\u3040-\\u30ff\\u3100-\\u312f"
  + "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]$", "u");
const PLAIN = /^[a-z0-9\u3400-\u4dbf\u4e00-\u9fff]$/;
const VARIANTS = new Map(Object.entries({
  '"': "“”„‟«»「」『』〝〞", "'": "‘’‚‛`´", "-": "‐‑‒–—―−", "~": "〜∼", "·": "‧・•∙⋅",
}).flatMap(([mark, variants]) => [...variants].map((variant) => [variant, mark])));

const isSpaced = (char) => LETTER.test(char) && !UNSPACED.test(char);

function foldPart(part) {
  if (LINE_END.test(part)) return "\n";
  if (SPACE.test(part)) return " ";
  if (IGNORED.test(part)) return "";
  return (VARIANTS.get(part) ?? part).toUpperCase().toLowerCase();
}

/** Folded characters of `text` (in NFC), and where each began and ended in it. */
function foldWithPlaces(text) {
  const chars = [], starts = [], ends = [];
  let gap = "", start = 0;
  for (const char of text) {
    const end = start + char.length;
    for (const part of (VARIANTS.get(char) ?? char).normalize("NFKC")) {
      for (const folded of foldPart(part)) {
        if (folded === "\n" || folded === " ") { gap = gap === "\n" ? gap : folded; continue; }
        const last = chars.at(-1);
        if (gap && last !== undefined && (gap === "\n" || (isSpaced(last) && isSpaced(folded)))) {
          chars.push(gap); starts.push(start); ends.push(start);
        }
        gap = "";
        chars.push(folded); starts.push(start); ends.push(end);
      }
    }
    start = end;
  }
  return { chars, starts, ends };
}

/** `text` as it is compared. */
export const fold = (text) => foldWithPlaces(text.normalize("NFC")).chars.join("");

const encode = (char) => PLAIN.test(char) ? char : `q${char.codePointAt(0).toString(16)}q`;

function pairs(folded) {
  const encoded = [...folded].map(encode);
  if (encoded.length === 1) return encoded[0];
  return encoded.slice(1).map((token, place) => encoded[place] + token).join(" ");
}

/** The pairs of neighbouring characters of `text`, separated by spaces; one character stands alone. */
export const tokenise = (text) => pairs(fold(text));

/** The phrases of a query, folded, each once: quoted stretches (" " or “ ”) and words between spaces. A
    straight quote that opens and is not closed yet runs to the end; other lone quotes are plain characters. */
export function phrasesOf(query) {
  const cut = [...query].slice(0, MAX_QUERY).join("");
  const found = cut.matchAll(/"([^"]+)(?:"|$)|“([^“”]+)”|((?:(?!"[^"]+"|“[^“”]+”)\S)+)/gu);
  const phrases = [...found].map(([, straight, curly, word]) => fold(straight ?? curly ?? word));
  return [...new Set(phrases.filter((phrase) => /[^"]/.test(phrase)))].slice(0, MAX_PHRASES);
}

// ------------------------------------------------------------------ engine

const script = typeof document === "undefined" ? null : document.querySelector("script[data-bundle]");
const bundle = script && new URL(script.dataset.bundle, document.baseURI);
const once = (make) => {
  let made = null;
  return () => (made ??= make().catch((error) => { made = null; throw error; }));
};

const loadCatalogue = once(async () => {
  const answer = await fetch(new URL("catalogue.json", bundle), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`catalogue.json: ${answer.status}`);
  return answer.json();
});

const loadEngine = once(async () => {
  const loading = [import(new URL("pagefind.js", bundle).href), loadCatalogue()];
  const [pagefind, { build }] = await Promise.all(loading);
  // Pagefind takes the page's language and would cut a Chinese page's queries by the browser's dictionary. It
  // has no option against that and reads the attribute synchronously.
  const root = document.documentElement, language = root.getAttribute("lang");
  root.setAttribute("lang", "und");
  const engine = pagefind.createInstance({ metaCacheTag: build });
  if (language === null) root.removeAttribute("lang"); else root.setAttribute("lang", language);
  await engine.init();
  return engine;
});

const loadCard = async (identifier) => {
  const answer = await fetch(new URL(`cards/${identifier}.json`, bundle));
  if (!answer.ok) throw new Error(`${identifier}: ${answer.status}`);
  return answer.json();
};

/** Identifier -> number of phrases in the title, for the documents that hold every phrase. */
async function findPhrases(engine, phrases, titleLengths) {
  let hits = null;
  for (const phrase of phrases) {
    const found = new Map();
    for (const { id, words } of (await engine.search(`"${pairs(phrase)}"`)).results) {
      if (hits === null || hits.has(id)) {
        found.set(id, (hits?.get(id) ?? 0) + (words[0] < titleLengths.get(id) ? 1 : 0));
      }
    }
    hits = found;
    if (!hits.size) break;
  }
  return hits;
}

/** Identifier -> Pagefind's score between 0 and 1. Single characters have none: their pairs fill chunks. */
async function scorePhrases(engine, phrases) {
  const tokens = phrases.filter((phrase) => [...phrase].length > 1).map(pairs);
  if (!tokens.length) return new Map();
  const { results } = await engine.search(tokens.join(" "));
  const best = Math.max(1e-9, ...results.slice(0, 1).map((result) => result.score));
  return new Map(results.map(({ id, score }) => [id, score / best]));
}

const VALUES = { // of a catalogue row (site_builder/search/catalogue.py)
  company: (row) => row[6], tag: (row) => row[7], outlet: (row) => row[3] < 0 ? [] : [row[3]],
  year: (row) => [row[4]], language: (row) => [row[5]],
};

/** Facet -> set of wanted places; a slug that nothing carries is a place that matches nothing. */
function readFilters(filters, facets) {
  const wanted = new Map();
  for (const facet of FACETS) {
    const slugs = [filters?.[facet] ?? []].flat().map(String);
    const places = slugs.map((slug) => facets[facet].findIndex(([known]) => known === slug));
    if (places.length) wanted.set(facet, new Set(places));
  }
  return wanted;
}

/** Rows that pass every facet's filter, and counts of each facet among the rows that pass the others'. */
function applyFilters(rows, wanted, facets) {
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, Object.create(null)])); // "constructor" is a tag
  const passes = (row, facet) => VALUES[facet](row).some((place) => wanted.get(facet).has(place));
  const passing = rows.filter((row) => {
    const failed = [...wanted.keys()].filter((facet) => !passes(row, facet));
    for (const facet of FACETS) {
      if (failed.some((other) => other !== facet)) continue;
      for (const place of VALUES[facet](row)) {
        const slug = facets[facet][place][0];
        counts[facet][slug] = (counts[facet][slug] ?? 0) + 1;
      }
    }
    return !failed.length;
  });
  return { passing, counts };
}

/** Title over text, how often and how densely, then how recent; equal ranks stay newest first. */
function byRelevance(rows, titleHits, scores, phraseCount) {
  const today = Math.max(...rows.map((row) => row[1]));
  const rank = new Map(rows.map((row) => [row, (titleHits.get(row[0]) ?? 0) / phraseCount
    + (scores.get(row[0]) ?? 0) + 0.5 * 2 ** ((row[1] - today) / DAYS_HALF_LIFE)]));
  return [...rows].sort((one, other) => rank.get(other) - rank.get(one));
}

/** {total, results, facets}: every document that holds all phrases of `query` and passes `filters`.
    Values of one facet are alternatives, facets must all hold; a facet's counts leave its own filter aside.
    Without a query, filters alone list what passes them. Each result is {url, title, date, language, outlet,
    companies, excerpt} with [start, end] places to mark: titleMarks, marks. `names` belong to the facets' slugs. */
export async function siteSearch(query, { filters, sort, limit = PAGE_SIZE, offset = 0 } = {}) {
  const { facets, documents } = await loadCatalogue();
  const phrases = phrasesOf(String(query ?? "")), wanted = readFilters(filters, facets);
  let rows = phrases.length || wanted.size ? documents : [], titleHits = new Map(), engine = null;
  if (phrases.length && documents.length) {
    engine = await loadEngine();
    titleHits = await findPhrases(engine, phrases, new Map(documents.map((row) => [row[0], row[2]])));
    rows = documents.filter((row) => titleHits.has(row[0]));
  }
  const { passing, counts } = applyFilters(rows, wanted, facets);
  let ordered = sort === "oldest" ? [...passing].reverse() : passing;
  if (engine && passing.length > 1 && !["newest", "oldest"].includes(sort)) {
    ordered = byRelevance(passing, titleHits, await scorePhrases(engine, phrases), phrases.length);
  }
  const shown = await Promise.all(ordered.slice(offset, offset + limit).map((row) => loadCard(row[0])));
  const names = Object.fromEntries(FACETS.map((facet) => [facet, Object.fromEntries(facets[facet])]));
  const results = shown.map((card) => resultOf(card, phrases));
  return { total: passing.length, results, facets: counts, names };
}

// ------------------------------------------------------------------ excerpts

/** Stretches of `text` that fold to one of `phrases`, merged: [start, end] in order. */
function findMarks(text, phrases) {
  const { chars, starts, ends } = foldWithPlaces(text);
  const units = chars.flatMap((char, place) => Array(char.length).fill(place)), folded = chars.join("");
  const found = [];
  for (const phrase of phrases) {
    for (let at = folded.indexOf(phrase); at >= 0; at = folded.indexOf(phrase, at + 1)) {
      found.push([starts[units[at]], ends[units[at + phrase.length - 1]]]);
    }
  }
  found.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  const merged = [];
  for (const [start, end] of found) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end); else merged.push([start, end]);
  }
  return merged;
}

/** The stretch of `text` with most marks, as one line, with the marks moved along. */
function cutExcerpt(text, marks, width) {
  const before = Math.round(width / 4);
  let from = 0, best = 0;
  for (const [start] of marks.slice(0, 50)) {
    const inside = marks.filter((mark) => mark[0] >= start && mark[1] <= start + width - before).length;
    if (inside > best) [best, from] = [inside, start];
  }
  from = Math.max(0, Math.min(from - before, text.length - width));
  const cutMark = marks.find(([start, end]) => start < from + width && end > from + width);
  let to = Math.min(text.length, cutMark ? cutMark[1] : from + width);
  const first = marks.find((mark) => mark[1] > from)?.[0] ?? to;
  const opening = text.slice(from, first).match(/^[^。！？；\n]*[。！？；\n]\s*|^[\w'-]+\s+/u);
  if (from > 0 && opening) from += opening[0].length; // not from the middle of a sentence or word
  if (/[\udc00-\udfff]/.test(text[from] ?? "")) from += 1;
  if (/[\ud800-\udbff]/.test(text[to - 1] ?? "")) to += 1;
  const head = from > 0 ? "…" : "", shift = head.length - from;
  const kept = marks.filter(([start, end]) => start >= from && end <= to);
  return {
    excerpt: head + text.slice(from, to).replace(/\s/g, " ") + (to < text.length ? "…" : ""),
    marks: kept.map(([start, end]) => [start + shift, end + shift]),
  };
}

function resultOf(card, phrases) {
  const width = /^(zh|ja|ko)/.test(card.language) ? 120 : 220;
  const [title, summary, text] = [card.title, card.summary, card.text].map((part) => part.normalize("NFC"));
  let shown = text, marks = findMarks(text, phrases);
  if (!marks.length) [shown, marks] = [summary || text, findMarks(summary || text, phrases)];
  const { url, date, language, outlet, companies } = card, titleMarks = findMarks(title, phrases);
  return { url, title, titleMarks, date, language, outlet, companies, ...cutExcerpt(shown, marks, width) };
}

// ------------------------------------------------------------------ page

const PARTS = ["form", "input", "status", "facets", "results", "sort", "more"];

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
  const base = new URL(script.dataset.base || "/", document.baseURI).pathname;
  const say = (key, values = {}) => strings[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const link = (url) => encodeURI(base + url.replace(/^\//, "")).replace(/[?#]/g, encodeURIComponent);
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
      element("p", { className: "search-excerpt" }, ...marked(result.excerpt, result.marks)));
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

  /** Search for the state; with `more`, append the next hits to those shown. */
  async function show({ more = false } = {}) {
    const mine = ++turn, offset = more ? shown : 0;
    parts.results.setAttribute("aria-busy", "true");
    if (!more) tell(say("loading"));
    try {
      const answer = await siteSearch(state.query, { ...state, offset });
      if (mine !== turn) return;
      const items = answer.results.map(resultItem);
      if (more) parts.results.append(...items); else parts.results.replaceChildren(...items);
      shown = offset + items.length;
      if (more) items[0]?.querySelector("a").focus();
      showFacets(answer);
      if (parts.more) parts.more.hidden = shown >= answer.total;
      const asked = state.query.trim() || isFiltered();
      const key = !asked ? "prompt" : { 0: "none", 1: "one" }[answer.total] ?? "count";
      tell(say(key, { count: answer.total.toLocaleString(), query: state.query }));
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

if (script) {
  window.siteSearch = siteSearch;
  startPage();
}
