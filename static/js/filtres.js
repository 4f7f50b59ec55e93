// Filters and sorts a list in the page. A page must match one of the chosen
// values of each field; the counts say how many pages one more choice would
// leave. The state is in the address, so that it can be shared and restored.
import { replaceAddress } from "./lib/address.js";
import { fold } from "./lib/fold.js";
import { store, stored } from "./lib/storage.js";

for (const form of document.querySelectorAll('[data-module="filtres"]')) {
  const list = form.parentElement;
  const groups = [...list.querySelectorAll(".groupe")];
  const status = list.querySelector('[role="status"]');
  const entries = [...list.querySelectorAll("[data-titre]")].map((line, rank) => ({
    line, rank, home: line.parentElement,
    tokens: new Set((line.dataset.filtres || "").split(" ")),
    title: line.dataset.titre, date: line.dataset.date || "",
    words: fold(line.querySelector("a").textContent),
  }));
  const fields = [...form.querySelectorAll("fieldset")].map((set) => [...set.querySelectorAll('input:not([name="_retenir"])')]);
  const search = form.querySelector('[name="q"]');
  const sort = form.querySelector('[name="tri"]');
  const keeps = form.querySelector("[data-retenir]");
  const keep = keeps?.querySelector('[name="_retenir"]');
  const memory = keeps && `filtre-${keeps.dataset.retenir}`;

  // The chosen order of lines; group headings only make sense in the list's own order.
  let order = "";
  const arrange = () => {
    if (!sort || sort.value === order) return;
    order = sort.value;
    const by = {
      "": (a, b) => a.rank - b.rank,
      titre: (a, b) => (a.title < b.title ? -1 : 1),
      date: (a, b) => (a.date > b.date ? -1 : a.date < b.date ? 1 : a.rank - b.rank),
    }[order];
    const one = groups[0].querySelector("ul");
    for (const entry of [...entries].sort(by)) (order ? one : entry.home).append(entry.line);
    list.classList.toggle("sans-groupes", order !== "");
  };
  const apply = () => {
    const wanted = fields.map((boxes) => boxes.filter((box) => box.checked).map((box) => `${box.name}=${box.value}`));
    const words = search ? fold(search.value).split(/\s+/).filter(Boolean) : [];
    const fits = (entry, except) =>
      wanted.every((tokens, i) => i === except || !tokens.length || tokens.some((token) => entry.tokens.has(token))) &&
      words.every((word) => entry.words.includes(word));
    let count = 0;
    for (const entry of entries) {
      entry.line.hidden = !fits(entry);
      if (!entry.line.hidden) count++;
    }
    const narrowed = words.length > 0 || wanted.some((tokens) => tokens.length);
    for (const group of groups) {
      group.hidden = !group.querySelector("[data-titre]:not([hidden])");
      if (narrowed && group.matches("details")) group.open = true;
    }
    fields.forEach((boxes, i) => {
      for (const box of boxes) {
        const n = entries.filter((entry) => entry.tokens.has(`${box.name}=${box.value}`) && fits(entry, i)).length;
        box.parentElement.querySelector(".discret").textContent = n;
        box.parentElement.classList.toggle("vide-ici", n === 0 && !box.checked);
      }
    });
    arrange();
    const text = count === 1 ? form.dataset.une : form.dataset.plusieurs.replace("%d", count);
    status.textContent = count ? text : form.dataset.aucune;
    form.classList.toggle("filtres-actifs", narrowed);
  };
  const remember = () => {
    const state = new URLSearchParams();
    for (const box of fields.flat()) if (box.checked) state.append(box.name, box.value);
    if (search?.value) state.set("q", search.value);
    if (sort?.value) state.set("tri", sort.value);
    const query = state.toString();
    replaceAddress(query ? `?${query}${location.hash}` : location.pathname + location.hash);
    if (!keeps) return;
    const chosen = [...keeps.querySelectorAll('input:checked:not([name="_retenir"])')].map((box) => box.value);
    store(memory, keep.checked ? chosen.join(" ") : "");
  };
  const restore = () => {
    const state = new URLSearchParams(location.search);
    const kept = keeps && stored(memory);
    if (keep) keep.checked = Boolean(kept);
    if (kept && !state.size) for (const value of kept.split(" ")) state.append(keeps.dataset.retenir, value);
    for (const box of fields.flat()) box.checked = state.getAll(box.name).includes(box.value);
    if (search) search.value = state.get("q") || "";
    if (sort) sort.value = [...sort.options].some((o) => o.value === state.get("tri")) ? state.get("tri") : "";
    if (state.size) opener?.setAttribute("aria-expanded", "true");
    apply();
  };
  form.addEventListener("input", () => {
    apply();
    remember();
  });
  form.querySelector(".filtres-tout")?.addEventListener("click", () => {
    for (const box of fields.flat()) box.checked = false;
    if (sort) sort.value = "";
    apply();
    remember();
  });
  addEventListener("popstate", restore);
  const opener = form.querySelector(".filtres-ouvrir");
  opener?.addEventListener("click", () => opener.setAttribute("aria-expanded", opener.getAttribute("aria-expanded") !== "true"));
  restore();
}
