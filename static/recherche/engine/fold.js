// Folds characters. Specified by internal/french/fold.go.

import { unlike } from "intraqvt:french";

// The letters that a character stands for: "" if it is not part of a word, or
// null if it is ignored within one.
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

// Connectors may join parts to one word; those of a row count as the first one.
const rows = ["'’‘ʼ′＇‛", "-‐‑－", "·\u0387•‧∙⋅・･", ".", "/", "(", ")"];
export const connectors = new Map(rows.flatMap((row) => [...row].map((sign) => [sign, row[0]])));
