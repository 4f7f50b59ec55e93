// Marks the current part in the table of contents: the last one whose title is
// above the first third of the window.
import { elementAt } from "./lib/address.js";

for (const nav of document.querySelectorAll('[data-module="sommaire"]')) {
  const links = [...nav.querySelectorAll("a")];
  const heads = links.map((link) => elementAt(link.hash));
  let marked = null;
  const mark = () => {
    let at = heads.findLastIndex((head) => head && head.getBoundingClientRect().top < innerHeight / 3);
    if (at < 0) at = 0;
    if (links[at] === marked) return;
    marked?.removeAttribute("aria-current");
    marked = links[at];
    marked.setAttribute("aria-current", "location");
    if (nav.scrollHeight > nav.clientHeight) marked.scrollIntoView({ block: "nearest" });
  };
  const watch = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px", threshold: [0, 1] });
  for (const head of heads) if (head) watch.observe(head);
  mark();
}
