// Cuts excerpts and marks the words of the query. Specified by
// internal/search/excerpt.go. Lengths count characters.

import { readTokens } from "./analyze.js";
import { characterAt } from "./text.js";

// tokensOf caches the tokens of texts, since each typed letter asks for
// excerpts of almost the same texts.
const tokensRead = new Map();
const tokensOf = (text) => {
  let tokens = tokensRead.get(text);
  if (!tokens) {
    if (tokensRead.size >= 300) tokensRead.clear();
    tokensRead.set(text, (tokens = readTokens(text)));
  }
  return tokens;
};

const excerptLength = 200;
const excerptRoom = excerptLength - 4; // without its ellipses
const characters = (text) => [...text].length;

// makeMatcher gets, by form, the words of the query that it matches, a bit for
// each: 1 << i; the 32nd and later ones share a bit. marks(text) returns the
// matching places, { start, end, words }; excerpt(text) returns the part with
// most of the words, as a list of { text, match }.
export function makeMatcher(forms) {
  function marks(text) {
    const list = [];
    for (const { form, start, end } of tokensOf(text)) {
      const words = forms.get(form);
      if (!words) continue;
      const last = list.at(-1);
      if (last && start < last.end) last.words |= words;
      else list.push({ start, end, words });
    }
    return list;
  }

  function excerpt(text) {
    text = text.split(/\p{White_Space}+/u).filter(Boolean).join(" ");
    const list = marks(text);
    let [from, to] = densest(text, list);
    if (from > 0 || to < text.length) [from, to] = widen(text, from, to);
    const segments = [];
    const add = (text, match) => text && segments.push({ text, match });
    if (from > 0) add("… ", false);
    let at = from;
    for (const { start, end } of list) {
      if (start < from || end > to) continue;
      add(text.slice(at, start), false);
      add(text.slice(start, end), true);
      at = end;
    }
    add(text.slice(at, to), false);
    if (to < text.length) add(" …", false);
    return segments;
  }

  return { marks, excerpt };
}

// densest returns the run of marks, short enough for an excerpt, that matches
// most words of the query; among equals the one with most marks, then the
// first.
function densest(text, marks) {
  let best = -1;
  let run = [0, 0];
  marks.forEach(({ start }, i) => {
    let words = 0;
    for (let j = i; j < marks.length; j++) {
      if (characters(text.slice(start, marks[j].end)) > excerptRoom) break;
      words |= marks[j].words;
      const value = ones(words) * 65536 + j - i + 1;
      if (value > best) {
        best = value;
        run = [start, marks[j].end];
      }
    }
  });
  return run;
}

function ones(bits) {
  let n = 0;
  for (; bits; bits &= bits - 1) n++;
  return n;
}

// widen extends a run of marks on both sides as far as the room allows: back to
// the start of its sentence if that is near, else by a third of the room. Near
// the end of the text, all remaining room goes before the run.
function widen(text, from, to) {
  const left = excerptRoom - characters(text.slice(from, to));
  const after = characters(text.slice(to));
  const half = Math.floor(left / 2);
  let start = from;
  if (after < half) {
    start = back(text, from, left - after, startsWord, false);
  } else if (!startsSentence(text, from)) {
    start = back(text, from, half, startsSentence, true);
    if (start === from) start = back(text, from, Math.floor(left / 3), startsWord, false);
  }
  return [start, forth(text, to, left - characters(text.slice(start, from)))];
}

const startsWord = (text, i) => i === 0 || text[i - 1] === " ";
const startsSentence = (text, i) => i === 0 || i > 1 && text[i - 1] === " " && ".!?:;|".includes(text[i - 2]);

// back moves a start back by at most n characters: to the farthest place that
// fits, or to the first one.
function back(text, from, n, fit, first) {
  let start = from;
  for (let i = from; i > 0 && n > 0; n--) {
    i -= i > 1 && text.codePointAt(i - 2) > 0xffff ? 2 : 1;
    if (!fit(text, i)) continue;
    start = i;
    if (first) break;
  }
  return start;
}

// forth moves an end forward by at most n characters, to the end of a word.
function forth(text, to, n) {
  let end = to;
  for (let i = to; i < text.length && n > 0; n--) {
    i += characterAt(text, i).length;
    if (i === text.length || text[i] === " ") end = i;
  }
  return end;
}
