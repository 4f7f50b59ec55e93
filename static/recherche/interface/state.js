// The search's state in addresses and in the browser's storage, whose values
// may be anything.
import { fold } from "../../js/lib/fold.js";
import { store, stored } from "../../js/lib/storage.js";
import { readTokens } from "../engine/analyze.js";
import { beginning, maxQuery } from "../engine/query.js";
import { brief } from "./dom.js";

const longestKept = 200;
const mostKept = 6;

// storedSearches returns the last searches.
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

// inAddress cuts a query for an address, to a little more than is searched.
export const inAddress = (text) => text.slice(0, maxQuery + 100);

// encoded encodes a text for an address. Unpaired surrogates, on which
// encodeURIComponent fails, are replaced.
export const encoded = (text) => encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd"));

export const pageAddress = (root) => new URL("recherche.html", root).href;

// questionAddress returns an address with a query.
export const questionAddress = (address, text) => `${address}?q=${encoded(inAddress(text))}`;

// hitAddress returns the address of an answer. Characters of file names are
// encoded, so that none begins a scheme, a query or a fragment.
export const hitAddress = (root, hit, anchor) =>
  new URL(hit.url.split("/").map(encodeURIComponent).join("/"), root).href + (anchor ? `#${encodeURIComponent(anchor)}` : "");

// remember stores the words of a query, to be marked on the page of the answer,
// and the query itself.
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
    // Storage may be forbidden: then nothing is marked.
  }
};
