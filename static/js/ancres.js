// Adds to each heading of a text a button that copies its address.
import { replaceAddress } from "./lib/address.js";

for (const text of document.querySelectorAll('[data-module="ancres"]')) {
  for (const heading of text.querySelectorAll(":is(h2, h3)[id]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ancre";
    button.textContent = "#";
    button.setAttribute("aria-label", `${text.dataset.copier} : ${heading.textContent}`);
    button.addEventListener("click", async () => {
      const address = new URL(`#${heading.id}`, location.href);
      replaceAddress(address);
      try {
        await navigator.clipboard.writeText(address.href);
        button.textContent = text.dataset.copie;
        const said = button.getAttribute("aria-label");
        button.setAttribute("aria-label", text.dataset.copie);
        setTimeout(() => {
          button.textContent = "#";
          button.setAttribute("aria-label", said);
        }, 2000);
      } catch {
        // The clipboard is not available: the link is in the address bar.
      }
    });
    const line = document.createElement("div");
    line.className = "ancre-ligne";
    heading.before(line);
    line.append(heading, button);
  }
}
