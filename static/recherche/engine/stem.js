// Stems words. Specified by internal/french/stem.go.

import * as french from "intraqvt:french";
import { setOf } from "./text.js";

const inAil = setOf(french.inAil);

// stem returns what the variants of a word have in common.
export function stem(form) {
  if (!/^[a-z]{4,}$/.test(form)) return form;
  let s = singular(form);
  for (const [ending, longer, becomes, goOn] of french.derivations) {
    if (s.length > longer && s.endsWith(ending)) {
      s = s.slice(0, -ending.length) + becomes;
      if (!goOn) break;
    }
  }
  return undouble(s);
}

function singular(s) {
  if (s.length > 4 && /[^e]aux$/.test(s)) {
    const base = s.slice(0, -3);
    return inAil.has(base) ? base + "ail" : s.slice(0, -2) + "l";
  }
  return s.replace(/[xs]$/, "");
}

function undouble(s) {
  if (s.length <= 3) return s;
  if (s.length === 4) return s.replace(/e$/, "");
  s = s.replace(/(.)\1+/g, "$1");
  for (const c of "reei") {
    if (s.length > 4 && s.endsWith(c)) s = s.slice(0, -1);
  }
  return s;
}
