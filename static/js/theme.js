// Switches between light and dark. The choice is stored in this browser; until
// one is made, the system's setting applies.
import { store } from "./lib/storage.js";

const button = document.querySelector('[data-module="theme"]');
if (button) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (document.documentElement.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
  const name = () => {
    const text = dark() ? button.dataset.clair : button.dataset.sombre;
    button.setAttribute("aria-label", text);
    button.title = text;
    button.querySelector("span").textContent = text;
  };
  button.addEventListener("click", () => {
    const next = dark() ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    store("theme", next);
    name();
  });
  system.addEventListener("change", name);
  name();
  button.hidden = false;
}
