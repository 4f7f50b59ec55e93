// The search over any page: an ARIA combobox with a listbox.
import * as words from "intraqvt:words";
import { button, make, say } from "./dom.js";
import { about, counted, failure, labels, nothing, notes, chosenMark, chosenFirst, segments, session } from "./results.js";
import { forgetSearches, hitAddress, keepSearch, pageAddress, questionAddress, remember, storedSearches } from "./state.js";

// makeDialog makes the search dialog of a page; open shows it with a text.
export const makeDialog = (portal) => {
  const { engine, root } = portal;
  const page = pageAddress(root);
  const input = make("input", {
    type: "search", role: "combobox", "aria-label": words.champ, "aria-expanded": "false", "aria-controls": "_reponses",
    "aria-autocomplete": "list", autocomplete: "off", placeholder: words.champ, enterkeyhint: "search",
  });
  const status = make("p", { class: "invisible", role: "status" });
  const list = make("div", { id: "_reponses", role: "listbox", "aria-label": words.reponses });
  const beside = make("div", { class: "recherche-beside" });
  const all = make("a", { class: "recherche-tout", href: page }, words.tout);
  const box = make("dialog", { class: "dialogue-recherche", "aria-label": words.titre },
    make("form", { class: "dialogue-tete" }, input, button(words.fermer, () => box.close())), status, beside, list, all);
  document.body.append(box);

  let active = -1;
  const options = () => [...list.querySelectorAll('[role="option"]')];
  const activate = (index) => {
    const every = options();
    every[active]?.setAttribute("aria-selected", "false");
    active = every.length ? (index + every.length) % every.length : -1;
    const option = every[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  const option = (hit, anchor, ...content) => {
    const a = make("a", {
      role: "option", id: `_r${list.childElementCount}`, href: hitAddress(root, hit, anchor), tabindex: "-1",
      "aria-selected": "false", class: anchor === undefined ? "reponse" : "reponse-partie",
    }, content);
    a.addEventListener("click", () => remember(root, hit, input.value));
    list.append(a);
  };
  const empty = () => {
    list.replaceChildren();
    active = -1;
    input.removeAttribute("aria-activedescendant");
  };
  const title = (text) => make("span", { class: "reponse-titre" }, text);
  const excerpt = (content) => make("span", { class: "reponse-extrait" }, content);

  const answer = (result, query) => {
    empty();
    beside.replaceChildren(...notes(result, (text) => ask((input.value = text)), true));
    const answers = chosenFirst(result);
    for (const { hit, chosen } of answers) {
      option(hit, undefined, title(hit.title), chosen && chosenMark(), labels(hit), excerpt(about(hit)));
      for (const s of hit.sections.filter((s) => s.anchor).slice(0, 2)) option(hit, s.anchor, title(s.heading), excerpt(segments(s.excerpt)));
    }
    if (!answers.length) beside.append(nothing(portal, query.text));
    input.setAttribute("aria-expanded", String(list.childElementCount > 0));
    status.textContent = counted(result, query.text);
    all.hidden = result.total === 0;
    all.textContent = result.total > 1 ? say(words.tout_compte, result.total) : words.tout;
    all.href = questionAddress(page, query.text);
  };
  const clear = () => {
    empty();
    input.setAttribute("aria-expanded", "false");
    status.textContent = "";
    all.hidden = true;
  };
  const run = session(engine, answer, (_, query) => {
    clear();
    beside.replaceChildren(failure(() => { input.focus(); ask(query.text); }));
  });
  const recent = () => {
    const searches = storedSearches();
    if (!searches.length) return [make("p", { class: "discret" }, words.conseil)];
    return [
      make("p", { class: "discret" }, words.recentes),
      make("ul", { class: "recherche-recentes" }, searches.map((t) => make("li", {}, button(t, () => ask((input.value = t)), "lien")))),
      button(words.oublier, () => { forgetSearches(); ask(""); input.focus(); }),
    ];
  };
  const ask = (text) => {
    if (text.trim()) return run({ text, complete: true, limit: 6, sections: 2 });
    run();
    clear();
    beside.replaceChildren(...recent());
  };

  input.addEventListener("input", () => ask(input.value));
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      activate(active < 0 && step < 0 ? -1 : active + step);
    } else if (event.key === "Escape") {
      event.preventDefault();
      box.close();
    }
  });
  // This also handles an Enter key that was pressed before the dialog opened.
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = options()[active];
    if (chosen) chosen.click();
    else if (input.value.trim()) {
      keepSearch(input.value);
      location.assign(questionAddress(page, input.value));
    }
  });
  box.addEventListener("click", (event) => event.target === box && box.close());
  all.addEventListener("click", () => keepSearch(input.value));
  return {
    open(text) {
      if (box.open && !text) return input.select();
      if (!box.open) box.showModal();
      input.value = text;
      input.focus();
      engine.ready().catch(() => {});
      ask(text);
    },
  };
};
