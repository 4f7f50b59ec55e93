// What the search remembers: in addresses, and in the browser's storage, which
// may hold anything.
import { fold } from "../../js/lib/fold.js";
import { store, stored } from "../../js/lib/storage.js";
import { readTokens } from "../engine/analyze.js";
import { beginning, maxQuery } from "../engine/query.js";
import { brief } from "./dom.js";

const longestKept = 200;
const mostKept = 6;

// storedSearches are the last searches.
export const storedSearches = () => {
  try {
    const searches = JSON.parse(stored("recherches"));
    if (!Array.isArray(searches)) return [];
    return searches.filter((text) => typeof text === "string" && text.trim() && text.length <= longestKept).slice(0, mostKept);
  } catch {
    return [];
  }
};

export const keepSearch = (text) => {
  text = text.trim();
  if (!text || text.length > longestKept) return;
  store("recherches", JSON.stringify([text, ...storedSearches().filter((t) => t !== text)].slice(0, mostKept)));
};

export const forgetSearches = () => store("recherches", "");

// inAddress is what an address holds of a query: a little more than is searched.
export const inAddress = (text) => text.slice(0, maxQuery + 100);

// encoded is a text for an address. Halves of a character, which make
// encodeURIComponent fail, are replaced.
export const encoded = (text) => encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd"));

export const pageAddress = (root) => new URL("recherche.html", root).href;

// questionAddress is an address with a question.
export const questionAddress = (address, text) => `${address}?q=${encoded(inAddress(text))}`;

// hitAddress is where an answer stands. The signs of a file's name stay signs of
// a name: none begins a scheme, a question or a part of the page.
export const hitAddress = (root, hit, anchor) =>
  new URL(hit.url.split("/").map(encodeURIComponent).join("/"), root).href + (anchor ? `#${encodeURIComponent(anchor)}` : "");

// remember has the words of a question marked on the page that an answer leads
// to, and keeps the question.
export const remember = (root, hit, text) => {
  keepSearch(text);
  const words = new Set();
  for (const s of [hit.excerpt, ...hit.sections.map((s) => s.excerpt)].flat()) {
    if (s?.match) for (const part of fold(s.text).split(/[^\p{L}\p{N}]+/u)) if (part) words.add(part);
  }
  for (const { form, stop } of readTokens(beginning(text)[0])) if (!stop) words.add(form);
  const page = new URL(hitAddress(root, hit)).pathname;
  try {
    sessionStorage.setItem("surligner", JSON.stringify({ page, text: brief(text.trim()), words: [...words] }));
  } catch {
    // Storage may be forbidden: nothing is marked then.
  }
};
