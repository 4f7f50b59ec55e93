// Finds what a query's words may be found by. Specified by internal/search:
// expand.go, synonym.go, typo.go. All is done on shards that are loaded; what
// is missing is noted, and [expand] starts again once it has come.

const variantFactor = Math.fround(0.4);
const spellingWeight = 0.9;
const apartWeight = 0.8;
const synonymWeight = 0.4;
const completionWeight = 0.8;
const longerWeight = 0.4;
const completionLimits = [0, 0, 4, 8, 20];
const typoWeights = [1, 0.9, 0.5];
const firstLetter = 0.7;
const farLetter = 0.7;
const soundWeight = 0.9;
const beginningWeight = 0.5;
const guessesLimit = 12;

const byText = (a, b) => a < b ? -1 : a > b ? 1 : 0;

// Lexicon is what is known of words by the shards that are loaded.
class Lexicon {
  missingWords = new Set();
  missingForms = new Set();
  missingParts = new Set(); // of the list of French words
  found = new Map(); // what was found for a misspelt word, by that word

  constructor(store) {
    this.store = store;
  }

  // has tells whether the postings of a key's stem are here.
  has(key) {
    const shard = this.store.wordShard(stem(key));
    if (this.store.loadedWords.has(shard)) return true;
    this.missingWords.add(shard);
    return false;
  }

  word(form) {
    return this.has(unhyphened(form)) ? this.store.words.get(form) : undefined;
  }

  // spelt are the words spelt like a key, hyphens aside.
  spelt(key) {
    const word = this.word(key);
    return (word ? [word] : []).concat(this.compounds(key));
  }

  compounds(key) {
    return this.has(key) ? this.store.joined.get(key) ?? [] : [];
  }

  variants(key) {
    return this.has(key) ? this.store.groups.get(stem(key)) ?? [] : [];
  }

  // term is the words spelt like keys or sharing their stems, or null.
  term(...keys) {
    return newTerm(keys.flatMap((k) => this.spelt(k)), keys.flatMap((k) => this.variants(k)));
  }

  // forms are the dictionary's entries that start so, in order.
  forms(prefix) {
    return this.#dictionary(prefix).filter(({ form }) => form.startsWith(prefix));
  }

  // all is the whole dictionary.
  get all() {
    if (this.store.everyForm) return this.store.everyForm;
    const list = this.#dictionary("");
    if (!this.missingForms.size) this.store.everyForm = list;
    return list;
  }

  // spellings are those of the whole dictionary, hyphens aside.
  get spellings() {
    const { all, store } = this;
    if (!store.everyForm) return new Set();
    return (store.spellings ??= new Set(all.map(({ form }) => unhyphened(form))));
  }

  #dictionary(prefix) {
    const shards = this.store.dictionaryShards(prefix);
    for (const n of shards) if (!this.store.dictionary[n]) this.missingForms.add(n);
    return shards.flatMap((n) => this.store.dictionary[n] ?? []);
  }

  // isFrench tells whether a form is a word of French.
  isFrench(form) {
    return this.#walk(form).is;
  }

  // beginsFrench tells whether a word of French starts so.
  beginsFrench(prefix) {
    const { firsts } = this.store.listShards;
    return firsts[shardOf(firsts, prefix) + 1]?.startsWith(prefix) || firsts[0].startsWith(prefix) || this.#walk(prefix).begins;
  }

  #walk(form) {
    const part = shardOf(this.store.listShards.firsts, form);
    if (this.store.list[part]) return this.store.list[part].walk(form);
    this.missingParts.add(part);
    return { begins: false, is: false };
  }

  // complete tells whether nothing asked for was missing; else it loads that.
  async complete() {
    const { missingWords, missingForms, missingParts } = this;
    if (!missingWords.size && !missingForms.size && !missingParts.size) return true;
    this.missingWords = new Set();
    this.missingForms = new Set();
    this.missingParts = new Set();
    await Promise.all([this.store.loadWords(missingWords), this.store.loadDictionary(missingForms), this.store.loadList(missingParts)]);
    return false;
  }
}

function newTerm(exact, variants) {
  const term = new Map(); // what an occurrence of a word counts for
  for (const word of exact) term.set(word, 1);
  for (const word of variants) if (!term.has(word)) term.set(word, variantFactor);
  return term.size ? term : null;
}

// expand gives the words with their alternatives. A word that has none is taken
// for a misspelling only where it is no word of French either. breathe is called
// now and then.
async function expand(words, lexicon, synonyms, breathe) {
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

// breather makes a function that lets the page do other things, once it has been
// kept from them for a while, and fails where the signal says so.
function breather(signal) {
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
// wanted next, tells which are.
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
    if (term) unit.alternatives.push({ terms: [term], weight });
  }
}

