// Finds synonyms and outdated terms in a query. Specified by
// internal/search/synonym.go.

import { unhyphened } from "./analyze.js";
import { queryWords } from "./query.js";
import { stem } from "./stem.js";

const synonymWeight = 0.4;

// readSynonyms prepares the synonyms of the head: forms by the stem of their
// first word.
export function readSynonyms(list) {
  const byStem = new Map();
  for (const [place, replacedBy, ...texts] of list) {
    const forms = [...texts, replacedBy].map((text, i) => ({
      words: queryWords(text),
      place: i < texts.length ? place : -1, // of the term's page
      outdated: replacedBy && i < texts.length ? { from: text, to: replacedBy } : null,
    })).filter(({ words }) => words.length);
    for (const form of forms) {
      form.others = forms.filter((other) => other !== form).map(({ words }) => words);
      const first = stem(form.words[0].forms[0]);
      if (byStem.has(first)) byStem.get(first).push(form);
      else byStem.set(first, [form]);
    }
  }
  return byStem;
}

// synonymsIn yields the forms that occur in a query, with the index of their
// first word.
function* synonymsIn(units, byStem) {
  for (let i = 0; i < units.length; i++) {
    for (const form of byStem.get(stem(units[i].forms[0])) ?? []) {
      if (form.words.every((w, k) => units[i + k] && stem(units[i + k].forms[0]) === stem(w.forms[0]))) yield [i, form];
    }
  }
}

export function addSynonyms(units, lexicon, byStem) {
  for (const [i, form] of synonymsIn(units, byStem)) {
    for (const other of form.others) {
      const terms = allTerms(other, lexicon);
      if (!terms) continue;
      for (let k = 0; k < form.words.length; k++) units[i + k].alternatives.push({ terms, weight: synonymWeight, capped: true });
    }
  }
}

// namedTerms are the places of the terms of which the whole query is a form.
export function namedTerms(units, byStem) {
  const places = new Set();
  for (const [, form] of synonymsIn(units, byStem)) {
    if (form.words.length === units.length && form.place >= 0) places.add(form.place);
  }
  return places;
}

// outdatedTerms returns the outdated terms of a query: { from, to }.
export function outdatedTerms(units, byStem) {
  const found = new Map();
  for (const [, { outdated }] of synonymsIn(units, byStem)) {
    if (outdated && !found.has(outdated.to)) found.set(outdated.to, outdated);
  }
  return [...found.values()];
}

function allTerms(words, lexicon) {
  const terms = [];
  let inside = ""; // the compound that the last term belongs to
  for (const w of words) {
    let term = null, compound = "";
    for (const c of w.compounds) {
      term = lexicon.term(unhyphened(c));
      if (!term) continue;
      compound = c;
      break;
    }
    if (compound && compound === inside) continue;
    inside = compound;
    term ??= lexicon.term(...w.forms);
    if (!term) return null;
    terms.push(term);
  }
  return terms;
}
