// Finds the alternatives of a query's words. Specified by
// internal/search/expand.go. It works on loaded shards; missing ones are
// recorded, and [expand] starts again once they are loaded.

import { unhyphened } from "./analyze.js";
import { newTerm } from "./lexicon.js";
import { stem } from "./stem.js";
import { addSynonyms } from "./synonym.js";
import { byteLength, hasDigit } from "./text.js";
import { byText, correct, resembling } from "./typo.js";
import { stopWords } from "./words.js";

const spellingWeight = 0.9;
const apartWeight = 0.8;
const completionWeight = 0.8;
const longerWeight = 0.4;
const completionLimits = [0, 0, 4, 8, 20];

// expand returns the words with their alternatives. A word without any is
// corrected only if it is not a French word. breathe is called regularly.
export async function expand(words, lexicon, synonyms, breathe) {
  for (;;) {
    await breathe();
    const units = words.map((w) => ({ ...w, alternatives: [], begun: false, near: "" }));
    for (const unit of units) {
      const add = (term) => term && unit.alternatives.push({ terms: [term], weight: 1 });
      add(lexicon.term(...unit.forms));
      for (const c of unit.compounds) add(lexicon.term(unhyphened(c)));
      for (const { form } of lexicon.compounds(unit.forms[0])) addApart(unit, lexicon, form.split("-"));
    }
    bridge(units, lexicon);
    addSynonyms(units, lexicon, synonyms);
    if (!await lexicon.complete()) continue;
    for (const unit of units) {
      if (!unit.partial) continue;
      const none = !unit.alternatives.length;
      addCompletions(unit, lexicon);
      unit.begun = none && unit.alternatives.length > 0;
    }
    if (!await lexicon.complete()) continue;
    const unknown = units.filter((unit) => !unit.alternatives.length);
    const existing = new Set(unknown.filter((unit) => unit.forms.some((form) => hasDigit(form) || lexicon.isFrench(form))));
    if (!await lexicon.complete()) continue;
    const misspelt = unknown.filter((unit) => !existing.has(unit));
    for (const unit of misspelt) splitApart(unit, lexicon);
    for (const unit of unknown) {
      await breathe();
      if (existing.has(unit)) unit.near = resembling(unit.forms[0], lexicon);
      else if (!unit.alternatives.length) correct(unit, lexicon);
    }
    if (await lexicon.complete()) return units;
  }
}

// breather returns a function that lets the page work after it was blocked for
// a while, and fails if the signal is aborted.
export function breather(signal) {
  let since = performance.now();
  return async () => {
    if (performance.now() - since > 10) {
      await new Promise((resolve) => { setTimeout(resolve); });
      since = performance.now();
    }
    signal?.throwIfAborted();
  };
}

function addApart(unit, lexicon, parts) {
  const terms = parts.filter((p) => !stopWords.has(p)).map((p) => lexicon.term(p));
  if (terms.length > 1 && !terms.includes(null)) unit.alternatives.push({ terms, weight: apartWeight });
}

function bridge(units, lexicon) {
  for (let i = 0; i + 1 < units.length; i++) {
    const a = units[i], b = units[i + 1];
    const key = a.forms[0] + b.forms[0];
    if (b.pos !== a.pos + 1 || !hasDigit(key) && (byteLength(a.forms[0]) < 3 || byteLength(b.forms[0]) < 3)) continue;
    if (!lexicon.spelt(key).length) continue;
    const alternative = { terms: [lexicon.term(key)], weight: spellingWeight };
    a.alternatives.push(alternative);
    b.alternatives.push(alternative);
  }
}

// splitApart reads an unknown word as two known ones. The dictionary, which is
// loaded next, tells which words are known.
function splitApart(unit, lexicon) {
  const known = lexicon.spellings;
  const key = unit.forms[0];
  for (let i = 1; i < key.length; i++) {
    const parts = [key.slice(0, i), key.slice(i)];
    if (parts.every((p) => byteLength(p) >= 3 && known.has(p))) addApart(unit, lexicon, parts);
  }
}

function addCompletions(unit, lexicon) {
  const prefix = unit.compounds.at(-1) ?? unit.forms[0];
  const limit = completionLimits[Math.min(byteLength(prefix), completionLimits.length - 1)];
  if (!limit) return;
  const weight = unit.alternatives.length ? longerWeight : completionWeight;
  const own = stem(unhyphened(prefix));
  const starting = new Map(); // by stem
  for (const { form, count } of lexicon.forms(prefix)) {
    const s = stem(unhyphened(form));
    if (s === own) continue;
    if (!starting.has(s)) starting.set(s, { stem: s, forms: [], count: 0 });
    starting.get(s).forms.push(form);
    starting.get(s).count += count;
  }
  const best = [...starting.values()].sort((a, b) => b.count - a.count || byText(a.stem, b.stem)).slice(0, limit);
  for (const { forms } of best) {
    const term = newTerm(forms.map((f) => lexicon.word(f)).filter(Boolean), lexicon.variants(unhyphened(forms[0])));
    if (term) unit.alternatives.push({ terms: [term], weight, longer: true });
  }
}
