// Looks at the open page: where it leads, what can be linked to on it, and
// what makes it scroll sideways. Its value is a `survey`.
(() => {
  const links = [];
  const add = (kind, raw) => {
    let url = "";
    try {
      url = new URL(raw, document.baseURI).href;
    } catch {
      // An address that is none stays empty.
    }
    links.push({ kind, raw, url });
  };
  for (const e of document.querySelectorAll("[href], [src], [srcset], [poster], object[data]")) {
    let kind = e.localName;
    if (kind === "link" && /canonical|alternate/.test(e.rel)) kind = e.rel;
    for (const name of ["href", "src", "poster", "data"]) {
      if (e.hasAttribute(name)) add(kind, e.getAttribute(name));
    }
    for (const candidate of (e.getAttribute("srcset") ?? "").split(/,\s+/)) {
      const [address] = candidate.trim().split(/\s+/);
      if (address) add(kind, address);
    }
  }

  const width = document.documentElement.clientWidth;
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
      if (right > width + 0.5 && wide.length < 3 && !clipped(e)) {
        wide.push(`<${e.localName} class="${e.getAttribute("class") ?? ""}"> to ${Math.round(right)} px`);
      }
    }
    if (wide.length === 0) wide.push(`something to ${document.documentElement.scrollWidth} px`);
  }

  return {
    links,
    ids: [...document.querySelectorAll("[id], a[name]")].flatMap((e) => [e.id, e.name]).filter((id) => typeof id === "string" && id !== ""),
    wide,
  };
})();
