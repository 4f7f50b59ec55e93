// Reads queries. Specified by internal/search/query.go.

import { readTokens } from "./analyze.js";
import { byteLength, characterAt } from "./text.js";

// The signs that open a phrase, with those that close it.
const quotes = new Map([['"', '"'], ["«", "»"], ["“", '”"'], ["„", '”“"']]);
const isSpace = (character) => /\p{White_Space}/u.test(character);

// readQuery parses any text as a query: words, "phrases", -excluded. A word is
// { forms, compounds, start, end, pos, partial }; phrases and excluded texts
// are strings. With complete, the last word is still being typed: it is
// partial. stops tells that the query holds stop words only; cut, that the text
// was too long.
export function readQuery(text, complete = false) {
  const query = { words: [], phrases: [], excluded: [], stops: false, cut: false };
  [text, query.cut] = beginning(text);
  let words = ""; // the words to rank by, at their places
  const opened = []; // where each phrase starts
  for (let i = 0; i < text.length;) {
    const first = characterAt(text, i);
    if (isSpace(first)) {
      i += first.length;
      words += first;
      continue;
    }
    const start = i;
    if (first === "-") i++;
    let end = i + quotation(text.slice(i));
    const phrase = end > i;
    if (!phrase) end = i + unquoted(text.slice(i));
    if (first === "-") {
      if (query.excluded.length === maxAsked) query.cut = true;
      else query.excluded.push(text.slice(i, end));
      words += blank(text.slice(start, end));
    } else {
      if (phrase) {
        query.phrases.push(text.slice(i, end));
        opened.push(i);
      }
      words += text.slice(start, end);
    }
    i = end;
  }
  [query.words, query.stops] = wordsOrStops(words);
  if (query.words.length > maxAsked) {
    const from = query.words[maxAsked].start;
    query.words.length = maxAsked;
    query.cut = true;
    query.phrases = query.phrases.filter((_, i) => opened[i] < from);
  }
  const last = query.words.at(-1);
  if (complete && !query.cut && last?.end === text.length) last.partial = true;
  return query;
}

const maxAsked = 32; // of words; of excluded words and phrases, too
export const maxQuery = 2000; // of characters, spaces aside

// beginning returns the part of a text that is searched, cut after a word where
// possible, and whether anything was cut.
export function beginning(text) {
  let n = 0, end = 0;
  for (let i = 0; i < text.length;) {
    const character = characterAt(text, i);
    if (isSpace(character)) end = i;
    else if (n++ === maxQuery) return [text.slice(0, end || i), true];
    i += character.length;
  }
  return [text, false];
}

// blank returns spaces with as many bytes and characters as a text, since
// distances between words are counted in bytes.
const blank = (text) => text.replace(/[^]/gu, (c) => ["", " ", "\u00a0", "\u202f", "\u00a0\u00a0"][byteLength(c)]);

// quotation returns the length of the quoted phrase at the start of a text, or
// 0.
function quotation(text) {
  const closes = quotes.get(text[0]);
  if (!closes) return 0;
  for (let end = 1; end < text.length; end++) {
    if (closes.includes(text[end])) return end + 1;
  }
  return 0;
}

// unquoted returns the length of the text before the next space or quote.
function unquoted(text) {
  for (let i = 0; i < text.length; i++) {
    if (isSpace(text[i]) || i > 0 && quotes.has(text[i])) return i;
  }
  return text.length;
}

// queryWords returns the words of a text to look for, as wordsOrStops does.
export const queryWords = (text) => wordsOrStops(text)[0];

const stopMark = "'"; // precedes the form of a stop word in the index

// wordsOrStops returns the words of a text without its stop words, unless there
// is nothing else, and whether they are stop words.
function wordsOrStops(text) {
  const words = [], stops = [], compounds = [];
  for (const { form, start, end, pos, kind, stop } of readTokens(text)) {
    if (kind === "compound") {
      compounds.push({ form, start, end });
    } else if (kind === "variant") {
      for (const list of [words, stops]) {
        if (list.at(-1)?.pos === pos) list.at(-1).forms.push(form);
      }
    } else {
      const around = compounds.filter((c) => c.start <= start && end <= c.end).map((c) => c.form);
      const forms = stop ? [form, stopMark + form] : [form];
      (stop ? stops : words).push({ forms, compounds: around, start, end, pos, partial: false });
    }
  }
  return words.length ? [words, false] : [stops, stops.length > 0];
}
