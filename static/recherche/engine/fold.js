// Folds characters. Specified by internal/french/fold.go.

import { unlike } from "intraqvt:french";

// What a character counts as: letters, "" for no part of a word, or
// null where it is passed over within one.
const folded = new Map();

export function fold(character) {
  let letters = folded.get(character);
  if (letters === undefined) {
    letters = decompose(character);
    folded.set(character, letters);
  }
  return letters;
}

function decompose(character) {
  if (/[\p{M}\p{Cf}]/u.test(character)) return null;
  if (!/[\p{L}\p{N}]/u.test(character)) return "";
  let letters = "";
  for (let d of character.normalize("NFKD")) {
    d = d.toLowerCase();
    if (unlike[d]) letters += unlike[d];
    else if (/[\p{L}\p{Nd}]/u.test(d)) letters += d;
  }
  return letters;
}

// A connector may hold one word together; all that stand for one are given as
// the first of their row.
const rows = ["'’‘ʼ′＇‛", "-‐‑－", "·\u0387•‧∙⋅・･", ".", "/", "(", ")"];
export const connectors = new Map(rows.flatMap((row) => [...row].map((sign) => [sign, row[0]])));
