// The search page, with facets. Its state is in its address.
import * as words from "intraqvt:words";
import { replaceAddress } from "../../js/lib/address.js";
import { brief, button, make } from "./dom.js";
import { about, counted, failure, labels, nothing, notes, chosenMark, chosenFirst, segments, session } from "./results.js";
import { hitAddress, inAddress, keepSearch, remember } from "./state.js";

const reserved = ["q", "tri"]; // query parameters that are not facets
const step = 10; // number of answers shown at first, and added each time

// showPage shows the search in an element of its page.
export const showPage = (place, portal) => {
  const { engine, root } = portal;
  const input = make("input", { type: "search", name: "q", "aria-label": words.champ, autocomplete: "off", enterkeyhint: "search" });
  const sort = make("select", { name: "tri" },
    make("option", { value: "" }, words.tri_pertinence), make("option", { value: "date" }, words.tri_date));
  const status = make("p", { class: "compte", role: "status" });
  const beside = make("div");
  const list = make("ol", { class: "reponses" });
  const more = button(words.suite, () => {
    const next = list.childElementCount;
    limit += step;
    ask(() => list.children[next]?.querySelector("a").focus());
  });
  const unfold = button(words.affiner, () => unfold.setAttribute("aria-expanded", String(unfold.getAttribute("aria-expanded") !== "true")),
    "bouton filtres-ouvrir", { "aria-expanded": "false", "aria-controls": "_facettes" });
  const facets = make("div", { class: "filtres-corps", id: "_facettes" });
  const form = make("form", { class: "recherche-formulaire" }, input, make("label", {}, `${words.trier} `, sort));
  place.replaceChildren(form, make("div", { class: "liste liste-filtree" },
    make("section", { class: "filtres", "aria-label": words.affiner }, unfold, facets), make("div", {}, status, beside, list, more)));

  let limit = step;
  let chosen = new Map(); // chosen options, by facet
  const read = () => {
    const state = new URLSearchParams(location.search);
    input.value = state.get("q") || "";
    sort.value = state.get("tri") === "date" ? "date" : "";
    chosen = new Map();
    for (const [name, key] of state) if (!reserved.includes(name)) chosen.set(name, [...(chosen.get(name) || []), key]);
  };
  const write = () => {
    const state = new URLSearchParams();
    const text = input.value.trim();
    if (text) state.set("q", inAddress(text));
    if (sort.value) state.set("tri", sort.value);
    for (const [name, keys] of chosen) for (const key of keys) state.append(name, key);
    replaceAddress(state.size ? `?${state}` : location.pathname);
    document.title = text ? `${brief(text)} · ${words.titre}` : words.titre;
  };

  const entry = ({ hit, chosen }) => {
    const link = (anchor, text) => {
      const a = make("a", { href: hitAddress(root, hit, anchor) }, text);
      a.addEventListener("click", () => remember(root, hit, input.value));
      return a;
    };
    const parts = hit.sections.filter((s) => s.anchor).slice(0, 3);
    return make("li", { class: "reponse" },
      make("h2", {}, link("", hit.title)), chosen && chosenMark(), make("p", {}, labels(hit)), make("p", {}, about(hit)),
      parts.length > 0 && make("ul", {}, parts.map((s) => make("li", {}, link(s.anchor, s.heading), make("p", {}, segments(s.excerpt))))));
  };
  const option = (facet, { key, label, count }) => {
    const box = make("input", { type: "checkbox", name: facet.name, value: key });
    box.checked = (chosen.get(facet.name) || []).includes(key);
    box.addEventListener("change", () => {
      const keys = (chosen.get(facet.name) || []).filter((k) => k !== key);
      if (box.checked) keys.push(key);
      if (keys.length) chosen.set(facet.name, keys);
      else chosen.delete(facet.name);
      limit = step;
      ask(() => facets.querySelector(`input[name="${CSS.escape(facet.name)}"][value="${CSS.escape(key)}"]`)?.focus());
    });
    return make("label", {}, box, " ", make("span", {}, label), " ", make("span", { class: "discret" }, String(count)));
  };
  const showFacets = (groups) => facets.replaceChildren(...groups.filter((g) => g.options.length > 1 || chosen.has(g.name))
    .map((g) => make("fieldset", {}, make("legend", {}, g.label), g.options.map((o) => option(g, o)))));

  let then = null; // called once the answers are shown
  const answer = async (result, query, signal) => {
    beside.replaceChildren(...notes(result, (text) => { input.value = text; ask(); }));
    const answers = chosenFirst(result);
    list.replaceChildren(...answers.map(entry));
    if (!answers.length) {
      if (chosen.size) beside.append(button(words.partout, () => { chosen.clear(); ask(); input.focus(); }));
      beside.append(nothing(portal, query.text));
    }
    status.textContent = counted(result, query.text);
    more.hidden = result.total <= limit;
    let groups = null;
    try {
      groups = await engine.facets(result);
    } catch {
      // The page already shows the error.
    }
    if (signal.aborted) return;
    if (groups) showFacets(groups);
    else facets.replaceChildren(failure(ask));
    then?.();
    then = null;
  };
  const clear = (content) => {
    list.replaceChildren();
    facets.replaceChildren();
    more.hidden = true;
    status.textContent = "";
    beside.replaceChildren(content);
  };
  const run = session(engine, answer, () => clear(failure(() => { input.focus(); ask(); })));
  const ask = (after) => {
    then = typeof after === "function" ? after : null;
    write();
    if (input.value.trim() || chosen.size) {
      const filters = Object.fromEntries(chosen);
      return run({ text: input.value, complete: true, filters, sort: sort.value || "relevance", limit, sections: 3 });
    }
    run();
    clear(make("p", { class: "discret" }, words.conseil));
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); keepSearch(input.value); ask(); });
  input.addEventListener("input", () => { limit = step; ask(); });
  sort.addEventListener("change", () => ask());
  addEventListener("popstate", () => { read(); ask(); });
  read();
  if (!location.hash) input.focus();
  ask();
};
