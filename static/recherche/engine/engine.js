// Answers queries with the pages found and their excerpts. Specified by
// internal/search/find.go and phrase.go.

import { readTokens, unhyphened } from "./analyze.js";
import { answersTo, meanings, typesIn } from "./answer.js";
import { makeMatcher } from "./excerpt.js";
import { breather, expand } from "./expand.js";
import { Lexicon } from "./lexicon.js";
import { phraseIn, readPhrase, says } from "./phrase.js";
import { readQuery } from "./query.js";
import { byScore, Ranking } from "./rank.js";
import { Store } from "./store.js";
import { namedTerms, outdatedTerms } from "./synonym.js";
import { byteLength, maxForm } from "./text.js";
import { byText } from "./typo.js";

const phraseChecks = 200; // maximum number of pages that are read to find a phrase
const spellingPages = 3;
const phraseCount = 40; // number of further pages read to count those with the phrase, once enough are found

// Engine answers queries on the portal at base, an address that ends with a
// slash or is empty. The first search loads what all searches need; ready loads
// it earlier. Both fail with a ShardError, and may be tried again.
export class Engine {
  constructor({ base, load }) {
    this.store = new Store(base, load);
  }

  ready() {
    return this.store.open();
  }

  // search answers a query. complete tells that the last word of text is still
  // being typed; types and filters, { facet: [keys] }, narrow the results; sort
  // is "relevance" or "date"; sections is the number of sections for each hit.
  // signal cancels the search, with the signal's reason as error. facets is
  // null in the result until they are loaded: see facets.
  async search({ text = "", complete = false, types = [], filters = {}, sort = "relevance", limit = 10, offset = 0, sections = 0, signal } = {}) {
    await this.store.open();
    signal?.throwIfAborted();
    const { store } = this;
    const { head } = store;
    const asked = readQuery(text, complete);
    const lexicon = new Lexicon(store);
    const breathe = breather(signal);
    const words = await expand(asked.words, lexicon, store.synonyms, breathe);
    const excluded = await this.#excluded(asked.excluded, lexicon);
    const phrases = await Promise.all(asked.phrases.map((p) => this.#phrase(p, lexicon)));
    const isCommon = (text) => { const phrase = readPhrase(text); return phrase.length > 0 && !says(phrase); };
    const common = [...asked.phrases.filter((p) => isCommon(p) && !asked.stops), ...asked.excluded.filter(isCommon).map((e) => `-${e}`)];
    signal?.throwIfAborted();

    const chosen = new Map(Object.entries(types.length ? { ...filters, type: types } : filters).filter(([, keys]) => keys.length));
    const facets = chosen.size || sort === "date" ? await store.facets() : null;
    for (const [name, keys] of [...chosen]) {
      const facet = facets.facets.find((f) => f.name === name);
      if (facet) chosen.set(name, facet.options.map(({ key }) => key).filter((key) => keys.includes(key)));
      else chosen.delete(name);
    }
    const meant = words.map(meanings);
    const ranking = new Ranking(store, namedTerms(words, store.synonyms), typesIn(meant, store.types));
    for (const word of words) {
      ranking.add(word);
      await breathe();
    }
    let found = ranking.best(words.length || 1, !words.length && chosen.size);
    found = found.filter(({ place }) => !excluded.words.has(place));
    const narrowed = facets ? found.filter(({ place }) => passes(facets, chosen, place)) : found;
    if (sort === "date") narrowed.sort((a, b) => facets.days[b.place] - facets.days[a.place] || 0);

    // Pages that the query names are checked first: the best that passes comes first.
    if (sort !== "date") narrowed.sort((a, b) => b.named - a.named || byScore(a, b));
    const checked = await this.#check(narrowed, phrases.filter(Boolean), excluded.phrases, offset + limit);
    if (sort !== "date") {
      const [first, ...others] = checked.list;
      if (first?.named) checked.list = [first, ...others.sort(byScore)];
    }
    signal?.throwIfAborted();
    const matcher = makeMatcher(wordsByForm(words));
    const show = (found) => this.#hit(found, matcher, sections);
    const passing = (words.length ? answersTo(meant, head.answers) : [])
      .filter((place) => !excluded.words.has(place) && (!facets || passes(facets, chosen, place)));
    const answers = (await this.#check(passing.map((place) => narrowed.find((f) => f.place === place) ?? { place, score: 0, sections: [] }),
      phrases.filter(Boolean), excluded.phrases, passing.length)).list;
    const [hits, first] = await Promise.all([
      Promise.all(checked.list.slice(offset, offset + limit).map(show)), Promise.all(answers.map(show)),
    ]);
    const result = {
      hits, total: checked.total, exact: checked.exact, lost: checked.lost, unread: checked.unread, chosen: first,
      suggestion: await this.#suggestion(text, words, hits),
      ...await this.#told(text, asked, words, common, lexicon),
      cut: asked.cut ? words.length : 0,
      onlyExcludes: !words.length && asked.excluded.length > 0 && !chosen.size,
      replaced: outdatedTerms(words, store.synonyms),
      facets: null, found, filters: chosen,
    };
    signal?.throwIfAborted();
    if (facets) result.facets = countFacets(facets, result);
    return result;
  }

  // facets returns the facets of a result, and loads them if necessary: { name,
  // label, options: [{ key, label, count }] }. The count of an option is the
  // number of pages with it that match the choices of all other facets.
  async facets(result) {
    return result.facets ??= countFacets(await this.store.facets(), result);
  }

  // excluded returns the pages with excluded words, and the excluded phrases,
  // which must still be checked.
  async #excluded(texts, lexicon) {
    const words = new Set(), phrases = [];
    for (const text of texts) {
      const phrase = readPhrase(text);
      if (!says(phrase)) continue;
      if (phrase.length > 1) phrases.push(await this.#phrase(text, lexicon));
      if (phrase.length !== 1) continue;
      let term;
      do term = lexicon.term(...phrase[0].forms); while (!await lexicon.complete());
      for (const word of term?.keys() ?? []) {
        for (const list of word.lists) for (const section of list?.sections ?? []) words.add(this.store.places[section]);
      }
    }
    return { words, phrases: phrases.filter(Boolean) };
  }

  // phrase returns a phrase with the sections that hold all its words, by
  // place; null if it has no word.
  async #phrase(text, lexicon) {
    const words = readPhrase(text);
    const wanted = words.filter(({ stop }) => !stop);
    if (!wanted.length) return null;
    let lists;
    do lists = wanted.map(({ forms }) => forms.map((f) => lexicon.word(f)).filter(Boolean)); while (!await lexicon.complete());
    let sections = null;
    for (const list of lists) {
      const having = new Set();
      for (const word of list) {
        for (const l of word.lists) for (const s of l?.sections ?? []) if (!sections || sections.has(s)) having.add(s);
      }
      sections = having;
    }
    const byPlace = new Map();
    for (const s of sections) {
      const place = this.store.places[s];
      if (byPlace.has(place)) byPlace.get(place).push(s);
      else byPlace.set(place, [s]);
    }
    return { text, words, byPlace, checked: new Map() };
  }

