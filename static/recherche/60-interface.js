// What readers see of the search: a dialog on any page (ARIA combobox with a
// listbox) and a page of its own with facets, whose state is its address.

// storedSearches are the last searches. What is stored may be anything.
const storedSearches = () => {
  try {
    const stored = JSON.parse(localStorage.getItem("recherches"));
    return Array.isArray(stored) ? stored.filter((text) => typeof text === "string" && text.trim() && text.length <= longestKept).slice(0, 6) : [];
  } catch {
    return [];
  }
};
const longestKept = 200;
const keepSearch = (text) => {
  text = text.trim();
  if (!text || text.length > longestKept) return;
  try {
    localStorage.setItem("recherches", JSON.stringify([text, ...storedSearches().filter((t) => t !== text)].slice(0, 6)));
  } catch {
    // Storage may be forbidden: nothing is kept then.
  }
};
const forgetSearches = () => {
  try {
    localStorage.removeItem("recherches");
  } catch {
    // There was nothing to forget.
  }
};

// make builds an element: attributes, then children (texts or elements).
const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((c) => c != null && c !== false));
  return element;
};
// brief cuts a text that is too long to be quoted.
const brief = (text) => ([...text.slice(0, 200)].length > 60 ? `${[...text.slice(0, 200)].slice(0, 60).join("")}…` : text);
// inAddress is what an address holds of a query: a little more than is searched.
const inAddress = (text) => text.slice(0, maxQuery + 100);
// encoded is a text for an address. Halves of a character, which make
// encodeURIComponent fail, are replaced.
const encoded = (text) => encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd"));
const asQuery = (text) => `q=${encoded(inAddress(text))}`;
const say = (text, ...values) => text.replace(/%[ds]/g, () => values.shift());
const segments = (excerpt) => (excerpt || []).map((s) => (s.match ? make("mark", {}, s.text) : s.text));
const foldWord = (text) => text.normalize("NFKD").replace(/\p{M}|\u00ad/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae");

globalThis.rechercher = ({ root, contact }) => {
  const engine = new Engine({ base: root.href });
  const az = new URL("index-a-z.html", root).href;
  const page = new URL("recherche.html", root).href;
  // address is where an answer stands. The signs of a file's name stay signs of a
  // name: none begins a scheme, a question or a part of the page.
  const address = (hit, anchor) => new URL(hit.url.split("/").map(encodeURIComponent).join("/"), root).href + (anchor ? `#${encodeURIComponent(anchor)}` : "");

  // remember has the words marked on the page that a link leads to.
  const remember = (hit, text) => {
    keepSearch(text);
    const words = new Set();
    for (const s of [hit.excerpt, ...hit.sections.map((s) => s.excerpt)].flat()) {
      if (s?.match) for (const part of foldWord(s.text).split(/[^\p{L}\p{N}]+/u)) if (part) words.add(part);
    }
    for (const { form, stop } of readTokens(beginning(text)[0])) if (!stop) words.add(form);
    try {
      sessionStorage.setItem("surligner", JSON.stringify({ page: new URL(address(hit)).pathname, text: brief(text.trim()), words: [...words] }));
    } catch {
      // Storage may be forbidden: nothing is marked then.
    }
  };

  const dayLabel = (date) => {
    try {
      return new Date(`${date}T12:00`).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric" });
    } catch {
      return date; // a language that the browser does not know
    }
  };
  const meta = (hit) => make("span", { class: "reponse-marques" },
    hit.typeLabel, hit.axis && make("span", { class: "axe", "data-axe": hit.axis }, ` · ${say(mots.axe, hit.axis)}`),
    hit.date && ` · ${dayLabel(hit.date)}`);

  // about is what stands below a page's title: its excerpt, or its summary
  // where the excerpt stands with its part.
  const about = (hit) => (hit.sections[0]?.anchor && hit.summary ? hit.summary : segments(hit.excerpt));

  // What there is to say beside the answers: what became of the words that were
  // asked for. While one types, it goes without saying that words become longer.
  const notes = (result, again, typing) => {
    const note = (...content) => make("p", { class: "recherche-note" }, content);
    const quoted = (texts) => texts.slice(0, 8).map((text) => `« ${brief(text)} »`).join(", ") + (texts.length > 8 ? "…" : "");
    const absent = result.absent.map(({ word }) => word);
    const near = result.absent.filter(({ instead }) => instead).slice(0, 3);
    return [
      result.cut > 0 && note(result.cut === 1 ? mots.coupe_un : say(mots.coupe, result.cut)),
      result.onlyExcludes && note(mots.ecarte),
      ...result.shortened.slice(0, 3).map((word) => note(say(mots.raccourci, brief(word)))),
      result.common.length > 0 && note(say(mots.courant, quoted(result.common))),
      ...result.lost.map((text) => note(say(mots.citation, brief(text)))),
      ...result.unread.map((text) => note(say(mots.citation_trop, brief(text)))),
      absent.length > 0 && note(absent.length === 1 ? say(mots.absent, brief(absent[0])) : say(mots.absents, quoted(absent)),
        near.map(({ instead }) => [` ${mots.vouliez} `, button(brief(instead), () => again(instead), "lien")])),
      ...result.kin.slice(0, 3).map(({ word, found }) => note(say(mots.famille, brief(word), found))),
      result.begun && !typing && note(say(mots.debut, brief(result.begun))),
      ...result.replaced.map((r) => note(say(mots.remplace, r.from, r.to))),
      result.suggestion && note(`${mots.corrige} `, button(brief(result.suggestion), () => again(result.suggestion), "lien")),
    ].filter(Boolean);
  };
  const button = (text, act, name = "bouton", attributes = {}) => {
    const b = make("button", { type: "button", class: name, ...attributes }, text);
    b.addEventListener("click", act);
    return b;
  };
  // No search ends without a way on.
  const nothing = (text) => make("div", { class: "recherche-vide" },
    make("p", {}, say(mots.rien, brief(text))),
    make("ul", {}, make("li", {}, mots.rien_mots), make("li", {}, make("a", { href: `${az}?${asQuery(text)}` }, mots.rien_index)),
      make("li", {}, make("a", { href: new URL("index.html", root).href }, mots.rien_accueil)),
      contact && make("li", {}, make("a", { href: `mailto:${encodeURIComponent(contact).replace("%40", "@")}?subject=${encoded(say(mots.rien_objet, brief(text)))}` }, mots.rien_contact))));
  const failure = (retry) => make("div", { role: "alert" }, make("p", {}, mots.echec), button(mots.reessayer, retry));
  const counted = (result) => (result.total === 1 ? mots.une : say(result.exact ? mots.plusieurs : mots.au_plus, result.total));

  // session answers what is typed, the newest question only; without one, the
  // last stays unanswered.
  const session = (answer, fail) => {
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

  let dialog = null;
  const open = (text) => {
    dialog ??= makeDialog();
    dialog.open(text);
  };

  // makeDialog is the search over any page.
  const makeDialog = () => {
    const input = make("input", { type: "search", role: "combobox", "aria-label": mots.champ, "aria-expanded": "false", "aria-controls": "_reponses", "aria-autocomplete": "list", autocomplete: "off", placeholder: mots.champ, enterkeyhint: "search" });
    const status = make("p", { class: "invisible", role: "status" });
    const list = make("div", { id: "_reponses", role: "listbox", "aria-label": mots.reponses });
    const beside = make("div", { class: "recherche-beside" });
    const all = make("a", { class: "recherche-tout", href: page }, mots.tout);
    const box = make("dialog", { class: "dialogue-recherche", "aria-label": mots.titre },
      make("div", { class: "dialogue-tete" }, input, button(mots.fermer, () => box.close())), status, beside, list, all);
    document.body.append(box);
    let active = -1;
    let result = null;
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
      const a = make("a", { role: "option", id: `_r${list.querySelectorAll('[role="option"]').length}`, href: address(hit, anchor), tabindex: "-1", "aria-selected": "false", class: anchor === undefined ? "reponse" : "reponse-partie" }, content);
      a.addEventListener("click", () => remember(hit, input.value));
      list.append(a);
    };
    const answer = (found, query) => {
      result = found;
      active = -1;
      input.removeAttribute("aria-activedescendant");
      list.replaceChildren();
      beside.replaceChildren(...notes(found, (text) => ask((input.value = text)), true));
      const pinned = new Set(found.pinned.map((h) => h.url));
      for (const hit of [...found.pinned, ...found.hits.filter((h) => !pinned.has(h.url))]) {
        const parts = hit.sections.filter((s) => s.anchor);
        option(hit, undefined, make("span", { class: "reponse-titre" }, hit.title), pinned.has(hit.url) && make("span", { class: "reponse-choisie" }, mots.choisie), meta(hit), make("span", { class: "reponse-extrait" }, about(hit)));
        for (const s of parts.slice(0, 2)) option(hit, s.anchor, make("span", { class: "reponse-titre" }, s.heading), make("span", { class: "reponse-extrait" }, segments(s.excerpt)));
      }
      if (!found.hits.length && !found.pinned.length) beside.append(nothing(query.text));
      input.setAttribute("aria-expanded", String(list.childElementCount > 0));
      status.textContent = found.total ? counted(found) : say(mots.rien, brief(query.text));
      all.hidden = found.total === 0;
      all.textContent = found.total > 1 ? say(mots.tout_compte, found.total) : mots.tout;
      all.href = `${page}?${asQuery(query.text)}`;
    };
    const clear = () => {
      list.replaceChildren();
      active = -1;
      input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-expanded", "false");
      status.textContent = "";
      all.hidden = true;
    };
    const run = session(answer, (_, query) => {
      clear();
      beside.replaceChildren(failure(() => { input.focus(); ask(query.text); }));
    });
    const ask = (text) => {
      if (text.trim()) return run({ text, complete: true, limit: 6, sections: 2 });
      run();
      clear();
      const recent = storedSearches();
      beside.replaceChildren(...(recent.length ? [make("p", { class: "discret" }, mots.recentes),
        make("ul", { class: "recherche-recentes" }, recent.map((t) => make("li", {}, button(t, () => ask((input.value = t)), "lien")))),
        button(mots.oublier, () => { forgetSearches(); ask(""); input.focus(); })] : [make("p", { class: "discret" }, mots.conseil)]));
    };
    input.addEventListener("input", () => ask(input.value));
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        activate(active < 0 && step < 0 ? -1 : active + step);
      } else if (event.key === "Enter") {
        event.preventDefault();
        const chosen = options()[active];
        if (chosen) chosen.click();
        else if (input.value.trim()) {
          keepSearch(input.value);
          location.assign(`${page}?${asQuery(input.value)}`);
        }
      } else if (event.key === "Escape") {
        event.preventDefault();
        box.close();
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

  // show is the search's own page.
  const show = (place) => {
    const input = make("input", { type: "search", name: "q", "aria-label": mots.champ, autocomplete: "off", enterkeyhint: "search" });
    const sort = make("select", { name: "tri" }, make("option", { value: "" }, mots.tri_pertinence), make("option", { value: "date" }, mots.tri_date));
    const status = make("p", { class: "compte", role: "status" });
    const beside = make("div");
    const list = make("ol", { class: "reponses" });
    const more = button(mots.suite, () => {
      const next = list.childElementCount;
      limit += 10;
      ask(() => list.children[next]?.querySelector("a").focus());
    });
    const fold = button(mots.affiner, () => fold.setAttribute("aria-expanded", String(fold.getAttribute("aria-expanded") !== "true")), "bouton filtres-ouvrir", { "aria-expanded": "false", "aria-controls": "_facettes" });
    const facets = make("div", { class: "filtres-corps", id: "_facettes" });
    const form = make("form", { class: "recherche-formulaire" }, input, make("label", {}, `${mots.trier} `, sort));
    place.replaceChildren(form, make("div", { class: "liste liste-filtree" }, make("section", { class: "filtres", "aria-label": mots.affiner }, fold, facets), make("div", {}, status, beside, list, more)));
    let limit = 10;
    let chosen = new Map();
    const reserved = ["q", "tri"];
    const read = () => {
      const state = new URLSearchParams(location.search);
      input.value = state.get("q") || "";
      sort.value = state.get("tri") === "date" ? "date" : "";
      chosen = new Map();
      for (const [name, key] of state) if (!reserved.includes(name)) chosen.set(name, [...(chosen.get(name) || []), key]);
    };
    const write = () => {
      const state = new URLSearchParams();
      if (input.value.trim()) state.set("q", inAddress(input.value.trim()));
      if (sort.value) state.set("tri", sort.value);
      for (const [name, keys] of chosen) for (const key of keys) state.append(name, key);
      try {
        history.replaceState(null, "", state.size ? `?${state}` : location.pathname);
      } catch {
        // Some browsers keep addresses of files as they are.
      }
      document.title = input.value.trim() ? `${brief(input.value.trim())} · ${mots.titre}` : mots.titre;
    };
    const entry = (hit, isPinned) => {
      const link = (href, text) => {
        const a = make("a", { href }, text);
        a.addEventListener("click", () => remember(hit, input.value));
        return a;
      };
      const parts = hit.sections.filter((s) => s.anchor);
      return make("li", { class: "reponse" }, make("h2", {}, link(address(hit), hit.title)), isPinned && make("span", { class: "reponse-choisie" }, mots.choisie), make("p", {}, meta(hit)),
        make("p", {}, about(hit)),
        parts.length > 0 && make("ul", {}, parts.slice(0, 3).map((s) => make("li", {}, link(address(hit, s.anchor), s.heading), make("p", {}, segments(s.excerpt))))));
    };
    const showFacets = (groups) => facets.replaceChildren(...groups.filter((g) => g.options.length > 1 || chosen.has(g.name)).map((g) => make("fieldset", {}, make("legend", {}, g.label), g.options.map((o) => {
      const box = make("input", { type: "checkbox", name: g.name, value: o.key });
      box.checked = (chosen.get(g.name) || []).includes(o.key);
      box.addEventListener("change", () => {
        const keys = (chosen.get(g.name) || []).filter((k) => k !== o.key);
        if (box.checked) keys.push(o.key);
        if (keys.length) chosen.set(g.name, keys);
        else chosen.delete(g.name);
        limit = 10;
        ask(() => facets.querySelector(`input[name="${CSS.escape(g.name)}"][value="${CSS.escape(o.key)}"]`)?.focus());
      });
      return make("label", {}, box, " ", make("span", {}, o.label), " ", make("span", { class: "discret" }, String(o.count)));
    }))));
    let then = null;
    const run = session(async (result, query, signal) => {
      const pinned = new Set(result.pinned.map((h) => h.url));
      beside.replaceChildren(...notes(result, (text) => { input.value = text; ask(); }));
      list.replaceChildren(...result.pinned.map((h) => entry(h, true)), ...result.hits.filter((h) => !pinned.has(h.url)).map((h) => entry(h)));
      if (!result.hits.length && !pinned.size) {
        if (chosen.size) beside.append(button(mots.partout, () => { chosen.clear(); ask(); input.focus(); }));
        beside.append(nothing(query.text));
      }
      status.textContent = result.total ? counted(result) : say(mots.rien, brief(query.text));
      more.hidden = result.total <= limit;
      let groups = null;
      try {
        groups = await engine.facets(result);
      } catch {
        // Said in their place.
      }
      if (signal.aborted) return;
      if (groups) showFacets(groups);
      else facets.replaceChildren(failure(ask));
      then?.();
      then = null;
    }, () => {
      list.replaceChildren();
      facets.replaceChildren();
      more.hidden = true;
      status.textContent = "";
      beside.replaceChildren(failure(() => { input.focus(); ask(); }));
    });
    const ask = (after) => {
      then = typeof after === "function" ? after : null;
      write();
      if (input.value.trim() || chosen.size) return run({ text: input.value, complete: true, filters: Object.fromEntries(chosen), sort: sort.value || "relevance", limit, sections: 3 });
      run();
      list.replaceChildren();
      facets.replaceChildren();
      more.hidden = true;
      status.textContent = "";
      beside.replaceChildren(make("p", { class: "discret" }, mots.conseil));
    };
    form.addEventListener("submit", (event) => { event.preventDefault(); keepSearch(input.value); ask(); });
    input.addEventListener("input", () => { limit = 10; ask(); });
    sort.addEventListener("change", () => ask());
    addEventListener("popstate", () => { read(); ask(); });
    read();
    if (!location.hash) input.focus();
    ask();
  };
  return { open, show };
};
