/* The search without any page: a query in, hits of the whole archive out, exact to the character.

     openSearch({bundle, base})  -> {siteSearch, suggest, findSimilar}
     siteSearch(query, {filters, sort, limit, offset, fold, match})
     suggest(typed)              companies and tags whose name, other name, ticker or pinyin begins like this
     findSimilar(query)          companies and tags that a query without hits may have meant */

import { cutExcerpt, findMarks } from "./search-excerpts.js";
import { fetchFresh, fetchPack, findPhrase, openShard, readCard } from "./search-index.js";
import { fold, pairsOf, phrasesOf, useFolding } from "./search-tokens.js";

export const FACETS = ["company", "tag", "outlet", "year", "language"];
export const PAGE_SIZE = 10;
const FOLDERS = { company: "companies", tag: "tags", outlet: "outlets" };
const COMPLETED = ["company", "tag"];
const MAX_SUGGESTIONS = 8;
const MAX_PARTS = 8;
const LEAST_SIMILARITY = 0.5; // of a name's pairs stand in the query

// What a hit is worth: its title holds every phrase; it is about, or names, a company of that name; how often the
// phrases stand in it (towards 1); how recent it is (1 today, half of that after so many days).
const WORTH = { title: 2, about: 1, named: 0.25, often: 1, recent: 0.5 };
const ENOUGH = 2;
const DAYS_HALF_LIFE = 730;

const once = (make) => {
  let made = null;
  return () => (made ??= make().catch((error) => { made = null; throw error; }));
};

