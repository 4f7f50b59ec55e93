// Looks at how the open page is laid out now. Its value is a `layout`.
(() => {
  const width = document.documentElement.clientWidth;
  const label = (e) => `<${e.localName} class="${e.getAttribute("class") ?? ""}">`;
  const said = (text) => `« ${text.replace(/\s+/g, " ").trim().slice(0, 40)} »`;

  // What makes the page scroll sideways.
  const wide = [];
  if (document.documentElement.scrollWidth > width) {
    const clipped = (e) => {
      for (let p = e.parentElement; p && p !== document.body; p = p.parentElement) {
        if (getComputedStyle(p).overflowX !== "visible") return true;
      }
      return false;
    };
    for (const e of document.body.querySelectorAll("*")) {
      const { right } = e.getBoundingClientRect();
      if (right > width + 0.5 && wide.length < 3 && !clipped(e)) wide.push(`${label(e)} to ${Math.round(right)} px`);
    }
    if (wide.length === 0) wide.push(`something to ${document.documentElement.scrollWidth} px`);
  }

  // What is known of an element, asked once.
  const known = new Map();
  const about = (e) => {
    if (!known.has(e)) {
      const { display, overflowX, position } = getComputedStyle(e);
      const box = e.getBoundingClientRect();
      known.set(e, {
        box,
        inline: display === "inline" || display === "contents",
        scrolls: overflowX !== "visible" && e !== document.body, // or cuts off, which reading.js looks for
        lifted: position === "absolute" || position === "fixed",
        // A box of one pixel holds text for screen readers alone.
        heard: (overflowX !== "visible" && Math.min(box.width, box.height) <= 1) || (e.parentElement !== null && about(e.parentElement).heard),
      });
    }
    return known.get(e);
  };
  // What explains a term goes with it, where a table scrolls it out of sight.
  const scrolledAway = (e) => {
    const { left, right } = e.getBoundingClientRect();
    for (let p = e.parentElement; p; p = p.parentElement) {
      if (about(p).scrolls && (left > about(p).box.right || right < about(p).box.left)) return true;
    }
    return false;
  };
  // Where the text of an element ends up outside: the box of one around it, or
  // the screen. What scrolls has no end.
  const outside = (parent, lines) => {
    const left = Math.min(...lines.map((line) => line.left));
    const right = Math.max(...lines.map((line) => line.right));
    for (let e = parent; e && e !== document.documentElement; e = e.parentElement) {
      const { box, inline, scrolls, lifted } = about(e);
      if (scrolls) return "";
      if (!inline && (right > box.right + 1 || left < box.left - 1)) return `out of ${label(e)}`;
      if (lifted) {
        if (scrolledAway(e.parentElement)) return "";
        break;
      }
    }
    if (right < 0) return ""; // a link that comes when it has the focus
    return right > width + 1 || left < -1 ? `off the screen, to ${Math.round(left < -1 ? left : right)} px` : "";
  };
  // The parts of a piece of text, one a line. Signs of another font may stand
  // higher or lower on the same line.
  const parts = (range) => {
    const rows = [];
    for (const r of range.getClientRects()) {
      if (r.width === 0) continue;
      const last = rows.at(-1);
      if (last && r.top < last.bottom - 1) last.width += r.width;
      else rows.push({ bottom: r.bottom, width: r.width });
    }
    return rows;
  };
  // The room for text in the box around an element.
  const room = (e) => {
    while (about(e).inline) e = e.parentElement;
    const { paddingLeft, paddingRight } = getComputedStyle(e);
    return e.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  };

  const out = new Set();
  const numbers = new Set();
  const words = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (node.data.trim() === "" || !parent.checkVisibility({ visibilityProperty: true }) || about(parent).heard) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const lines = [...range.getClientRects()].filter((r) => r.width > 0 && r.height > 0);
    if (lines.length === 0) continue;
    const where = outside(parent, lines);
    if (where) out.add(`${said(node.data)} ${where}`);
    if (lines.length === 1) continue;
    const broken = (pattern, found, mayBreak) => {
      for (const { 0: piece, index } of node.data.matchAll(pattern)) {
        range.setStart(node, index);
        range.setEnd(node, index + piece.length);
        const rows = parts(range);
        if (rows.length > 1 && !mayBreak(piece, rows)) found.add(`${label(parent)} ${said(piece)}`);
      }
    };
    broken(/(?<![\p{L}\p{N}])\d[\d.,:\u00a0\u202f]*\d(?![\p{L}\p{N}])/gu, numbers, () => false);
    // A long word may break where its box does not hold it, code anywhere.
    const tooLong = (word, rows) => word.length > 12 && rows.reduce((sum, row) => sum + row.width, 0) > room(parent);
    if (!parent.closest("pre, code, kbd, samp")) broken(/(?<![^\s(«’'“-])\p{L}{2,}(?![^\s.,;:!?)»’'”…-])/gu, words, tooLong);
  }
  return { wide, out: [...out], numbers: [...numbers], words: [...words] };
})();
