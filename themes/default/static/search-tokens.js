/* The rules of site_builder/search/tokens.py once more: a query must be cut exactly as the texts were.
   tests/search/tokens.golden.json holds the two together; change the rules in both. */

const MAX_QUERY = 256; // characters; a pasted article is cut, not refused
const MAX_PHRASES = 16;

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

let simplifiedForms = new Map();
const knownCharacters = new Map(); // character -> what it is folded to

/** Take the table of Chinese characters that the index was folded with: two strings, character by character. */
export function useFolding([traditional, simplified]) {
  const forms = [...simplified];
  simplifiedForms = new Map([...traditional].map((char, place) => [char, forms[place]]));
  knownCharacters.clear();
}

const isSpaced = (char) => LETTER.test(char) && !UNSPACED.test(char);

function foldPart(part) {
  if (LINE_END.test(part)) return "\n";
  if (SPACE.test(part)) return " ";
  if (IGNORED.test(part)) return "";
  const mark = VARIANTS.get(part) ?? part;
  return (simplifiedForms.get(mark) ?? mark).toUpperCase().toLowerCase();
}

function foldCharacter(char) {
  let folded = knownCharacters.get(char);
  if (!folded) {
    folded = [...(VARIANTS.get(char) ?? char).normalize("NFKC")].flatMap((part) => [...foldPart(part)]);
    knownCharacters.set(char, folded);
  }
  return folded;
}

/** Folded characters of `text` (in NFC), and where each began and ended in it. */
export function foldWithPlaces(text) {
  const chars = [], starts = [], ends = [];
  let gap = "", start = 0;
  for (const char of text) {
    const end = start + char.length;
    for (const folded of foldCharacter(char)) {
      if (folded === "\n" || folded === " ") { gap = gap === "\n" ? gap : folded; continue; }
      const last = chars.at(-1);
      if (gap && last !== undefined && (gap === "\n" || (isSpaced(last) && isSpaced(folded)))) {
        chars.push(gap); starts.push(start); ends.push(start);
      }
      gap = "";
      chars.push(folded); starts.push(start); ends.push(end);
    }
    start = end;
  }
  return { chars, starts, ends };
}

/** `text` as it is compared. */
export const fold = (text) => foldWithPlaces(text.normalize("NFC")).chars.join("");

const encode = (char) => PLAIN.test(char) ? char : `q${char.codePointAt(0).toString(16)}q`;

/** The pairs of neighbouring characters of a folded text, in a row; one character stands alone. */
export function pairsOf(folded) {
  const encoded = [...folded].map(encode);
  return encoded.length === 1 ? encoded : encoded.slice(1).map((token, place) => encoded[place] + token);
}

/** The tokens of `text`, separated by spaces. */
export const tokenise = (text) => pairsOf(fold(text)).join(" ");

/** The phrases of a query, folded, each once: quoted stretches (" " or “ ”) and words between spaces. A
    straight quote that opens and is not closed yet runs to the end; other lone quotes are plain characters. */
export function phrasesOf(query) {
  const cut = [...query].slice(0, MAX_QUERY).join("");
  const found = cut.matchAll(/"([^"]+)(?:"|$)|“([^“”]+)”|((?:(?!"[^"]+"|“[^“”]+”)\S)+)/gu);
  const phrases = [...found].map(([, straight, curly, word]) => fold(straight ?? curly ?? word));
  return [...new Set(phrases.filter((phrase) => /[^"]/.test(phrase)))].slice(0, MAX_PHRASES);
}
