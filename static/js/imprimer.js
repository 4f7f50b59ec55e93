// The button that prints the page.
for (const place of document.querySelectorAll('[data-module="imprimer"]')) {
  place.querySelector("button").addEventListener("click", () => print());
  place.hidden = false;
}
