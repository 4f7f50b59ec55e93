// Loads and decodes shards. Specified by internal/search: export*.go and the
// package comment, « Shards ».

import { unhyphened } from "./analyze.js";
import { Digits } from "./digits.js";
import { stem } from "./stem.js";
import { readSynonyms } from "./synonym.js";
import { Automaton } from "./wordlist.js";

// ShardError tells that a shard could not be loaded or is of another version.
// Another attempt may help: the store has dropped what failed.
export class ShardError extends Error {
  constructor(shard, reason) {
    super(`recherche/${shard}.js : ${reason}`);
    this.name = "ShardError";
    this.shard = shard;
  }
}

// The data of shards that have run, by name.
const arrived = new Map();
globalThis.recherche = (name, hash, data) => void arrived.set(name, { hash, data });

// loadScript runs the script at an address.
const loadScript = (address) => new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.async = true;
  script.src = address;
  script.onload = () => resolve(script.remove());
  script.onerror = () => reject(script.remove());
  document.head.append(script);
});

// The fields of the index, as the shards number them.
const [inTitle, inHeading, inBody, inTags] = [0, 1, 2, 3];
export const fields = [inTitle, inHeading, inBody, inTags];
export const scoredBySection = [inHeading, inBody];
const hashLength = 4;
const groupSize = 64;
const keptBits = 3;

// classLength returns the mean length of a class.
function classLength(kind) {
  const step = 2 ** (keptBits - 1);
  const low = Math.max(Math.floor(kind / step) - 1, 0);
  return (kind - low * step + 0.5) * 2 ** low - 0.5;
}

// Store holds the loaded shards and the tables made from them. load runs the
// script at an address.
export class Store {
  constructor(base, load = loadScript) {
    this.base = base;
    this.load = load;
    this.failures = new Map(); // by name: number of failures; a failed shard is loaded from another address, to bypass caches
    this.forget();
  }

  // forget drops everything, so that the next search starts with a new head.
  forget() {
    this.shards = new Map(); // promises of decoded shards, by name
    this.head = null;
    this.opening = null;
    this.words = new Map(); // by form: { form, count, lists }
    this.groups = new Map(); // by stem
    this.joined = new Map(); // compounds by their spelling without hyphens
    this.loadedWords = new Set(); // posting shards in the tables above
    this.dictionary = []; // loaded dictionary shards, by number
    this.everyForm = null; // of all dictionary shards, once they are loaded
    this.spellings = null;
    this.list = []; // loaded parts of the list of French words
  }

  // fetch loads the data of a shard and checks its hash.
  async fetch(name, hash) {
    const { shards } = this;
    const failures = this.failures.get(name) ?? 0;
    const fail = (reason) => {
      this.failures.set(name, failures + 1);
      return new ShardError(name, reason);
    };
    try {
      await this.load(`${this.base}recherche/${name}.js?${hash}${failures ? `-${failures}` : ""}`);
    } catch {
      throw fail("ne se charge pas");
    }
    const shard = arrived.get(name);
    arrived.delete(name);
    if (!shard) throw fail("ne dit rien");
    if (name !== "index" && shard.hash !== hash) {
      if (shards === this.shards) {
        this.forget();
        this.stale = true;
      }
      throw fail("est d’une autre version");
    }
    return shard.data;
  }

  // shard loads a shard once and returns what decode makes of its data.
  shard(name, hash, decode) {
    let promise = this.shards.get(name);
    if (!promise) {
      const shards = this.shards;
      promise = this.fetch(name, hash).then(async (data) => {
        if (shards !== this.shards) throw new ShardError(name, "est d’une autre version");
        try {
          return await decode(data);
        } catch (e) {
          throw e instanceof ShardError ? e : new ShardError(name, e.message);
        }
      });
      shards.set(name, promise);
      promise.catch(() => shards.delete(name));
    }
    return promise;
  }

