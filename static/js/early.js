// Runs before the page is shown: the reader's choice of light or dark, if any,
// must be there with the first pixel.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage may be forbidden; the system's setting counts then.
}
document.documentElement.classList.add("js");
