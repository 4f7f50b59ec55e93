// Shows explanations of terms on touch screens: a first touch shows one, a
// second follows the link; Escape hides it (WCAG 1.4.13). Hover and focus work
// without this script.
let shown = null;
const show = (term) => {
  shown?.classList.remove("montre");
  shown = term;
  shown?.classList.add("montre");
};
addEventListener("pointerdown", (event) => {
  const term = event.target.closest?.(".terme");
  if (term && event.pointerType === "touch") {
    if (term !== shown && !event.target.closest(".bulle")) {
      term.addEventListener("click", (click) => click.preventDefault(), { once: true });
    }
    show(term);
  } else if (!term) {
    show(null);
  }
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  show(null);
  for (const term of document.querySelectorAll(".terme:is(:hover, :focus-within)")) {
    term.classList.add("cache");
    const back = () => term.classList.remove("cache");
    term.addEventListener("pointerleave", back, { once: true });
    term.addEventListener("focusout", back, { once: true });
  }
});
