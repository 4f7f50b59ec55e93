// The portal's own dialog: its link to all answers carries the query, and is
// changed last.
globalThis.bench = watch(
  () => new URL(document.querySelector(".recherche-tout")?.href ?? location).searchParams.get("q"),
  "href",
  () => document.querySelectorAll('[role="listbox"] .reponse').length,
);
globalThis.opened = () => document.activeElement?.matches(".dialogue-recherche input");