export function openSearch({ bundle, base }) {
  const path = new URL(base, document.baseURI).pathname;

  const fetchNamed = (name) => fetchPack(new URL(name, bundle));
  const loadEntry = once(() => fetchFresh(new URL("search.json", bundle)));
  const loadTerms = once(async () => {
    const { folding, terms } = await loadEntry();
    const [table, rows] = await Promise.all([folding, terms].map(fetchNamed));
    useFolding(table);
    return readTerms(rows);
  });
  const openShards = once(async () => Promise.all((await loadEntry()).shards.map((shard) => openShard(shard, bundle))));

  return {
    ready: loadTerms,
    href: (url) => encodeURI(path + url.replace(/^\//, "")).replace(/[?#]/g, encodeURIComponent),
    siteSearch: async (query, options) => {
      const [terms, shards] = await Promise.all([loadTerms(), openShards()]);
      return search({ terms, shards }, query, options);
    },
    suggest: async (typed) => completeTerm(await loadTerms(), fold(String(typed ?? ""))),
    findSimilar: async (query) => findSimilarTerms(await loadTerms(), fold(String(query ?? ""))),
  };
}

// ------------------------------------------------------------------ search

/** {total, groups, results, facets, names}: every document that holds all phrases of `query` and passes `filters`.
    Values of one facet are alternatives, facets must all hold; a facet's counts leave its own filter aside. Without
    a query, filters alone list what passes them. `fold` shows one report of each story, with the number of its others
    among the hits in `reports`; `limit` and `offset` then count groups. `match: "some"` takes the documents that hold
    most parts of the query; the parts are in `parts`.
    A result is {url, title, date, language, outlet, companies, story, reports, excerpt} with [start, end] places to
    mark: titleMarks, marks. `names` belong to the facets' slugs. */
async function search({ shards, terms }, query, options = {}) {
  const { filters, sort, limit = PAGE_SIZE, offset = 0, match } = options;
  const asked = phrasesOf(String(query ?? "")), wanted = readFilters(filters);
  const phrases = match === "some" ? partsOf(asked) : asked;
  const hits = await findHits(shards, phrases, { isEnough: match === "some" ? "most" : "all", wanted });
  const { passing, counts } = applyFilters(shards, hits, wanted);
  if (phrases.length && !["newest", "oldest"].includes(sort)) rankByRelevance(passing, phrases, { shards, terms });
  if (sort === "oldest") passing.reverse();
  const groups = options.fold ? foldStories(passing) : passing;
  const shown = groups.slice(offset, offset + limit);
  const results = await Promise.all(shown.map(async (hit) => resultOf(hit, await readCard(hit.shard, hit.row), {
    phrases, terms })));
  return { total: passing.length, groups: groups.length, results, parts: phrases, ...describe(counts, terms) };
}

/** A Map for each shard: row -> {phrases, titles, often}. Every row if there is only a filter. */
async function findHits(shards, phrases, { isEnough, wanted }) {
  if (!phrases.length) {
    return shards.map(({ days }) => new Map(wanted.size ? [...days.keys()].map((row) => [row, null]) : []));
  }
  let hits = shards.map(() => new Map()), best = 0;
  for (const [number, phrase] of phrases.entries()) {
    const within = isEnough === "all" && number > 0 ? hits : null;
    const found = await findPhrase(shards, phrase, within);
    const merged = within ? shards.map(() => new Map()) : hits;
    for (const [shard, rows] of found.entries()) {
      for (const [row, { title, body }] of rows) {
        const hit = hits[shard].get(row) ?? { phrases: 0, titles: 0, often: 0 };
        const count = title.length + body.length;
        hit.phrases += 1;
        hit.titles += title.length ? 1 : 0;
        hit.often += count / (count + ENOUGH);
        best = Math.max(best, hit.phrases);
        merged[shard].set(row, hit);
      }
    }
    hits = merged;
  }
  for (const rows of hits) for (const [row, hit] of rows) if (hit.phrases < best) rows.delete(row);
  return hits;
}

/** Words of a phrase by the browser's dictionary; single characters in a row, which it does not know, are one. */
function wordsOf(phrase) {
  if (!globalThis.Intl?.Segmenter) return phrase.split(/[^\p{L}\p{N}]+/u);
  const words = [];
  let run = "";
  for (const { segment, isWordLike } of new Intl.Segmenter("zh", { granularity: "word" }).segment(phrase)) {
    const isLone = isWordLike && [...segment].length === 1;
    if (isLone) { run += segment; continue; }
    words.push(run, isWordLike ? segment : "");
    run = "";
  }
  return [...words, run];
}

/** What a relaxed search looks for: the words of the phrases, halves of those that are one long word. */
function partsOf(phrases) {
  const halved = (word) => {
    const chars = [...word], middle = Math.ceil(chars.length / 2);
    return chars.length > 3 ? [chars.slice(0, middle).join(""), chars.slice(middle).join("")] : [word];
  };
  const parts = phrases.flatMap((phrase) => {
    const words = wordsOf(phrase).filter((word) => [...word].length > 1);
    return words.length > 1 ? words : halved(words[0] ?? phrase);
  });
  return [...new Set(parts.map(fold))].slice(0, MAX_PARTS);
}

// ------------------------------------------------------------------ filters

const VALUES = { // a row's local numbers into the shard's slugs; a year is its own number
  company: (shard, row) => shard.above.has(row) ? [...shard.companies[row], ...shard.above.get(row)] : shard.companies[row],
  tag: (shard, row) => shard.tags[row],
  outlet: (shard, row) => shard.outlets[row] < 0 ? [] : [shard.outlets[row]],
  year: (shard, row) => [shard.years[row]], language: (shard, row) => [shard.languages[row]],
};

/** Facet -> wanted slugs, for the facets that are filtered. */
function readFilters(filters) {
  const read = FACETS.map((facet) => [facet, [filters?.[facet] ?? []].flat().map(String)]);
  return new Map(read.filter(([, slugs]) => slugs.length));
}

const localValue = (shard, facet, slug) => facet === "year" ? Number(slug) : shard.slugs[facet].indexOf(slug);

/** The hits that pass every facet's filter, newest first, and counts of each facet among those that pass the others'. */
function applyFilters(shards, hits, wanted) {
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()])), passing = [];
  for (const [number, shard] of shards.entries()) {
    const local = [...wanted].map(([facet, slugs]) =>
      [facet, new Set(slugs.map((slug) => localValue(shard, facet, slug)))]);
    const found = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
    for (const [row, hit] of [...hits[number]].sort(([one], [other]) => one - other)) {
      const failed = local.filter(([facet, places]) => !VALUES[facet](shard, row).some((place) => places.has(place)));
      for (const facet of FACETS) {
        if (failed.some(([other]) => other !== facet)) continue;
        for (const place of VALUES[facet](shard, row)) found[facet].set(place, (found[facet].get(place) ?? 0) + 1);
      }
      if (!failed.length) passing.push({ shard, row, hit });
    }
    for (const facet of FACETS) {
      for (const [place, count] of found[facet]) {
        const slug = facet === "year" ? String(place) : shard.slugs[facet][place];
        counts[facet].set(slug, (counts[facet].get(slug) ?? 0) + count);
      }
    }
  }
  return { passing, counts };
}

/** Counts and names of the facets' slugs, as plain objects: "constructor" is a slug like any other. */
function describe(counts, terms) {
  const plain = (map) => Object.assign(Object.create(null), Object.fromEntries(map));
  const name = (facet, slug) => terms[facet]?.get(slug)?.name ?? slug;
  const known = (facet) => [...new Set([...(terms[facet]?.keys() ?? []), ...counts[facet].keys()])];
  return {
    facets: Object.fromEntries(FACETS.map((facet) => [facet, plain(counts[facet])])),
    names: Object.fromEntries(FACETS.map((facet) =>
      [facet, plain(known(facet).map((slug) => [slug, name(facet, slug)]))])),
  };
}

// ------------------------------------------------------------------ order