// readSynonyms prepares the synonyms of the head: forms by the stem of their
// first word.
function readSynonyms(list) {
  const byStem = new Map();
  for (const [replacedBy, ...texts] of list) {
    const forms = [...texts, replacedBy].map((text, i) => ({
      words: askedWords(text),
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

// synonymsIn yields the forms that a query's words hold, and where each starts.
function* synonymsIn(units, byStem) {
  for (let i = 0; i < units.length; i++) {
    for (const form of byStem.get(stem(units[i].forms[0])) ?? []) {
      if (form.words.every((w, k) => units[i + k] && stem(units[i + k].forms[0]) === stem(w.forms[0]))) yield [i, form];
    }
  }
}

function addSynonyms(units, lexicon, byStem) {
  for (const [i, form] of synonymsIn(units, byStem)) {
    for (const other of form.others) {
      const terms = allTerms(other, lexicon);
      if (!terms) continue;
      for (let k = 0; k < form.words.length; k++) units[i + k].alternatives.push({ terms, weight: synonymWeight, capped: true });
    }
  }
}

// outdatedTerms are the outdated terms among a query's words: { from, to }.
function outdatedTerms(units, byStem) {
  const found = new Map();
  for (const [, { outdated }] of synonymsIn(units, byStem)) {
    if (outdated && !found.has(outdated.to)) found.set(outdated.to, outdated);
  }
  return [...found.values()];
}

function allTerms(words, lexicon) {
  const terms = [];
  let inside = ""; // the compound that the last term is of
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

// Distances compare bytes, as Go does: a letter of a foreign script is several.
const bytesOf = (form) => /^[\0-\x7f]*$/.test(form) ? form : String.fromCharCode(...encoder.encode(form));

const shortestWord = 4; // that is corrected

function correct(unit, lexicon) {
  const [form] = unit.forms;
  if (byteLength(form) < shortestWord) return;
  for (const { form: guess, weight } of guesses(form, unit.partial, lexicon)) {
    const term = lexicon.term(unhyphened(guess));
    if (term) unit.alternatives.push({ terms: [term], weight, guess });
  }
}

// guesses are the entries that a misspelt word may mean, one a stem.
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

// resembling is the form most like one that exists but is nowhere, or "".
function resembling(form, lexicon) {
  if (byteLength(form) < shortestWord || hasDigit(form)) return "";
  const key = bytesOf(form);
  const found = oneMistake(key, lexicon);
  sortGuesses(key, found);
  return found[0]?.form ?? "";
}

// oneMistake are the entries one mistake away.
function oneMistake(key, lexicon) {
  const found = within(key, lexicon, 1, distance);
  for (const guess of found) guess.weight *= substitution(key, guess.bytes);
  return found;
}

function sortGuesses(key, found) {
  for (const guess of found) if (guess.bytes[0] !== key[0]) guess.weight *= firstLetter;
  found.sort((a, b) => b.weight - a.weight || b.count - a.count || byText(a.bytes, b.bytes));
}

// within are the entries at most so far away.
function within(key, lexicon, most, distance) {
  const found = [];
  for (const entry of lexicon.all) {
    const bytes = (entry.bytes ??= bytesOf(entry.form));
    const d = distance(key, bytes, most);
    if (d <= most && !hasDigit(entry.form)) found.push({ form: entry.form, count: entry.count, bytes, weight: typoWeights[d] });
  }
  return found;
}

// substitution is the factor of a form one mistake away.
function substitution(a, b) {
  if (a.length !== b.length) return 1;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i === a.length || a.slice(i + 1) !== b.slice(i + 1) || near(a[i], b[i]) ? 1 : farLetter;
}

// sounding adds the forms that sound like a word to those found, and gives
// both the weight of their sound where that is greater.
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

// distance is the optimal string alignment distance of two forms, or more than
// most where it is greater.
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  return editRow(a, b, most)?.[b.length] ?? most + 1;
}

// beginningDistance is the least distance of a form from a beginning of another.
function beginningDistance(a, b, most) {
  if (b.length < a.length - most) return most + 1;
  const row = editRow(a, b.slice(0, a.length + most), most);
  return row ? Math.min(...row) : most + 1;
}

const editRows = [0, 0, 0].map(() => new Uint8Array(maxForm + 1));

// editRow is the distances of a from all beginnings of b, by length, or null
// where all are greater than most.
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
