// A minimal search over Pagefind's interface for programs: a field that answers
// each input without delay, with as many results as the portal's dialog. It
// runs on the page's own thread: it needs no second script for a worker, and is
// slowed down together with the page.
const box = document.createElement("dialog");
box.innerHTML = '<input type="search"><div></div>';
document.body.append(box);
const [input, list] = box.children;
let coming = null;
let newest = 0;
const load = async () => {
  const pagefind = await import("/pagefind/pagefind.js");
  await pagefind.options({ noWorker: true });
  await pagefind.init();
  return pagefind;
};
addEventListener("keydown", (event) => {
  if (event.key !== "k" || !event.ctrlKey) return;
  event.preventDefault();
  coming ??= load();
  input.value = "";
  if (!box.open) box.showModal();
  input.focus();
});
input.addEventListener("input", async () => {
  const mine = ++newest;
  const text = input.value;
  const { results } = await (await coming).search(text);
  if (mine !== newest) return;
  const pages = await Promise.all(results.slice(0, 8).map((result) => result.data()));
  if (mine !== newest) return;
  list.replaceChildren(...pages.map(({ url, meta, excerpt }) => {
    const link = document.createElement("a");
    link.href = url;
    const title = document.createElement("span");
    title.textContent = meta.title;
    const said = document.createElement("span");
    said.innerHTML = excerpt;
    link.append(title, said);
    return link;
  }));
  list.dataset.answered = text;
});
globalThis.bench = watch(() => list.dataset.answered, "data-answered", () => list.children.length);
globalThis.opened = () => document.activeElement === input;
