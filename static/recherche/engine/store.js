// Loads and decodes shards. Specified by internal/search: export*.go and the
// package comment, « Shards ».

import { unhyphened } from "./analyze.js";
import { Digits } from "./digits.js";
import { stem } from "./stem.js";
import { readSynonyms } from "./synonym.js";
import { Automaton } from "./wordlist.js";

// ShardError tells that a shard did not come or is not of the index at hand.
// Asking again may help: the store has forgotten what was wrong.
export class ShardError extends Error {
  constructor(shard, reason) {
    super(`recherche/${shard}.js : ${reason}`);
    this.name = "ShardError";
    this.shard = shard;
  }
}

// What shards say when they run, by name.
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

// The fields that words are looked for in, as the shards number them.
const [inTitle, inHeading, inBody, inTags] = [0, 1, 2, 3];
export const fields = [inTitle, inHeading, inBody, inTags];
export const scoredBySection = [inHeading, inBody];
const hashLength = 4;
const groupSize = 64;
const keptBits = 3;

// classLength is the mean of a class of lengths.
function classLength(kind) {
  const step = 2 ** (keptBits - 1);
  const low = Math.max(Math.floor(kind / step) - 1, 0);
  return (kind - low * step + 0.5) * 2 ** low - 0.5;
}

// Store keeps the shards that were loaded, and the tables that they fill. load
// runs the script at an address.
export class Store {
  constructor(base, load = loadScript) {
    this.base = base;
    this.load = load;
    this.failures = new Map(); // by name: what failed is asked for under another address, past what caches hold
    this.forget();
  }

  // forget drops everything, so that the next search starts with a new head.
  forget() {
    this.shards = new Map(); // promises of what is decoded, by name
    this.head = null;
    this.opening = null;
    this.words = new Map(); // by form: { form, count, lists }
    this.groups = new Map(); // by stem
    this.joined = new Map(); // compounds by their spelling without hyphens
    this.loadedWords = new Set(); // posting shards that are in the above
    this.dictionary = []; // dictionary shards loaded, by number
    this.everyForm = null; // of all of them, once they are there
    this.spellings = null;
    this.list = []; // parts of the list of French words loaded, by number
  }

  // fetch gives the data of a shard, checked against the hash expected.
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

  // shard gives what decode makes of a shard's data, loaded once.
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

  // open loads the head and the table of pages. The head is asked for anew
  // every few minutes, and at once after a shard of another version.
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
    this.typeLabels = new Map(head.types);
    this.synonyms = readSynonyms(head.synonyms);
    await this.shard("pages", head.table, (data) => this.#readTable(head, data));
    this.stale = false;
    this.head = head;
  }

  #readTable(head, [sections, weights]) {
    this.start = new Uint32Array(head.pages + 1); // by place, the page's first section
    this.places = new Uint32Array(head.sections); // by section
    this.weights = []; // by place, of its sections; one alone where all are the same
    const counts = new Digits(sections), kinds = new Digits(weights);
    for (let place = 0; place < head.pages; place++) {
      this.start[place + 1] = this.start[place] + counts.number();
      this.places.fill(place, this.start[place], this.start[place + 1]);
      this.weights.push(head.weights[kinds.number()]);
    }
    const tables = (n) => fields.map(() => new Float32Array(n));
    this.pageLengths = tables(head.pages); // by field and place, where a form that was loaded stands
    this.sectionLengths = tables(head.sections);
  }

  // wordShard numbers the posting shard of a stem.
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

  // dictionaryShards are the numbers of the shards with forms that start so;
  // all for none.
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

  // page gives a page as the interface shows it; a section's text may be the
  // number of the part that has it.
  page(place) {
    return this.shard(`p/${place.toString(36)}`, this.#groupHash(place), ([url, title, type, axis, date, summary, tags, sections]) => ({
      place, url, title, type, axis, date, summary, tags,
      sections: sections.map(([anchor, heading, text]) => ({ anchor, heading, text })),
    }));
  }

  // text gives the text of a page's section.
  async text(page, section) {
    const { text } = page.sections[section];
    if (typeof text === "string") return text;
    const texts = await this.shard(`p/${page.place.toString(36)}-${text.toString(36)}`, this.#groupHash(page.place), (data) => data);
    return texts[section - page.sections.findIndex((s) => s.text === text)];
  }

  #groupHash(place) {
    return this.pageGroups[Math.floor(place / groupSize)];
  }

  // facets gives what results are narrowed and sorted by: facets with options
  // { key, label, pages }, and by place the days of pages, -Infinity for none.
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

// settled waits for all promises, also where one fails: what is asked again
// then does not meet what is still under way.
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

// shardOf numbers the shard that has a key, of shards that start with firsts.
export function shardOf(firsts, key) {
  let low = 0, high = firsts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (firsts[middle] <= key) low = middle;
    else high = middle;
  }
  return low;
}
