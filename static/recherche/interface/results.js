// Shows answers and notes about them.
import * as words from "intraqvt:words";
import { ShardError } from "../engine/store.js";
import { brief, button, make, say } from "./dom.js";
import { encoded, questionAddress } from "./state.js";

export const segments = (excerpt) => (excerpt || []).map((s) => (s.match ? make("mark", {}, s.text) : s.text));

const dayLabel = (date) => {
  try {
    return new Date(`${date}T12:00`).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric" });
  } catch {
    return date; // an invalid date, or a language that the browser does not know
  }
};

// labels returns the type, axis and day of an answer.
export const labels = (hit) => make("span", { class: "reponse-marques" },
  hit.typeLabel, hit.axis && make("span", { class: "axe", "data-axe": hit.axis }, ` · ${say(words.axe, hit.axis)}`),
  hit.date && ` · ${dayLabel(hit.date)}`);

// about returns the text below a page's title: its excerpt, or its summary if
// the excerpt is shown with its section.
export const about = (hit) => (hit.sections[0]?.anchor && hit.summary ? hit.summary : segments(hit.excerpt));

// chosenFirst returns the answers of a result, those chosen by the portal first.
export const chosenFirst = (result) => {
  const urls = new Set(result.chosen.map((h) => h.url));
  return [
    ...result.chosen.map((hit) => ({ hit, chosen: true })),
    ...result.hits.filter((h) => !urls.has(h.url)).map((hit) => ({ hit, chosen: false })),
  ];
};

// chosenMark marks an answer that the portal chose.
export const chosenMark = () => make("span", { class: "reponse-choisie" }, words.choisie);

// notes tells what became of the query's words; again searches something else.
// While the reader types, longer words are not mentioned.
export const notes = (result, again, typing) => {
  const note = (...content) => make("p", { class: "recherche-note" }, content);
  const quoted = (texts) => texts.slice(0, 8).map((text) => `« ${brief(text)} »`).join(", ") + (texts.length > 8 ? "…" : "");
  const link = (text) => button(brief(text), () => again(text), "lien");
  const absent = result.absent.map(({ word }) => word);
  const near = result.absent.filter(({ instead }) => instead).slice(0, 3);
  return [
    result.cut > 0 && note(result.cut === 1 ? words.coupe_un : say(words.coupe, result.cut)),
    result.onlyExcludes && note(words.ecarte),
    ...result.shortened.slice(0, 3).map((word) => note(say(words.raccourci, brief(word)))),
    result.common.length > 0 && note(say(words.courant, quoted(result.common))),
    ...result.lost.map((text) => note(say(words.citation, brief(text)))),
    ...result.unread.map((text) => note(say(words.citation_trop, brief(text)))),
    absent.length > 0 && note(absent.length === 1 ? say(words.absent, brief(absent[0])) : say(words.absents, quoted(absent)),
      near.map(({ instead }) => [` ${words.vouliez} `, link(instead)])),
    ...result.kin.slice(0, 3).map(({ word, found }) => note(say(words.famille, brief(word), found))),
    result.begun && !typing && note(say(words.debut, brief(result.begun))),
    ...result.replaced.map((r) => note(say(words.remplace, r.from, r.to))),
    result.suggestion && note(`${words.corrige} `, link(result.suggestion)),
  ].filter(Boolean);
};

// nothing is shown if there is no answer; it always offers a next step.
export const nothing = ({ root, contact }, text) => {
  const subject = encoded(say(words.rien_objet, brief(text)));
  const item = (href, label) => make("li", {}, make("a", { href }, label));
  return make("div", { class: "recherche-vide" },
    make("p", {}, say(words.rien, brief(text))),
    make("ul", {}, make("li", {}, words.rien_mots),
      item(questionAddress(new URL("index-a-z.html", root).href, text), words.rien_index),
      item(new URL("index.html", root).href, words.rien_accueil),
      contact && item(`mailto:${encodeURIComponent(contact).replace("%40", "@")}?subject=${subject}`, words.rien_contact)));
};

export const failure = (retry) => make("div", { role: "alert" }, make("p", {}, words.echec), button(words.reessayer, retry));

// counted says how many pages were found.
export const counted = (result, text) => {
  if (!result.total) return say(words.rien, brief(text));
  return result.total === 1 ? words.une : say(result.exact ? words.plusieurs : words.au_plus, result.total);
};

// session answers queries as they are typed, only the newest one; an empty query
// cancels the one before.
export const session = (engine, answer, fail) => {
  let controller = null;
  return async (query) => {
    controller?.abort();
    if (!query) return;
    const mine = (controller = new AbortController());
    try {
      const result = await engine.search({ ...query, signal: mine.signal });
      if (!mine.signal.aborted) answer(result, query, mine.signal);
    } catch (error) {
      if (mine.signal.aborted) return;
      if (!(error instanceof ShardError)) console.error(error);
      fail(error, query);
    }
  };
};
