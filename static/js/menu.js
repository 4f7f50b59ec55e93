// Closes an open group of the menu on Escape, on a click elsewhere and when the
// focus leaves it. Groups open without this script.
for (const menu of document.querySelectorAll('[data-module="menu"]')) {
  const opened = () => menu.querySelector("details[open]");
  addEventListener("pointerdown", (event) => {
    const group = opened();
    if (group && !group.contains(event.target)) group.open = false;
  });
  menu.addEventListener("focusout", (event) => {
    const group = opened();
    if (group && event.relatedTarget && !group.contains(event.relatedTarget)) group.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    const group = opened();
    if (event.key !== "Escape" || !group) return;
    group.open = false;
    group.querySelector("summary").focus();
    event.stopPropagation();
  });
}
