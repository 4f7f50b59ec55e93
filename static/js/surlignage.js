// Marks the words of a search on the page that its results led to.
import { fold } from "./lib/fold.js";

// kept is what the search stored for the next page, or null. Stored values may
// be anything.
const kept = (() => {
  try {
    const text = sessionStorage.getItem("surligner");
    sessionStorage.removeItem("surligner");
    return JSON.parse(text);
  } catch {
    return null;
  }
})();
const form = document.querySelector('[data-module="recherche"]');
const texts = document.querySelectorAll("main .texte, main .chapeau");
if (form && texts.length && kept?.page === location.pathname && Array.isArray(kept.words)) {
  const words = new Set(kept.words);
  const marks = [];
  for (const text of texts) {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      if (node.parentElement.closest("button, .bulle, pre, svg")) continue;
      for (const { 0: word, index: at } of [...node.data.matchAll(/[\p{L}\p{N}\p{M}·-]+/gu)].reverse()) {
        if (marks.length > 300 || (!words.has(fold(word)) && !word.split(/[-·]/).some((part) => words.has(fold(part))))) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        const mark = document.createElement("mark");
        range.surroundContents(mark);
        marks.push(mark);
      }
    }
  }
  // No word that was searched for stays in a closed fold or behind a tab.
  for (const mark of marks) {
    for (let closed; (closed = mark.closest("details:not([open])"));) closed.open = true;
    const panel = mark.closest("[role=tabpanel][hidden]");
    const shown = panel?.parentElement.querySelector(":scope > [role=tabpanel]:not([hidden])");
    if (shown && !shown.querySelector("mark") && !shown.querySelector(":target")) {
      document.getElementById(panel.getAttribute("aria-labelledby")).click();
    }
  }
  if (marks.length) {
    const bar = document.createElement("p");
    bar.className = "surlignage";
    const clear = document.createElement("button");
    clear.type = "button";
    clear.className = "bouton";
    clear.textContent = form.dataset.effacer;
    clear.addEventListener("click", () => {
      for (const mark of marks) mark.replaceWith(...mark.childNodes);
      bar.remove();
    });
    bar.append(`${form.dataset.marque} « ${kept.text} » `, clear);
    (document.querySelector("main .texte") ?? texts[0]).before(bar);
  }
}
