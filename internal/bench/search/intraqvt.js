// The portal's own dialog. Its link to all answers holds the query and changes last.
globalThis.bench = watch(
  () => new URL(document.querySelector(".recherche-tout")?.href ?? location).searchParams.get("q"),
  "href",
  () => document.querySelectorAll('[role="listbox"] .reponse').length,
);
globalThis.opened = () => document.activeElement?.matches(".dialogue-recherche input");
