// Tries the menu at the head of the open page as a hand would, without
// scripts of the page's own. Its value is a `menu`.
(() => {
  const outsideMain = (selector) => [...document.querySelectorAll(selector)].filter((e) => !e.closest("main"));
  const links = outsideMain("header a[href]");
  const reached = new Set();
  const look = () => {
    for (const link of links) {
      link.scrollIntoView({ block: "center", behavior: "instant" });
      const box = link.getClientRects()[0];
      if (!box || !link.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      if (hit && (link.contains(hit) || hit.contains(link))) reached.add(link.href);
    }
  };
  look();
  // What opens may hold more that opens.
  const opened = new Set();
  for (let depth = 0; depth < 2; depth++) {
    for (const opener of outsideMain("header summary, header [popovertarget], header label[for]")) {
      const closes = opener.popoverTargetElement?.contains(opener);
      if (opened.has(opener) || closes || !opener.checkVisibility()) continue;
      opened.add(opener);
      if (!opener.closest("summary")?.parentElement.open) opener.click();
      look();
    }
  }
  const here = location.href.split("#")[0];
  return {
    hidden: [...new Set(links.map((link) => link.href))].filter((href) => !reached.has(href)).map((href) => new URL(href).pathname),
    leads: [...reached].find((href) => href.split("#")[0] !== here) ?? "",
  };
})();
