// The words in the loaded shards. Missing shards are recorded and loaded by
// [Lexicon.complete]. Specified by internal/search/lexicon.go.

import { unhyphened } from "./analyze.js";
import { stem } from "./stem.js";
import { shardOf } from "./store.js";

const variantFactor = Math.fround(0.4);

// Lexicon holds the words of the loaded shards.
export class Lexicon {
  missingWords = new Set();
  missingForms = new Set();
  missingParts = new Set(); // parts of the list of French words
  found = new Map(); // corrections found, by misspelt word

  constructor(store) {
    this.store = store;
  }

  // has tells whether the postings of a key's stem are loaded.
  has(key) {
    const shard = this.store.wordShard(stem(key));
    if (this.store.loadedWords.has(shard)) return true;
    this.missingWords.add(shard);
    return false;
  }

  word(form) {
    return this.has(unhyphened(form)) ? this.store.words.get(form) : undefined;
  }

  // spelt returns the words spelt like a key, hyphens aside.
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

  // term returns the words that are spelt like the keys or share their stems,
  // or null.
  term(...keys) {
    return newTerm(keys.flatMap((k) => this.spelt(k)), keys.flatMap((k) => this.variants(k)));
  }

  // forms returns the dictionary's entries that start with prefix, in order.
  forms(prefix) {
    return this.#dictionary(prefix).filter(({ form }) => form.startsWith(prefix));
  }

  // all returns the whole dictionary.
  get all() {
    if (this.store.everyForm) return this.store.everyForm;
    const list = this.#dictionary("");
    if (!this.missingForms.size) this.store.everyForm = list;
    return list;
  }

  // spellings returns the spellings of the whole dictionary, hyphens aside.
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

  // isFrench tells whether a form is a French word.
  isFrench(form) {
    return this.#walk(form).is;
  }

  // beginsFrench tells whether a French word starts with prefix.
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

  // complete tells whether nothing was missing; otherwise it loads the missing
  // shards.
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

export function newTerm(exact, variants) {
  const term = new Map(); // by word, the weight of one occurrence
  for (const word of exact) term.set(word, 1);
  for (const word of variants) if (!term.has(word)) term.set(word, variantFactor);
  return term.size ? term : null;
}