  // open loads the head and the table of pages. The head is loaded again every
  // few minutes, and at once after a shard of another version.
  open() {
    this.opening ??= this.#open().catch((e) => {
      this.forget();
      throw e;
    });
    return this.opening;
  }

  async #open() {
    const head = await this.fetch("index", Math.floor(Date.now() / (this.stale ? 1 : 3e5)).toString(36));
    const hashes = (text) => text.match(new RegExp(`.{${hashLength}}`, "g")) ?? [];
    const firsts = (text) => ["", ...text.split(" ").filter(Boolean)];
    this.wordShards = { firsts: firsts(head.words), hashes: hashes(head.wordHashes) };
    this.formShards = { firsts: firsts(head.forms), hashes: hashes(head.formHashes) };
    this.listShards = { firsts: head.list.split(" "), hashes: hashes(head.listHashes) };
    this.pageGroups = hashes(head.groups);
    this.types = head.types.map(([name, label, names]) => ({ name, label, names }));
    this.typeLabels = new Map(this.types.map(({ name, label }) => [name, label]));
    this.synonyms = readSynonyms(head.synonyms);
    await this.shard("pages", head.table, (data) => this.#readTable(head, data));
    this.stale = false;
    this.head = head;
  }

  #readTable(head, [sections, weights, types]) {
    this.start = new Uint32Array(head.pages + 1); // by place: the page's first section
    this.places = new Uint32Array(head.sections); // by section
    this.weights = []; // by place: weights of the page's sections; a single one if all are equal
    this.typeOf = []; // by place: one of types, or undefined
    const counts = new Digits(sections), kinds = new Digits(weights), typeNumbers = new Digits(types);
    for (let place = 0; place < head.pages; place++) {
      this.start[place + 1] = this.start[place] + counts.number();
      this.places.fill(place, this.start[place], this.start[place + 1]);
      this.weights.push(head.weights[kinds.number()]);
      this.typeOf.push(this.types[typeNumbers.number() - 1]);
    }
    const tables = (n) => fields.map(() => new Float32Array(n));
    this.pageLengths = tables(head.pages); // by field and place, for fields with a loaded form
    this.sectionLengths = tables(head.sections);
  }

  // wordShard returns the number of the posting shard of a stem.
  wordShard(stem) {
    return shardOf(this.wordShards.firsts, stem);
  }

  // loadWords loads posting shards by number.
  loadWords(numbers) {
    return settled([...numbers].map((n) =>
      this.shard(`m/${n.toString(36)}`, this.wordShards.hashes[n], (data) => this.#readWords(n, data))));
  }

  #readWords(n, [formDigits, postingDigits, lengthDigits]) {
    const forms = new Digits(formDigits), postings = new Digits(postingDigits), lengths = new Digits(lengthDigits);
    const words = [];
    for (let form = ""; forms.more;) {
      form = forms.frontCoded(form);
      const inFields = forms.number();
      const lists = fields.map((_, f) => inFields >> f & 1 ? { sections: new Uint32Array(forms.number()), times: null } : null);
      let count = 0;
      lists.forEach((list, f) => {
        if (!list) return;
        count += list.sections.length;
        this.#readList(list, f, postings, lengths);
      });
      words.push({ form, count, lists });
    }
    if (postings.more || lengths.more) throw new Error("suite inattendue");
    for (const word of words) this.#addWord(word);
    this.loadedWords.add(n);
  }

  #readList(list, f, postings, lengths) {
    const n = list.sections.length;
    list.times = new Float32Array(n);
    let next = 0, on = -1;
    for (let i = 0; i < n; i++) {
      const delta = postings.number();
      const section = next + (delta >> 1);
      if (section >= this.places.length) throw new Error("section inconnue");
      next = section + 1;
      list.sections[i] = section;
      list.times[i] = delta & 1 ? postings.number() + 2 : 1;
      const place = this.places[section];
      if (place !== on) {
        on = place;
        this.pageLengths[f][place] = classLength(lengths.number());
      }
      if (scoredBySection.includes(f)) {
        const alone = this.start[place + 1] - this.start[place] === 1;
        this.sectionLengths[f][section] = alone ? this.pageLengths[f][place] : classLength(lengths.number());
      }
    }
  }

  #addWord(word) {
    const append = (map, key) => map.has(key) ? map.get(key).push(word) : map.set(key, [word]);
    const key = unhyphened(word.form);
    this.words.set(word.form, word);
    append(this.groups, stem(key));
    if (key !== word.form) append(this.joined, key);
  }

  // dictionaryShards returns the numbers of the shards with forms that start
  // with prefix; all if it is empty.
  dictionaryShards(prefix) {
    const { firsts } = this.formShards;
    const from = prefix ? shardOf(firsts, prefix) : 0;
    let to = from + 1;
    while (to < firsts.length && firsts[to].startsWith(prefix)) to++;
    return Array.from({ length: to - from }, (_, i) => from + i);
  }

  // loadDictionary loads dictionary shards by number: lists of { form, count }.
  loadDictionary(numbers) {
    return settled([...numbers].map((n) =>
      this.shard(`f/${n.toString(36)}`, this.formShards.hashes[n], (text) => {
        const forms = new Digits(text), list = [];
        for (let form = ""; forms.more;) {
          form = forms.frontCoded(form);
          list.push({ form, count: forms.number() });
        }
        this.dictionary[n] = list;
      })));
  }

  // loadList loads parts of the list of French words by number.
  loadList(numbers) {
    return settled([...numbers].map((n) =>
      this.shard(`l/${n.toString(36)}`, this.listShards.hashes[n], (text) => { this.list[n] = new Automaton(text); })));
  }

  // page returns a page as the interface shows it; the text of a section may be
  // the number of the part that holds it.
  page(place) {
    return this.shard(`p/${place.toString(36)}`, this.#groupHash(place), ([url, title, type, axis, date, summary, tags, sections]) => ({
      place, url, title, type, axis, date, summary, tags,
      sections: sections.map(([anchor, heading, text]) => ({ anchor, heading, text })),
    }));
  }

  // text returns the text of a section.
  async text(page, section) {
    const { text } = page.sections[section];
    if (typeof text === "string") return text;
    const texts = await this.shard(`p/${page.place.toString(36)}-${text.toString(36)}`, this.#groupHash(page.place), (data) => data);
    return texts[section - page.sections.findIndex((s) => s.text === text)];
  }

  #groupHash(place) {
    return this.pageGroups[Math.floor(place / groupSize)];
  }

  // facets returns the facets with their options, { key, label, pages }, and
  // the days of pages by place, -Infinity for none.
  facets() {
    return this.shard("facettes", this.head.facets, ([facets, dayDigits]) => {
      const days = new Float64Array(this.head.pages).fill(-Infinity);
      const numbers = new Digits(dayDigits);
      for (let next = 0, last = 0; numbers.more; next++) {
        next += numbers.number();
        const delta = numbers.number();
        last += delta % 2 ? -(delta - 1) / 2 : delta / 2;
        days[next] = last;
      }
      return { days, facets: facets.map(([name, label, options]) => ({
        name, label, options: options.map(([key, label, places]) => ({ key, label, pages: readPlaces(places) })),
      })) };
    });
  }
}

// settled waits for all promises, even if one fails, so that another attempt
// does not meet requests still in progress.
async function settled(promises) {
  const results = await Promise.allSettled(promises);
  const failed = results.find((r) => r.status === "rejected");
  if (failed) throw failed.reason;
  return results.map((r) => r.value);
}

function readPlaces(text) {
  const places = new Set(), numbers = new Digits(text);
  for (let next = 0; numbers.more; next++) {
    next += numbers.number();
    places.add(next);
  }
  return places;
}

// shardOf returns the number of the shard that holds a key; firsts are the
// first keys of the shards.
export function shardOf(firsts, key) {
  let low = 0, high = firsts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (firsts[middle] <= key) low = middle;
    else high = middle;
  }
  return low;
}
