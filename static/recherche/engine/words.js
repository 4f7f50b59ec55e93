// Tells stop words. Specified by internal/french/words.go.

import * as french from "intraqvt:french";
import { setOf } from "./text.js";

export const stopWords = setOf(french.stopWords);
const accentedStops = setOf(french.accentedStops);
export const formsOfAvoir = setOf(french.formsOfAvoir);
export const amidAvoir = setOf(french.amidAvoir);
export const elided = setOf(french.elided);
export const enclitic = setOf(french.enclitic);
export const openCompounds = setOf(french.openCompounds);

// isStopWord tells whether a word, folded to form and written as text, is a
// stop word.
export function isStopWord(form, text) {
  if (!stopWords.has(form)) return false;
  if (!/[^\0-\x7f]/.test(text)) return true;
  const written = text.normalize("NFC").toLowerCase();
  return accentedStops.has(written) || !/[^\P{L}\0-\x7f]/u.test(written);
}