  // isIn tells whether a page holds a phrase.
  async #isIn(phrase, place) {
    if (!phrase.byPlace.has(place)) return false;
    if (!phrase.checked.has(place)) {
      const page = await this.store.page(place);
      let is = [page.title, ...page.tags].some((t) => phraseIn(phrase.words, t));
      for (const s of phrase.byPlace.get(place)) {
        const n = s - this.store.start[place];
        is ||= phraseIn(phrase.words, page.sections[n].heading) || phraseIn(phrase.words, await this.store.text(page, n));
      }
      phrase.checked.set(place, is);
    }
    return phrase.checked.get(place);
  }

  // check removes pages without a required phrase, unless no page has it, and
  // pages with an excluded one. It reads pages from the best on until enough
  // are found; the others count as found, and total is not exact.
  async #check(list, required, refused, enough) {
    const held = [], lost = [], unread = [];
    for (const phrase of required) {
      const order = [...new Set([...list.map((f) => f.place).filter((p) => phrase.byPlace.has(p)), ...phrase.byPlace.keys()])];
      for (const batch of batches(order.slice(0, phraseChecks))) {
        if (!(await Promise.all(batch.map((p) => this.#isIn(phrase, p)))).some(Boolean)) continue;
        held.push(phrase);
        break;
      }
      if (held.at(-1) !== phrase) (order.length <= phraseChecks ? lost : unread).push(phrase.text.slice(1, -1).trim());
    }
    if (!held.length && !refused.length) return { list, total: list.length, exact: true, lost, unread };
    const candidates = list.filter((f) => held.every((p) => p.byPlace.has(f.place)));
    const passing = [];
    let read = 0;
    for (const batch of batches(candidates)) {
      if (read >= (passing.length < enough ? phraseChecks : phraseCount)) break;
      const fit = await Promise.all(batch.map(async ({ place }) => {
        for (const p of held) if (!await this.#isIn(p, place)) return false;
        for (const p of refused) if (await this.#isIn(p, place)) return false;
        return true;
      }));
      passing.push(...batch.filter((_, i) => fit[i]));
      read += batch.length;
    }
    return { list: passing, total: passing.length + candidates.length - read, exact: read === candidates.length, lost, unread };
  }

  async #hit({ place, score, sections }, matcher, most) {
    const page = await this.store.page(place);
    const show = async ({ section }) => {
      const { anchor, heading } = page.sections[section];
      return { anchor, heading, excerpt: matcher.excerpt(await this.store.text(page, section)) };
    };
    const best = await Promise.all(sections.slice(0, Math.max(most, 1)).map(show));
    let { anchor, heading, excerpt } = best[0] ?? { anchor: "", heading: "", excerpt: [] };
    for (let n = 0; !excerpt.length && n < page.sections.length; n++) {
      const text = await this.store.text(page, n);
      if (text.trim()) excerpt = matcher.excerpt(text);
    }
    const { url, title, type, axis, date, summary } = page;
    return {
      place, url, title, type, typeLabel: this.store.typeLabels.get(type) ?? "", axis, date, summary, score,
      anchor, heading, excerpt, sections: most ? best : [],
    };
  }

  // told returns the notes about the query's words: absent are those that no
  // page holds, { word, near, instead }; kin are those for which related words
  // were found, { word, found }; begun is the last word, if only longer words
  // were found; common are stop words in the query; shortened are words so long
  // that their beginnings were searched.
  async #told(text, asked, words, common, lexicon) {
    const told = { absent: [], kin: [], begun: "", common, shortened: [] };
    for (const unit of words) {
      const word = text.slice(unit.start, unit.end);
      if (byteLength(word) > maxForm && byteLength(unit.forms[0]) > maxForm - 4) told.shortened.push(word);
      const kin = kinOf(unit);
      if (asked.stops) {
        common.push(word);
      } else if (!unit.alternatives.length) {
        const near = unit.near && await this.#spellingIn(unit.near, lexicon);
        told.absent.push({ word, near, instead: near && text.slice(0, unit.start) + near + text.slice(unit.end) });
      } else if (unit.begun) {
        told.begun = word;
      } else if (kin) {
        told.kin.push({ word, found: await this.#spellingIn(kin, lexicon) });
      }
    }
    return told;
  }

  // suggestion returns the query with each misspelt word corrected, or "".
  async #suggestion(text, words, hits) {
    let corrected = "", at = 0;
    for (const word of words) {
      const guess = word.alternatives.find((a) => a.guess)?.guess;
      if (!guess || !hits.length) continue;
      corrected += text.slice(at, word.start) + await this.#spelling(guess, hits.map((h) => h.place));
      at = word.end;
    }
    return at ? corrected + text.slice(at) : "";
  }

  // spellingIn returns how the first pages with a form mostly spell it.
  async #spellingIn(form, lexicon) {
    let word;
    do word = lexicon.word(form); while (!await lexicon.complete());
    const places = new Set();
    for (const list of word?.lists ?? []) for (const section of list?.sections ?? []) places.add(this.store.places[section]);
    return this.#spelling(form, [...places].sort((a, b) => a - b).slice(0, spellingPages));
  }

  // spelling returns how some pages mostly spell a form.
  async #spelling(form, places) {
    const spellings = new Map();
    let best = form;
    for (const place of places) {
      const page = await this.store.page(place);
      for (let n = 0; n < page.sections.length; n++) {
        for (const text of [page.title, page.sections[n].heading, await this.store.text(page, n)]) {
          for (const token of readTokens(text)) {
            if (token.kind === "variant" || token.form !== form) continue;
            const spelt = text.slice(token.start, token.end).toLowerCase();
            spellings.set(spelt, (spellings.get(spelt) ?? 0) + 1);
            if (spellings.get(spelt) > (spellings.get(best) ?? 0)) best = spelt;
          }
        }
      }
    }
    return best;
  }
}

function* batches(list, size = 10) {
  for (let i = 0; i < list.length; i += size) yield list.slice(i, i + size);
}

// kinOf returns the most frequent form of the same stem for a word that is not
// indexed as it is spelt. It is "" if the word is indexed, in singular or
// plural, or was found in another way.
function kinOf({ forms, compounds, alternatives: [first] }) {
  if (!first || first.weight < 1 || compounds.length) return "";
  const number = (form) => form.replace(/[sx]+$/, "");
  let best = null;
  for (const [word, factor] of first.terms[0]) {
    if (factor === 1 || number(unhyphened(word.form)) === number(forms[0])) return "";
    if (!best || word.count > best.count || word.count === best.count && byText(word.form, best.form) < 0) best = word;
  }
  return best.form;
}

function wordsByForm(words) {
  const bits = new Map();
  words.forEach(({ alternatives }, i) => {
    for (const { terms } of alternatives) {
      for (const term of terms) {
        for (const { form } of term.keys()) bits.set(form, (bits.get(form) ?? 0) | 1 << Math.min(i, 31));
      }
    }
  });
  return bits;
}

// passes tells whether a page has a chosen option of each facet except one.
function passes({ facets }, chosen, place, but) {
  return facets.every(({ name, options }) => name === but || !chosen.has(name) ||
    options.some(({ key, pages }) => chosen.get(name).includes(key) && pages.has(place)));
}

function countFacets(shard, { found, filters: chosen }) {
  return shard.facets.map(({ name, label, options }) => {
    const places = found.map((f) => f.place).filter((place) => passes(shard, chosen, place, name));
    return { name, label, options: options.map(({ key, label, pages }) => ({
      key, label, count: places.reduce((n, place) => n + pages.has(place), 0),
    })).filter(({ key, count }) => count || chosen.get(name)?.includes(key)) };
  });
}
