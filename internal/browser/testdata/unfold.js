// Opens all that the open page folds, and shows what explains its terms.
(() => {
  for (const e of document.querySelectorAll("details")) e.open = true;
  for (const e of document.querySelectorAll("button[aria-expanded=false][aria-controls]")) e.ariaExpanded = "true";
  for (const e of document.querySelectorAll(".terme")) e.classList.add("montre");
})();
