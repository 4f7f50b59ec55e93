// Makes a word of each text of the open page, and what its controls say, longer
// than any line, in each of the ways in which text has no place to break.
(() => {
  const long = (word, i) =>
    [
      word.repeat(Math.ceil(90 / word.length)), // a word
      `${word}.${word}@${word.repeat(Math.ceil(60 / word.length))}.example`, // an address
      `https://${word}.example/${word.repeat(Math.ceil(60 / word.length))}?a=1&b=2`,
      Array(Math.ceil(90 / word.length)).fill(word).join("\u00a0"), // words that hold together
    ][i % 4];
  let made = 0;
  const lengthen = (text) => {
    const [word] = (text.match(/\p{L}{2,}/gu) ?? []).sort((a, b) => b.length - a.length);
    return word ? text.replace(word, () => long(word, made++)) : text;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.closest("script, style, template, noscript, svg")) node.data = lengthen(node.data);
  }
  for (const e of document.body.querySelectorAll("[placeholder]")) e.placeholder = lengthen(e.placeholder);
  return made;
})();
