// Reads queries and phrases. Specified by internal/search: query.go, phrase.go.

// The signs that open a phrase, with those that close it.
const quotes = new Map([['"', '"'], ["«", "»"], ["“", '”"'], ["„", '”“"']]);
const isSpace = (character) => /\p{White_Space}/u.test(character);

// readQuery reads any text as a query: words, "phrases", -excluded. A word is
// { forms, compounds, start, end, pos, partial }; phrases and what is excluded
// are texts. With complete, the last word is being typed: it is partial.
function readQuery(text, complete = false) {
  const query = { words: [], phrases: [], excluded: [] };
  let words = ""; // those to rank by, at their places
  for (let i = 0; i < text.length;) {
    const first = characterAt(text, i);
    if (isSpace(first)) {
      i += first.length;
      words += blank(first);
      continue;
    }
    const start = i;
    if (first === "-") i++;
    let end = i + quotation(text.slice(i));
    const phrase = end > i;
    if (!phrase) end = i + unquoted(text.slice(i));
    if (first === "-") {
      query.excluded.push(text.slice(i, end));
      words += blank(text.slice(start, end));
    } else {
      if (phrase) query.phrases.push(text.slice(i, end));
      words += text.slice(start, end);
    }
    i = end;
  }
  query.words = askedWords(words);
  const last = query.words.at(-1);
  if (complete && last?.end === text.length) last.partial = true;
  return query;
}

// blank is spaces that take as many bytes as a text, and as many places: how
// far words stand apart is counted in bytes.
const blank = (text) => text.replace(/[^]/gu, (c) => ["", " ", "\u00a0", "\u202f", "\u00a0\u00a0"][byteLength(c)]);

// quotation is the length of the phrase in quotes that a text starts with, or 0.
function quotation(text) {
  const closes = quotes.get(text[0]);
  if (!closes) return 0;
  for (let end = 1; end < text.length; end++) {
    if (closes.includes(text[end])) return end + 1;
  }
  return 0;
}

// unquoted is the length of what stands before the next space or quote.
function unquoted(text) {
  for (let i = 0; i < text.length; i++) {
    if (isSpace(text[i]) || i > 0 && quotes.has(text[i])) return i;
  }
  return text.length;
}

// askedWords are the words of a text to look for, without its stop words
// unless there is nothing else.
function askedWords(text) {
  const words = [], stops = [], compounds = [];
  for (const { form, start, end, pos, kind } of readTokens(text)) {
    if (kind === "compound") {
      compounds.push({ form, start, end });
    } else if (kind === "variant") {
      for (const list of [words, stops]) {
        if (list.at(-1)?.pos === pos) list.at(-1).forms.push(form);
      }
    } else {
      const around = compounds.filter((c) => c.start <= start && end <= c.end).map((c) => c.form);
      (stopWords.has(form) ? stops : words).push({ forms: [form], compounds: around, start, end, pos, partial: false });
    }
  }
  return words.length ? words : stops;
}

// readPhrase is a phrase's words, stop words too, each the list of its forms.
function readPhrase(text) {
  const phrase = [];
  for (const { form, kind } of readTokens(text)) {
    if (kind === "word") phrase.push([form]);
    else if (kind === "variant") phrase.at(-1).push(form);
  }
  return phrase;
}

// phraseIn tells whether a text holds a phrase's words next to each other, in
// order.
function phraseIn(phrase, text) {
  const at = phrase.map(() => false); // whether the words up to this one end here
  for (const forms of readPhrase(text)) {
    for (let k = phrase.length - 1; k >= 0; k--) {
      at[k] = (k === 0 || at[k - 1]) && phrase[k].some((form) => forms.includes(form));
    }
    if (at.at(-1) ?? true) return true;
  }
  return false;
}
