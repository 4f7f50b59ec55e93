// Ranks pages. Specified by internal/search/rank.go.

import { fields, scoredBySection } from "./store.js";

const bm25K1 = 1.2;
const bm25B = 0.75;
const fieldWeights = [2, 0.6, 1, 1];
const inTitle = 0;

// byScore orders pages found, the best first.
export const byScore = (a, b) => b.score - a.score || a.place - b.place;
const typeFactor = 2.5;
const rounded = (score) => Math.round(score * 1e4) / 1e4;

// Ranking scores all pages for the added words. Numbers have single precision
// where Go's do.
export class Ranking {
  constructor(store, terms, types) {
    this.store = store;
    this.types = new Set(types); // those that the query names
    this.terms = terms; // the places of glossary terms that the query is a form of
    const { head } = store;
    const tables = (n) => fields.map(() => new Float32Array(n));
    this.inSections = { times: tables(head.sections), met: [] };
    this.others = null; // of the further terms of an alternative
    this.inPages = { times: tables(head.pages), met: [] };
    this.sections = new Scores(head.sections);
    this.pages = new Scores(head.pages);
    this.matched = new Uint16Array(head.pages);
    this.titled = new Uint16Array(head.pages); // by place: how many words of the query the title holds, as they are
    this.inTitle = new Set(); // the places of titles that hold the current word
    this.sectionAverage = head.average.map((average) => average * head.pages / Math.max(head.sections, 1));
  }

  add({ alternatives }) {
    let own = 0;
    alternatives.forEach((alternative, i) => {
      const idf = this.#weigh(alternative, own);
      if (i === 0) own = idf;
    });
    for (const place of this.pages.met) this.matched[place]++;
    for (const place of this.inTitle) this.titled[place]++;
    this.inTitle.clear();
    this.pages.endWord();
    this.sections.endWord();
  }

  #weigh({ terms, weight, capped, longer }, own) {
    const { store, inSections, inPages } = this;
    this.#count(terms);
    for (const section of inSections.met) {
      if (none(inSections, section)) continue;
      const place = store.places[section];
      if (none(inPages, place)) inPages.met.push(place);
      for (const f of fields) inPages.times[f][place] += inSections.times[f][section];
    }
    if (terms.length === 1 && !longer && !capped) {
      for (const place of inPages.met) if (inPages.times[inTitle][place]) this.inTitle.add(place);
    }
    const idf = fields.map((f) => this.#rarity(inPages.met.reduce((n, place) => n + (inPages.times[f][place] > 0), 0)));
    const own2 = this.#rarity(inPages.met.length);
    if (capped && own > 0 && own2 > own) weight *= own / own2;
    const { average } = store.head;
    for (const place of inPages.met) {
      let score = 0;
      for (const f of fields) score += bm25(f, idf[f], inPages.times[f][place], store.pageLengths[f][place], average[f]);
      this.pages.keep(place, weight * score);
    }
    for (const section of inSections.met) {
      let score = 0;
      for (const f of scoredBySection) score += bm25(f, idf[f], inSections.times[f][section], store.sectionLengths[f][section], this.sectionAverage[f]);
      if (score > 0) this.sections.keep(section, weight * score);
    }
    clear(inSections);
    clear(inPages);
    return own2;
  }

  #rarity(df) {
    return Math.log(1 + (this.store.head.pages - df + 0.5) / (df + 0.5));
  }

  #count([first, ...further]) {
    countTerm(first, this.inSections);
    for (const term of further) {
      this.others ??= { times: fields.map(() => new Float32Array(this.store.head.sections)), met: [] };
      countTerm(term, this.others);
      for (const section of this.inSections.met) {
        for (const f of fields) this.inSections.times[f][section] = Math.min(this.inSections.times[f][section], this.others.times[f][section]);
      }
      clear(this.others);
    }
  }

  // best returns the pages found in order, or all pages: each with its sections
  // that hold words of the query, the best first. asked is the number of words
  // of the query.
  best(asked, all) {
    const { store, pages } = this;
    const places = all ? Array.from({ length: store.head.pages }, (_, place) => place) : pages.found;
    const byPlace = new Map(places.map((place) => [place, { place, score: 0, sections: [] }]));
    for (const section of this.sections.found) {
      const found = byPlace.get(store.places[section]);
      const number = section - store.start[found.place];
      found.sections.push({ section: number, score: rounded(Math.fround(this.sections.total[section] * weightOf(store, found.place, number))) });
    }
    const list = [...byPlace.values()];
    for (const found of list) {
      found.sections.sort((a, b) => b.score - a.score || a.section - b.section);
      const { section, score } = found.sections[0] ?? { section: 0, score: 0 };
      const share = Math.sqrt(this.matched[found.place] / asked);
      const factor = this.types.has(store.typeOf[found.place]) ? typeFactor : 1;
      found.score = rounded(factor * share * (weightOf(store, found.place, section) * pages.total[found.place] + score));
    }
    for (const found of list) found.named = this.#named(found.place, asked);
    return list.sort(byScore);
  }

  // named tells whether a query of a number of words is the page's title, or a
  // form of its glossary term.
  #named(place, asked) {
    return this.titled[place] === asked && this.store.pageLengths[inTitle][place] === asked || this.terms.has(place);
  }
}

function weightOf(store, place, section) {
  const weights = store.weights[place];
  return Math.fround(weights.length === 1 ? weights[0] : weights[section]);
}

function bm25(f, idf, n, length, average) {
  return n ? fieldWeights[f] * idf * n * (bm25K1 + 1) / (n + bm25K1 * (1 - bm25B + bm25B * length / average)) : 0;
}

const none = ({ times }, i) => !times[0][i] && !times[1][i] && !times[2][i] && !times[3][i];

function clear(counts) {
  for (const i of counts.met) for (const f of fields) counts.times[f][i] = 0;
  counts.met = [];
}

function countTerm(term, counts) {
  for (const [{ lists }, factor] of term) {
    lists.forEach((list, f) => {
      if (!list) return;
      const { sections, times } = list;
      for (let i = 0; i < sections.length; i++) {
        if (none(counts, sections[i])) counts.met.push(sections[i]);
        counts.times[f][sections[i]] += Math.fround(times[i] * factor);
      }
    });
  }
}

// Scores holds the scores of pages or sections: for the current word, of its
// best alternative, and in total.
class Scores {
  met = []; // those with a score for the current word
  found = []; // those with a total

  constructor(n) {
    this.word = new Float32Array(n);
    this.total = new Float32Array(n);
  }

  keep(i, score) {
    if (!this.word[i]) this.met.push(i);
    this.word[i] = Math.max(this.word[i], Math.fround(score));
  }

  endWord() {
    for (const i of this.met) {
      if (!this.total[i]) this.found.push(i);
      this.total[i] += this.word[i];
      this.word[i] = 0;
    }
    this.met = [];
  }
}
