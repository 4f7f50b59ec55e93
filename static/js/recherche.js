// Opens the search from any page: by the field, Ctrl+K or « / ». The search
// itself is loaded when it is first needed. Without this script the field leads
// to the A-Z index.
const forms = document.querySelectorAll('[data-module="recherche"]');
const [form] = forms;
const longest = 2100; // maximum length of a query in an address: a little more than is searched
if (form) {
  const root = new URL(form.dataset.racine || ".", document.baseURI);
  const page = new URL("recherche.html", root);
  let coming = null;
  const load = () => (coming ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(form.dataset.moteur, root);
    const fail = (reason) => {
      coming = null;
      script.remove();
      reject(reason);
    };
    script.onload = () => {
      try {
        resolve(globalThis.rechercher({ root, contact: form.dataset.contact }));
      } catch (error) {
        fail(error);
        throw error;
      }
    };
    script.onerror = fail;
    document.head.append(script);
  }));
  const go = (text) => location.assign(`${page}?${new URLSearchParams({ q: text.slice(0, longest) })}`);
  // take opens the search with what was typed while it was loading. If it
  // cannot be loaded, its page says so and offers to try again.
  let taking = false;
  const take = (input) => {
    if (taking) return;
    taking = true;
    load().then((search) => {
      const text = input?.value ?? "";
      if (input) input.value = "";
      search.open(text);
    }, () => go(input?.value ?? "")).finally(() => { taking = false; });
  };

  const place = document.querySelector('[data-module="recherche-page"]');
  if (place) {
    const start = () => load().then((search) => search.show(place), () => {
      place.textContent = "";
      const retry = document.createElement("button");
      retry.className = "bouton";
      retry.textContent = place.dataset.reessayer;
      retry.addEventListener("click", start);
      const said = document.createElement("p");
      said.setAttribute("role", "alert");
      said.textContent = place.dataset.echec;
      place.append(said, retry);
    });
    start();
  }
  for (const field of forms) {
    const input = field.elements.namedItem("q");
    if (!place) {
      input.addEventListener("pointerenter", () => load().catch(() => {}), { once: true });
      input.addEventListener("click", () => take(input));
      input.addEventListener("input", () => take(input));
    }
    field.addEventListener("submit", (event) => {
      event.preventDefault();
      if (place || input.value.trim()) go(input.value);
      else take(input);
    });
  }
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const wanted = (event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && !typing && !event.ctrlKey && !event.altKey);
    if (!wanted) return;
    event.preventDefault();
    if (place) place.querySelector("input")?.focus();
    else take();
  });
}
