// Does with the open page all that a reader could: clicks, hovers, focuses and
// opens every element, but stays on the page. What surrounds all pages alike is
// tried on the first alone. Its value is what would run a script or lead where no
// link of a portal leads.
(async () => {
  const faults = new Set();
  const every = (root) => [...root.querySelectorAll("*")].flatMap((e) => [e, ...(e.shadowRoot ? every(e.shadowRoot) : [])]);
  const elements = every(document);
  const main = document.querySelector("main");
  const own = main && location.pathname !== "/index.html" ? [...every(main), ...every(document.querySelector("#apercu")?.shadowRoot ?? main), ...every(document.querySelector("dialog") ?? main)] : elements;
  const xlink = "http://www.w3.org/1999/xlink";
  const permitted = ["http:", "https:", "mailto:", "tel:", "file:"];
  const protocol = (address) => {
    try {
      return new URL(address, document.baseURI).protocol;
    } catch {
      return "http:"; // an address that is none leads nowhere
    }
  };
  for (const e of elements) {
    for (const { name, value } of e.attributes) {
      if (/^on/i.test(name)) faults.add(`<${e.localName} ${name}="${value}">`);
    }
    const leads = [e.getAttribute("href"), e.getAttributeNS(xlink, "href"), e.getAttribute("src"), e.getAttribute("action"), e.getAttribute("formaction"), e.getAttribute("data")];
    for (const address of leads) {
      if (address !== null && !permitted.includes(protocol(address))) faults.add(`<${e.localName}> leads to ${address}`);
    }
  }
  const goes = (e) => String(e.href?.baseVal ?? e.href ?? "");
  addEventListener("click", (event) => {
    if (event.composedPath().some((e) => e.href !== undefined && permitted.includes(protocol(goes(e))))) event.preventDefault();
  }, true);
  addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  const types = "mouseover mouseenter mousemove mouseout pointerenter pointermove pointerdown contextmenu auxclick dblclick wheel copy input change select selectstart dragstart toggle beforetoggle beforematch animationstart transitionend scrollend focusin load error begin end".split(" ");
  for (const e of new Set(own)) {
    if (e.matches(".ancre-ligne ~ * .ancre")) continue; // each part of a text has one: the first is enough
    for (const type of types) e.dispatchEvent(new Event(type, { bubbles: false, cancelable: true }));
    if (e.matches("a, button, input, select, textarea, summary, [tabindex], [contenteditable]")) e.focus?.();
    if (e.localName === "details" || e.localName === "dialog") e.open = true;
    if (e.click) e.click();
    else e.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  }
  for (let i = 0; i < 3; i++) await new Promise((done) => setTimeout(done)); // what was started has its turn
  return [...faults];
})();
