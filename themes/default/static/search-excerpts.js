/* Where a query stands in a text, and the stretch of the text to show around it. */

import { foldWithPlaces } from "./search-tokens.js";

const MAX_MARKS = 50;

/** Stretches of `text` (in NFC) that fold to one of `phrases`, merged: [start, end] in order. */
export function findMarks(text, phrases) {
  const { chars, starts, ends } = foldWithPlaces(text);
  const folded = chars.join("");
  if (!phrases.some((phrase) => folded.includes(phrase))) return [];
  const units = chars.flatMap((char, place) => char.length === 1 ? place : Array(char.length).fill(place));
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
export function cutExcerpt(text, marks, width) {
  const before = Math.round(width / 4);
  let from = 0, best = 0;
  for (const [start] of marks.slice(0, MAX_MARKS)) {
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
