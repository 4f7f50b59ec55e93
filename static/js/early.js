// Runs before the page is shown, so that a stored choice of light or dark
// applies from the first frame.
try {
  const chosen = localStorage.getItem("theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Storage may be forbidden; then the system's setting applies.
}
document.documentElement.classList.add("js");
