/* Pagefind's index, read without Pagefind's own client: that one asks every shard for every pair of a phrase, loads a
   list of all pages and 150 kB of program first, and ranks no exact phrase (docs/decisions/010). What is read here:

     search.json                      the shards, newest first, and the names of the files below
     index/<hash>.facts              columns of one shard (site_builder/search/facts.py)
     index/<shard>/<n>.pf_index      its words from one border in `cuts` to the next: gzip of a mark and CBOR,
                                     [[[word, [[page, positions, …], …], …], …]], pages and positions as differences
     cards/<shard>/<row>.pack        what is shown of a hit

   A position list is [-weight, position, …, -weight, position, …]; titles are indexed with a weight above 1. */

import { fold, pairsOf } from "./search-tokens.js";

const MARK_LENGTH = "pagefind_dcd".length;
const BODY_WEIGHT = -25;
const FIRST_CODE = "#".charCodeAt(0), BACKSLASH = "\\".charCodeAt(0);
const MAX_REQUESTS = 24; // more at once make browsers refuse
const MAX_CHUNKS = 600; // kept in memory, about 25 kB each
const READ_RATHER = 8, READ_PER_SHARD = 2; // so few candidates are read through: cards cost less than a chunk of each shard

let running = 0;
const waiting = [];

async function fetchBytes(url, options) {
  if (running >= MAX_REQUESTS) await new Promise((resolve) => { waiting.push(resolve); });
  running += 1;
  try {
    const answer = await fetch(url, options);
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

/** The bytes at `url`, unpacked: a host or proxy may have done it already. */
async function fetchPacked(url) {
  const bytes = await fetchBytes(url);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

const parse = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

/** The JSON in the packed file at `url`. */
export const fetchPack = async (url) => parse(await fetchPacked(url));

/** The JSON at `url`, asked for anew. */
export const fetchFresh = async (url) => parse(await fetchBytes(url, { cache: "no-cache" }));

/** A promise a key, made once; one that failed is made again. The oldest go where there are more than `size`. */
function remember(size, make) {
  const kept = new Map();
  return (key, ...rest) => {
    if (!kept.has(key)) {
      if (kept.size >= size) kept.delete(kept.keys().next().value);
      kept.set(key, make(key, ...rest).catch((error) => { kept.delete(key); throw error; }));
    }
    return kept.get(key);
  };
}

const loadChunk = remember(MAX_CHUNKS, fetchPacked);
const loadCard = remember(MAX_CHUNKS, fetchPack);

/** The card of a row. */
export const readCard = (shard, row) => loadCard(new URL(`cards/${shard.name}/${row}.pack`, shard.bundle).href);

/** Numbers that are spelled as one character each, as site_builder/search/facts.py does. */
const numbersOf = (text) => Array.from(text, (char) => {
  const code = char.charCodeAt(0);
  return code - FIRST_CODE - (code > BACKSLASH ? 1 : 0);
});

/** The shard that `entry` names, with its facts. */
export async function openShard(entry, bundle) {
  const facts = await fetchPack(new URL(entry.facts, bundle));
  let day = 0;
  const days = facts.days.map((step) => (day += step));
  const years = days.map((count) => new Date(count * 86_400_000).getUTCFullYear());
  const cuts = facts.cuts ? facts.cuts.split(" ") : [];
  const [companies, tags] = [facts.companies, facts.tags].map((rows) => rows.split("!").map(numbersOf));
  const [above, stories] = [new Map(facts.above), new Map(facts.stories)], pages = numbersOf(facts.pages);
  return { ...facts, name: entry.name, bundle, pages, days, years, cuts, companies, tags, above, stories };
}

// ------------------------------------------------------------------ CBOR (RFC 8949)

const LIST = 4, TEXT = 3, BREAK = 0xff;

/** Walks over CBOR: numbers, texts and lists. */
class Reader {
  constructor(bytes, at) { this.bytes = bytes; this.at = at; }

  /** The head of the next value: its kind in `kind`, its number or length returned (-1: until a break). */
  head() {
    const first = this.bytes[this.at++], short = first & 31;
    this.kind = first >> 5;
    if (short < 24) return short;
    if (short === 31) return -1;
    let number = 0;
    for (let width = 1 << (short - 24); width > 0; width--) number = number * 256 + this.bytes[this.at++];
    return number;
  }

  number() {
    const value = this.head();
    return this.kind === 1 ? -1 - value : value;
  }

  /** Call `each` for every value of the list that comes next. */
  list(each) {
    const length = this.head();
    for (let place = 0; length < 0 ? this.bytes[this.at] !== BREAK : place < length; place++) each(place);
    if (length < 0) this.at += 1;
  }

  skip() {
    const start = this.at, length = this.head();
    if (this.kind === TEXT) this.at += length;
    if (this.kind === LIST) { this.at = start; this.list(() => this.skip()); }
  }
}

const isAt = (bytes, at, wanted) => wanted.every((byte, place) => bytes[at + place] === byte);

/** Where the pages of `word` begin in a chunk; -1 if it holds no such word. */
function findWord(reader, word) {
  const wanted = new TextEncoder().encode(word);
  let found = -1;
  const look = (part) => {
    if (part === 0) {
      const length = reader.head(), start = reader.at;
      reader.at += length;
      if (length === wanted.length && isAt(reader.bytes, start, wanted)) found = reader.at;
    } else reader.skip();
  };
  reader.list((part) => { if (part === 0) reader.list(() => reader.list(look)); else reader.skip(); });
  return found;
}

/** Row -> {title, body}: ascending positions of `word` in a shard. */
async function readPostings(shard, word) {
  let low = 0, high = shard.cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (shard.cuts[middle] <= word) low = middle + 1; else high = middle;
  }
  const bytes = await loadChunk(new URL(`index/${shard.name}/${low}.pf_index`, shard.bundle).href);
  const reader = new Reader(bytes, MARK_LENGTH), postings = new Map();
  const start = findWord(reader, word);
  if (start < 0) return postings;
  reader.at = start;
  let page = 0;
  reader.list(() => reader.list((part) => {
    if (part === 0) page += reader.number();
    else if (part === 1) postings.set(shard.pages[page], readPositions(reader));
    else reader.skip();
  }));
  return postings;
}

function readPositions(reader) {
  const found = { title: [], body: [] };
  let list = found.body, position = 0;
  reader.list(() => {
    const value = reader.number();
    if (value < 0) { list = value === BODY_WEIGHT ? found.body : found.title; position = 0; }
    else { position += value; list.push(position); }
  });
  return found;
}

// ------------------------------------------------------------------ phrases

/** Every second pair of a phrase and its last: they hold all its characters. [pair, place in the phrase] */
function stepsOf(phrase) {
  const pairs = pairsOf(phrase);
  return pairs.map((pair, place) => [pair, place])
    .filter(([, place]) => place % 2 === 0 || place === pairs.length - 1);
}

const startsAt = (positions, place) => positions.map((position) => position - place);

/** Rows of `before` in which the phrase goes on with `postings`; all of them if nothing was before. */
function narrow(before, postings, place) {
  const rows = new Map();
  for (const [row, { title, body }] of postings) {
    if (before && !before.has(row)) continue;
    const starts = { title: startsAt(title, place), body: startsAt(body, place) };
    const known = before?.get(row);
    if (known) {
      for (const part of ["title", "body"]) {
        const here = new Set(starts[part]);
        starts[part] = known[part].filter((start) => here.has(start));
      }
    }
    if (starts.title.length || starts.body.length) rows.set(row, starts);
  }
  return rows;
}

const placesOf = (phrase, text) => {
  const found = [];
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) found.push(at);
  return found;
};

/** The rows whose card holds the phrase. */
async function readThrough(shard, rows, phrase) {
  const read = async (row) => {
    const { title, text } = await readCard(shard, row);
    return [row, { title: placesOf(phrase, fold(title)), body: placesOf(phrase, fold(text)) }];
  };
  const found = await Promise.all([...rows.keys()].map(read));
  return new Map(found.filter(([, { title, body }]) => title.length || body.length));
}

/** A Map for each shard: row -> places of `phrase` (folded) in title and body. `within`, one Map a shard, leaves
    aside all rows but its own. A shard is asked for the next pair only while it has rows, and where few rows are left
    they are read rather than looked up further. */
export async function findPhrase(shards, phrase, within) {
  let found = null;
  for (const [pair, place] of stepsOf(phrase)) {
    const left = found?.reduce((sum, rows) => sum + rows.size, 0);
    if (left === 0) break;
    const alive = found?.filter((rows) => rows.size).length;
    if (left <= Math.max(READ_RATHER, READ_PER_SHARD * alive)) {
      return Promise.all(shards.map((shard, number) => readThrough(shard, found[number], phrase)));
    }
    found = await Promise.all(shards.map(async (shard, number) => {
      if (found?.[number].size === 0 || within?.[number].size === 0) return new Map();
      const rows = narrow(found?.[number], await readPostings(shard, pair), place);
      if (within) for (const row of rows.keys()) if (!within[number].has(row)) rows.delete(row);
      return rows;
    }));
  }
  return found;
}