/** Sort `hits` in place, best first; equal ones stay newest first. */
function rankByRelevance(hits, phrases, { shards, terms }) {
  const today = Math.max(...shards.map((shard) => shard.days[0]));
  const meant = new Set(phrases.flatMap((phrase) => terms.bySpelling.get(phrase) ?? []));
  const local = new Map(shards.map((shard) =>
    [shard, new Set([...meant].map((slug) => shard.slugs.company.indexOf(slug)))]));
  for (const found of hits) {
    const { shard, row, hit } = found, places = local.get(shard);
    const company = shard.companies[row].findIndex((place) => places.has(place));
    found.rank = WORTH.title * (hit.titles / phrases.length) + WORTH.often * (hit.often / phrases.length)
      + WORTH.recent * 2 ** ((shard.days[row] - today) / DAYS_HALF_LIFE)
      + (company < 0 ? 0 : company < shard.about[row] ? WORTH.about : WORTH.named);
  }
  hits.sort((one, other) => other.rank - one.rank);
}

/** The first hit of each story, with the number of its others; the order stays. */
function foldStories(hits) {
  const first = new Map();
  return hits.filter((hit) => {
    const story = hit.shard.stories.get(hit.row);
    if (!story) return true;
    if (first.has(story)) { first.get(story).reports += 1; return false; }
    hit.reports = 0;
    first.set(story, hit);
    return true;
  });
}

// ------------------------------------------------------------------ results

function resultOf({ shard, row, reports }, card, { phrases, terms }) {
  const ref = (facet, place) => {
    const slug = shard.slugs[facet][place];
    return { slug, name: terms[facet].get(slug)?.name ?? slug, url: `/${FOLDERS[facet]}/${slug}/` };
  };
  const width = /^(zh|ja|ko)/.test(card.language) ? 120 : 220;
  const [title, summary, text] = [card.title, card.summary, card.text].map((part) => part.normalize("NFC"));
  let shown = text, marks = findMarks(text, phrases);
  if (!marks.length) [shown, marks] = [summary || text, findMarks(summary || text, phrases)];
  const story = shard.stories.get(row);
  return {
    url: card.url, title, titleMarks: findMarks(title, phrases), date: card.date, language: card.language,
    outlet: shard.outlets[row] < 0 ? null : ref("outlet", shard.outlets[row]),
    companies: shard.companies[row].map((place) => ref("company", place)),
    story: story ? { id: story, url: `/stories/${story}/` } : null, reports: reports ?? 0,
    ...cutExcerpt(shown, marks, width),
  };
}

// ------------------------------------------------------------------ terms

/** {company, tag, outlet: slug -> term; bySpelling: folded name of a company -> slugs}, those with most articles first. */
function readTerms(read) {
  const bySpelling = new Map();
  const terms = Object.fromEntries(Object.keys(FOLDERS).map((facet) => [facet, new Map(read[facet].map(
    ([slug, name, others, pinyin]) => {
      const spellings = [...new Set([name, ...others].map(fold))], syllables = pinyin.split(" ");
      const initials = syllables.map((syllable) => syllable[0] ?? "").join("");
      return [slug, { facet, slug, name, others, spellings, initials, pinyin: syllables.join(""),
        url: `/${FOLDERS[facet]}/${slug}/` }];
    }))]));
  for (const { slug, spellings } of terms.company.values()) {
    for (const spelling of spellings) bySpelling.set(spelling, [...(bySpelling.get(spelling) ?? []), slug]);
  }
  return { ...terms, bySpelling };
}

const completed = (terms) => COMPLETED.flatMap((facet) => [...terms[facet].values()]);

/** How well `typed` begins a term: 0 is best, -1 not at all. */
function matchTerm({ spellings, initials, pinyin }, typed) {
  const tests = [
    () => spellings[0] === typed, () => spellings[0].startsWith(typed),
    () => spellings.some((spelling) => spelling.startsWith(typed)),
    () => /^[a-z0-9]+$/.test(typed) && initials.length > 1 && initials.startsWith(typed),
    () => /^[a-z0-9]+$/.test(typed) && pinyin.startsWith(typed),
    () => spellings.some((spelling) => spelling.includes(typed)),
  ];
  return tests.findIndex((test) => test());
}

function completeTerm(terms, typed) {
  if (!typed) return [];
  const found = completed(terms).map((term) => [matchTerm(term, typed), term]).filter(([rank]) => rank >= 0);
  found.sort(([one], [other]) => one - other);
  return found.slice(0, MAX_SUGGESTIONS).map(([, term]) => {
    const via = term.spellings[0].includes(typed) ? -1 : term.spellings.findIndex((name) => name.includes(typed));
    const { facet, slug, name, url } = term;
    return { facet, slug, name, url, via: term.others.find((other) => fold(other) === term.spellings[via]) ?? "" };
  });
}

function findSimilarTerms(terms, asked) {
  const pairs = new Set(pairsOf(asked));
  const likeness = ({ spellings, pinyin }) => Math.max(...[...spellings, pinyin].map((spelling) => {
    const theirs = [...spelling].length > 1 ? pairsOf(spelling) : [];
    return theirs.filter((pair) => pairs.has(pair)).length / (theirs.length || 1);
  }));
  const found = completed(terms).map((term) => [likeness(term), term]).filter(([like]) => like >= LEAST_SIMILARITY);
  found.sort(([one], [other]) => other - one);
  return found.slice(0, 5).map(([, { facet, slug, name, url }]) => ({ facet, slug, name, url }));
}
