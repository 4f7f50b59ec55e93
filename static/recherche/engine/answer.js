// Finds the answers that come before all others, and the types that a query
// names. Specified by internal/search/answer.go and type_names.go.

import { unhyphened } from "./analyze.js";
import { stem } from "./stem.js";

const maxChosen = 3;

// answersTo gives the places of the answers to a query, by the meanings of its words.
export function answersTo(asked, answers) {
  const found = [];
  for (const [place, within, questions] of answers) {
    for (const question of questions) {
      const stems = question.split(" ");
      if (!haveAll(asked, stems)) continue;
      const more = asked.some((word) => !stems.some((s) => word.has(s)));
      if (!more) found.push({ place, words: Infinity });
      else if (within) found.push({ place, words: stems.length });
    }
  }
  found.sort((a, b) => (a.words === b.words ? 0 : b.words - a.words));
  return [...new Set(found.map(({ place }) => place))].slice(0, maxChosen);
}

// typesIn gives the types, { name, label, names }, that a query names.
export function typesIn(asked, types) {
  return types.filter(({ names }) => names.some((name) => haveAll(asked, name.split(" "))));
}

const haveAll = (asked, stems) => stems.every((s) => asked.some((word) => word.has(s)));

// meanings are the stems of a word of a query and of its corrections.
export function meanings({ forms, alternatives }) {
  return new Set([...forms.map(stem), ...alternatives.filter((a) => a.guess).map((a) => stem(unhyphened(a.guess)))]);
}
