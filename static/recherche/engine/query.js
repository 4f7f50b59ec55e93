// Reads queries. Specified by internal/search/query.go.

import { readTokens } from "./analyze.js";
import { byteLength, characterAt } from "./text.js";

// The signs that open a phrase, with those that close it.
const quotes = new Map([['"', '"'], ["«", "»"], ["“", '”"'], ["„", '”“"']]);
const isSpace = (character) => /\p{White_Space}/u.test(character);

// readQuery reads any text as a query: words, "phrases", -excluded. A word is
// { forms, compounds, start, end, pos, partial }; phrases and what is excluded
// are texts. With complete, the last word is being typed: it is partial. stops
// tells that the words are stop words, as there are no others; cut, that the
// text goes on.
export function readQuery(text, complete = false) {
  const query = { words: [], phrases: [], excluded: [], stops: false, cut: false };
  [text, query.cut] = beginning(text);
  let words = ""; // those to rank by, at their places
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

const maxAsked = 32; // words; excluded words and phrases, too
export const maxQuery = 2000; // characters beside spaces

// beginning is as much of a text as is read, to the end of a word where it has
// spaces, and whether there is more.
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

// blank is spaces that take as many bytes as a text, and as many places: how
// far words stand apart is counted in bytes.
const blank = (text) => text.replace(/[^]/gu, (c) => ["", " ", "\u00a0", "\u202f", "\u00a0\u00a0"][byteLength(c)]);

// quotation is the length of the phrase in quotes that a text starts with, or 0.
function quotation(text) {
  const closes = quotes.get(text[0]);
  if (!closes) return 0;
  for (let end = 1; end < text.length; end++) {
    if (closes.includes(text[end])) return end + 1;
  }
  return 0;
}

// unquoted is the length of what stands before the next space or quote.
function unquoted(text) {
  for (let i = 0; i < text.length; i++) {
    if (isSpace(text[i]) || i > 0 && quotes.has(text[i])) return i;
  }
  return text.length;
}

// queryWords are the words of a text to look for, as in wordsOrStops.
export const queryWords = (text) => wordsOrStops(text)[0];

const stopMark = "'"; // before the form of a stop word in the index

// wordsOrStops are the words of a text without its stop words, unless there is
// nothing else, and whether they are stop words.
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
