// Sounds of words, and neighbouring keys. Specified by
// internal/french/sound.go.

import * as french from "intraqvt:french";

const spellings = new Map(french.spellings);

// sound returns an approximation of how a form sounds.
export function sound(form) {
  let b = "";
  for (let i = 0; i < form.length;) {
    let n = 1, as = form[i];
    for (const size of [3, 2, 1]) {
      const s = spellings.get(form.slice(i, i + size));
      if (s === undefined || i + size > form.length) continue;
      [n, as] = [size, s];
      if (as.length > 1 && "ei".includes(as.at(-1))) [n, as] = [n - 1, as.slice(0, -1)]; // the vowel may start another sound
      break;
    }
    for (const letter of as) if (!b.endsWith(letter)) b += letter;
    i += n;
  }
  while (b.length > 3 && ("estdx".includes(b.at(-1)) || b.endsWith("er"))) b = b.slice(0, -1);
  return b;
}

// near tells whether two letters are neighbours on a French keyboard.
export function near(a, b) {
  const [rowA, rowB] = [a, b].map((letter) => french.keyboard.findIndex((row) => row.includes(letter)));
  return rowA >= 0 && rowB >= 0 && Math.abs(rowA - rowB) < 2 && Math.abs(french.keyboard[rowA].indexOf(a) - french.keyboard[rowB].indexOf(b)) < 2;
}
