// Corrects misspelt words. Specified by internal/search/typo.go.

import { unhyphened } from "./analyze.js";
import { near, sound } from "./sound.js";
import { stem } from "./stem.js";
import { byteLength, encoder, hasDigit, maxForm } from "./text.js";

const typoWeights = [1, 0.9, 0.5];
const firstLetter = 0.7;
const farLetter = 0.7;
const soundWeight = 0.9;
const beginningWeight = 0.5;
const guessesLimit = 12;

export const byText = (a, b) => a < b ? -1 : a > b ? 1 : 0;

// Distances compare bytes, as in Go: a letter of another script is several
// bytes.
const bytesOf = (form) => /^[\0-\x7f]*$/.test(form) ? form : String.fromCharCode(...encoder.encode(form));

const shortestWord = 4; // minimum length of a word that is corrected

export function correct(unit, lexicon) {
  const [form] = unit.forms;
  if (byteLength(form) < shortestWord) return;
  for (const { form: guess, weight } of guesses(form, unit.partial, lexicon)) {
    const term = lexicon.term(unhyphened(guess));
    if (term) unit.alternatives.push({ terms: [term], weight, guess });
  }
}

// guesses returns the entries that a misspelt word may mean, one for each stem.
function guesses(form, partial, lexicon) {
  const asked = `${form} ${partial}`;
  if (lexicon.found.has(asked)) return lexicon.found.get(asked);
  const key = bytesOf(form);
  let found = sounding(key, lexicon, oneMistake(key, lexicon));
  if (!found.length && key.length >= 8) found = within(key, lexicon, 2, distance);
  if (!found.length && partial && key.length >= 5 && !lexicon.beginsFrench(form)) {
    found = within(key, lexicon, 1, beginningDistance);
    for (const guess of found) guess.weight = beginningWeight;
  }
  sortGuesses(key, found);
  const stems = new Set();
  found = found.filter(({ form }) => {
    const s = stem(unhyphened(form));
    return !stems.has(s) && stems.size < guessesLimit && stems.add(s);
  });
  if (!lexicon.missingForms.size && !lexicon.missingParts.size) lexicon.found.set(asked, found);
  return found;
}

// resembling returns the entry most similar to a French word that is not
// indexed, or "".
export function resembling(form, lexicon) {
  if (byteLength(form) < shortestWord || hasDigit(form)) return "";
  const key = bytesOf(form);
  const found = oneMistake(key, lexicon);
  sortGuesses(key, found);
  return found[0]?.form ?? "";
}

// oneMistake returns the entries one mistake away.
function oneMistake(key, lexicon) {
  const found = within(key, lexicon, 1, distance);
  for (const guess of found) guess.weight *= substitution(key, guess.bytes);
  return found;
}

function sortGuesses(key, found) {
  for (const guess of found) if (guess.bytes[0] !== key[0]) guess.weight *= firstLetter;
  found.sort((a, b) => b.weight - a.weight || b.count - a.count || byText(a.bytes, b.bytes));
}

// within returns the entries whose distance is at most most.
function within(key, lexicon, most, distance) {
  const found = [];
  for (const entry of lexicon.all) {
    const bytes = (entry.bytes ??= bytesOf(entry.form));
    const d = distance(key, bytes, most);
    if (d <= most && !hasDigit(entry.form)) found.push({ form: entry.form, count: entry.count, bytes, weight: typoWeights[d] });
  }
  return found;
}

// substitution returns the factor of a form one mistake away.
function substitution(a, b) {
  if (a.length !== b.length) return 1;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i === a.length || a.slice(i + 1) !== b.slice(i + 1) || near(a[i], b[i]) ? 1 : farLetter;
}

// sounding adds the forms that sound like a word to the guesses. A form that is
// already among them gets the greater of the two weights.
function sounding(key, lexicon, found) {
  const wanted = sound(key);
  if (wanted.length < 3) return found;
  const known = new Map(found.map((guess) => [guess.form, guess]));
  for (const entry of lexicon.all) {
    const { form, count } = entry;
    const bytes = (entry.bytes ??= bytesOf(form));
    if ((entry.sound ??= sound(bytes)) !== wanted || Math.abs(bytes.length - key.length) > 3 || hasDigit(form)) continue;
    const guess = known.get(form);
    if (guess) guess.weight = Math.max(guess.weight, soundWeight);
    else found.push({ form, count, bytes, weight: soundWeight });
  }
  return found;
}

// distance returns the optimal string alignment distance of two forms, or a
// number above most if it is greater.
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  return editRow(a, b, most)?.[b.length] ?? most + 1;
}

// beginningDistance returns the smallest distance of a form from a beginning of
// another one.
function beginningDistance(a, b, most) {
  if (b.length < a.length - most) return most + 1;
  const row = editRow(a, b.slice(0, a.length + most), most);
  return row ? Math.min(...row) : most + 1;
}

const editRows = [0, 0, 0].map(() => new Uint8Array(maxForm + 1));

// editRow returns the distances of a from all beginnings of b, by length, or
// null if all are greater than most.
function editRow(a, b, most) {
  if (a.length > maxForm || b.length > maxForm) return null;
  let [before, previous, current] = editRows.map((row) => row.subarray(0, b.length + 1));
  for (let j = 0; j <= b.length; j++) previous[j] = j;
  for (let i = 1; i <= a.length; i++) {
    let least = current[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let d = Math.min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2] + 1);
      current[j] = d;
      if (d < least) least = d;
    }
    if (least > most) return null;
    [before, previous, current] = [previous, current, before];
  }
  return previous;
}
