// Reads phrases and finds them. Specified by internal/search/phrase.go.

import { readTokens } from "./analyze.js";

// readPhrase returns the words of a phrase, { forms, stop }.
export function readPhrase(text) {
  const phrase = [];
  for (const { form, kind, stop } of readTokens(text)) {
    if (kind === "word") phrase.push({ forms: [form], stop });
    else if (kind === "variant") phrase.at(-1).forms.push(form);
  }
  return phrase;
}

// says tells whether a phrase holds a word that is not a stop word.
export const says = (phrase) => phrase.some(({ stop }) => !stop);

// phraseIn tells whether a text holds the words of a phrase one after the
// other, in order.
export function phraseIn(phrase, text) {
  const at = phrase.map(() => false); // whether the words up to this one end here
  for (const { forms } of readPhrase(text)) {
    for (let k = phrase.length - 1; k >= 0; k--) {
      at[k] = (k === 0 || at[k - 1]) && phrase[k].forms.some((form) => forms.includes(form));
    }
    if (at.at(-1) ?? true) return true;
  }
  return false;
}
