// Looks at where the open page leads and what can be linked to on it. Its value
// is a `survey`.
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

  return {
    links,
    ids: [...document.querySelectorAll("[id], a[name]")].flatMap((e) => [e.id, e.name]).filter((id) => typeof id === "string" && id !== ""),
  };
})();
