// Looks at what of the open page's main text can be read as it is laid out
// now. Its value is a `reading`.
(() => {
  const main = document.querySelector("main") ?? document.body;
  // Controls and their messages may need a script, or a mouse; so does the search.
  const aside = "[data-module=recherche-page], script, style, template, form, label, fieldset, button, [role=tablist], [role=status], [aria-live], output, svg";
  const label = (e) => `<${e.localName}${e.className ? ` class="${e.className}"` : ""}>`;

  // What cuts off the inside of an element: its ancestors that hide what
  // overflows, up to one that scrolls. Narrow boxes show their text to screen
  // readers alone.
  const cutters = (e) => {
    const found = [];
    let across = true;
    let down = true;
    for (let style = getComputedStyle(e); e && e !== document.body; style = getComputedStyle(e)) {
      const box = e.getBoundingClientRect();
      if (Math.min(box.width, box.height) <= 1 && style.overflow !== "visible") return [];
      across &&= !/auto|scroll/.test(style.overflowX);
      down &&= !/auto|scroll/.test(style.overflowY);
      const x = across && /hidden|clip/.test(style.overflowX);
      const y = down && /hidden|clip/.test(style.overflowY);
      if (x || y) found.push({ e, box, x, y });
      e = style.position === "fixed" ? null : style.position === "absolute" ? e.offsetParent : e.parentElement;
      if (!e) break;
    }
    return found;
  };

  const folds = [...document.querySelectorAll('button[aria-expanded="false"][aria-controls]')].map((e) => document.getElementById(e.getAttribute("aria-controls")));
  const shown = [];
  const folded = [];
  const cut = new Set();
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.data.replace(/\s+/g, " ").trim();
    const parent = node.parentElement;
    if (text === "" || parent.closest(aside)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
    if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || boxes.length === 0) {
      if (parent.closest("details:not([open])") || folds.some((e) => e.contains(parent))) folded.push(text);
      continue;
    }
    shown.push(text);
    for (const { e, box, x, y } of cutters(parent)) {
      if (boxes.some((t) => (x && (t.right > box.right + 1 || t.left < box.left - 1)) || (y && (t.bottom > box.bottom + 1 || t.top < box.top - 1)))) {
        cut.add(`${label(e)} cuts off « ${text.slice(0, 40)} »`);
      }
    }
  }
  return { shown, folded, cut: [...cut] };
})();
