// Turns the parts of an « onglets » block into tabs, following the ARIA
// authoring practices: arrow keys move, Home and End jump. Without this script
// the parts stand one below the other.
import { elementAt } from "./lib/address.js";

const aimed = () => elementAt(location.hash);
let made = 0; // number of ids made here, for parts of an embedded page, which have none
for (const block of document.querySelectorAll('[data-module="onglets"]')) {
  const panels = [...block.querySelectorAll(":scope > .onglet")];
  if (panels.length < 2) continue;
  const list = document.createElement("div");
  list.className = "onglets-liste";
  list.setAttribute("role", "tablist");
  const tabs = panels.map((panel) => {
    const title = panel.querySelector(".onglet-titre");
    title.id ||= `_onglet-${++made}`;
    panel.id ||= `${title.id}-partie`;
    panel.setAttribute("aria-labelledby", title.id);
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = title.id;
    tab.textContent = title.textContent;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    title.classList.add("onglet-papier"); // shown on paper, without the tabs
    title.removeAttribute("id");
    title.setAttribute("aria-hidden", "true");
    panel.setAttribute("role", "tabpanel");
    panel.tabIndex = 0;
    list.append(tab);
    return tab;
  });
  const select = (index, focus) => {
    tabs.forEach((tab, i) => {
      tab.setAttribute("aria-selected", i === index);
      tab.tabIndex = i === index ? 0 : -1;
      panels[i].hidden = i !== index;
    });
    if (focus) tabs[index].focus();
  };
  list.addEventListener("click", (event) => {
    const index = tabs.indexOf(event.target);
    if (index >= 0) select(index);
  });
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    select((to + tabs.length) % tabs.length, true);
  });
  block.prepend(list);
  // Shows the tab that a link leads to, or into.
  const panelOf = (target) => panels.findIndex((panel) => target && panel.contains(target));
  select(Math.max(0, panelOf(aimed())));
  addEventListener("hashchange", () => {
    const index = panelOf(aimed());
    if (index < 0) return;
    select(index);
    aimed().scrollIntoView();
  });
}
