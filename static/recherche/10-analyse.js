// Turns texts and queries into forms, exactly as the index was made.
// Specified by internal/search (analyze.go, figures.go, inclusive.go) and by
// internal/french (fold.go, words.go, inclusive.go, stem.go), whose functions
// have the same names here but for capitals; a test compares the two. Offsets
// count UTF-16 units, but lengths that decide something count UTF-8 bytes, as
// there.

const setOf = (words) => new Set(words.match(/\S+/g));

// The tables of package french, which stand before this script as « french ».
const stopWords = setOf(french.stopWords), accentedStops = setOf(french.accentedStops);
const formsOfAvoir = setOf(french.formsOfAvoir), amidAvoir = setOf(french.amidAvoir);
const elided = setOf(french.elided), enclitic = setOf(french.enclitic), openCompounds = setOf(french.openCompounds);
const measures = setOf(french.measures), inAil = setOf(french.inAil);
const endings = new Map(Object.entries(french.endings));
const { unlike, derivations } = french;

// isStopWord tells whether a word, folded to form and written as text, is a stop
// word.
function isStopWord(form, text) {
  if (!stopWords.has(form)) return false;
  if (!/[^\0-\x7f]/.test(text)) return true;
  const written = text.normalize("NFC").toLowerCase();
  return accentedStops.has(written) || !/[^\P{L}\0-\x7f]/u.test(written);
}

const maxForm = 48; // bytes
const maxParts = 12;
const encoder = new TextEncoder();
const byteLength = (text) => encoder.encode(text).length;
const isNumber = (form) => /^[0-9]*$/.test(form);

// characterAt is the whole character at text[i], surrogates and all.
const characterAt = (text, i) => text.codePointAt(i) > 0xffff ? text.slice(i, i + 2) : text[i];

// fold is what a character counts as (Letters in fold.go): letters, "" for no
// part of a word, or null where it is passed over within one.
const folded = new Map();

function fold(character) {
  let letters = folded.get(character);
  if (letters === undefined) {
    letters = decompose(character);
    folded.set(character, letters);
  }
  return letters;
}

function decompose(character) {
  if (/[\p{M}\p{Cf}]/u.test(character)) return null;
  if (!/[\p{L}\p{N}]/u.test(character)) return "";
  let letters = "";
  for (let d of character.normalize("NFKD")) {
    d = d.toLowerCase();
    if (unlike[d]) letters += unlike[d];
    else if (/[\p{L}\p{Nd}]/u.test(d)) letters += d;
  }
  return letters;
}

// A connector may hold one word together; all that stand for one are given as
// the first of their row.
const connectors = new Map(["'’‘ʼ′＇‛", "-‐‑－", "·\u0387•‧∙⋅・･", ".", "/", "(", ")"].flatMap((row) => [...row].map((sign) => [sign, row[0]])));

// readTokens analyses a text. A token is { form, start, end, pos, kind }: what
// it was read from, the place among the text's words, stop words too, and
// whether it is a "word", a "variant" of the word before it, or a "compound",
// a figure too, whose words follow; stop tells that it is a stop word there.
const readTokens = (text) => new Scanner(text).read();

class Scanner {
  constructor(text) {
    this.text = text;
    this.tokens = [];
    this.pos = 0;
  }

  read() {
    for (let i = 0; i < this.text.length;) {
      const character = characterAt(this.text, i);
      if (!fold(character)) {
        i += character.length;
        continue;
      }
      i = this.readParts(i);
      const [first] = this.parts;
      if (this.parts.length === 1 && !this.isArticle(first)) {
        this.openCompound(first);
        this.emit(this.letters(first), first, "word");
        continue;
      }
      this.elide();
      this.resolve();
    }
    const figures = this.tokens.some(({ form }) => isDigit(form)) ? new Figures(this).find() : [];
    this.tokens.forEach((token, i) => { token.stop = this.isStop(i); });
    return figures.length ? withFigures(this.tokens, figures) : this.tokens;
  }

  isStop(i) {
    const { form, start, end } = this.tokens[i];
    if (form !== "ete") return isStopWord(form, this.text.slice(start, end));
    i = this.wordBefore(i);
    if (i >= 0 && amidAvoir.has(this.tokens[i].form)) i = this.wordBefore(i);
    return i >= 0 && formsOfAvoir.has(this.tokens[i].form);
  }

  wordBefore(i) {
    do i--; while (i >= 0 && this.tokens[i].kind !== "word");
    return i;
  }

  // A part is one word of those that connectors hold together: its letters in
  // the buffer, what it was read from, and the connector before it.
  readParts(i) {
    this.buffer = "";
    this.parts = [];
    i = this.readWord(i, "");
    while (i < this.text.length && this.parts.length < maxParts) {
      const sep = connectors.get(this.text[i]);
      if (!sep || i + 1 >= this.text.length || !fold(characterAt(this.text, i + 1))) break;
      i = this.readWord(i + 1, sep);
    }
    return i;
  }

  readWord(start, sep) {
    let end = start;
    let letters = "";
    while (end < this.text.length) {
      const character = characterAt(this.text, end);
      const more = fold(character);
      if (more === "") break;
      letters += more ?? "";
      end += character.length;
    }
    // What is short enough whatever it holds need not be measured.
    if (letters.length > maxForm / 3) letters = letters.slice(0, encoder.encodeInto(letters, new Uint8Array(maxForm)).read);
    const from = this.buffer.length;
    this.buffer += letters;
    this.parts.push({ from, to: this.buffer.length, start, end, sep });
    return end;
  }

  letters(part) {
    return this.buffer.slice(part.from, part.to);
  }

  emit(form, { start, end }, kind) {
    this.tokens.push({ form, start, end, pos: kind === "variant" ? this.pos - 1 : this.pos, kind });
    if (kind === "word") this.pos++;
  }

  elide() {
    const kept = [];
    this.parts.forEach((part, i) => {
      const next = this.parts[i + 1];
      if (next?.sep !== "'") {
        kept.push(part);
        return;
      }
      next.sep = part.sep;
      if (elided.has(this.letters(part))) return;
      if (byteLength(this.buffer.slice(part.from, next.to)) <= maxForm) {
        next.from = part.from;
        next.start = part.start;
      } else {
        kept.push(part);
      }
    });
    this.parts = kept;
  }

  resolve() {
    let compoundEnd = 0;
    for (let i = 0; i < this.parts.length;) {
      const part = this.parts[i];
      let n = this.acronym(i);
      if (n > 1) {
        const last = this.parts[i + n - 1];
        this.emit(this.buffer.slice(part.from, last.to), { start: part.start, end: last.end }, "word");
        i += n;
        continue;
      }
      n = this.inclusive(i);
      if (n > 0) {
        i += n;
        continue;
      }
      if (i >= compoundEnd) compoundEnd = this.compound(i);
      if (!this.article(part)) this.emit(this.letters(part), part, "word");
      i++;
    }
  }

  acronym(i) {
    let n = 0;
    for (; i + n < this.parts.length; n++) {
      const part = this.parts[i + n];
      if (!/^[a-z]$/.test(this.letters(part)) || n > 0 && part.sep !== ".") break;
    }
    return n;
  }

  compound(i) {
    let end = i + 1;
    while (this.parts[end]?.sep === "-") end++;
    const run = this.parts.slice(i, end);
    const words = run.map((part) => this.letters(part));
    if (run.length < 2 || run.length > 4 || enclitic.has(words.at(-1))) return end;
    const form = words.join("-");
    if (byteLength(form) > maxForm || run.every((part, k) => isStopWord(words[k], this.text.slice(part.start, part.end))) || words.every(isNumber)) return end;
    this.emit(form, { start: run[0].start, end: run.at(-1).end }, "compound");
    return end;
  }

  openCompound(part) {
    const before = this.tokens.at(-1);
    if (this.letters(part) !== "etre" || before?.kind !== "word") return;
    const form = before.form + "-etre";
    if (!openCompounds.has(form) || byteLength(this.text.slice(before.end, part.start)) > 3) return;
    this.tokens.splice(-1, 0, { form, start: before.start, end: part.end, pos: before.pos, kind: "compound" });
  }

  isArticle(part) {
    const form = this.letters(part);
    if (form.length < 3) return false;
    return /^[lrda]/.test(form) ? isNumber(form.slice(1)) : isNumber(form) && this.articleLetter(part) !== "";
  }

  articleLetter(part) {
    const before = this.tokens.at(-1);
    if (before?.kind !== "word" || !/^[lrda]$/.test(before.form)) return "";
    return /^\.[. \u00a0\u202f]*$/.test(this.text.slice(before.end, part.start)) ? before.form : "";
  }

  article(part) {
    if (!this.isArticle(part)) return false;
    const form = this.letters(part);
    if (isNumber(form)) {
      const before = this.tokens.pop();
      this.pos--;
      const whole = { start: before.start, end: part.end };
      this.emit(form, whole, "word");
      this.emit(before.form + form, whole, "variant");
    } else {
      this.emit(form, part, "word");
      this.emit(form.slice(1), part, "variant");
    }
    return true;
  }

  inclusive(i) {
    const [base, suffix, next] = this.parts.slice(i, i + 3);
    const sep = suffix?.sep;
    if (!sep || !"·-./(".includes(sep)) return 0;
    const word = this.letters(base);
    const ending = this.letters(suffix);
    if (byteLength(word) < (sep === "·" ? 2 : 3)) return 0;
    if (sep === "(" && this.text[suffix.end] !== ")") return 0;
    let n = 2;
    if (next) {
      const held = sep === "(" ? next.sep === ")" : next.sep === sep;
      if (held && /^(s|x|aux)$/.test(this.letters(next))) n = 3;
      // A third part held as the others are means a list.
      if (n === 2 && next.sep === sep && sep !== "." || sep === "-" && this.parts[i + n]?.sep === sep) return 0;
    }
    if (ending === "x" || ending === "s" && sep !== "·" && sep !== "(") return 0;
    const forms = genders(word, ending, n === 3);
    if (!forms) return 0;
    const end = n === 3 ? next.end : sep === "(" ? suffix.end + 1 : suffix.end;
    forms.forEach((form, k) => this.emit(form, { start: base.start, end }, k ? "variant" : "word"));
    return n;
  }
}

// figures.go
const maxFigure = 15;
const maxCode = 5;
const isDigit = (form) => form[0] >= "0" && form[0] <= "9";
const hasDigit = (form) => /[0-9]/.test(form);
const isGap = (between) => /^[ \u00a0\u202f\u2009]$/.test(between);

// Figures finds the figures among the words of a text: compounds, each with the
// token that it stands before.
class Figures {
  found = [];

  constructor(scanner) {
    this.scanner = scanner;
    this.text = scanner.text;
    this.words = scanner.tokens.flatMap(({ kind }, i) => kind === "word" ? [i] : []);
  }

  find() {
    for (let at = 0; at < this.words.length;) {
      if (!this.isFigure(at)) {
        this.unitTime(at);
        at++;
        continue;
      }
      const end = this.run(at);
      this.join(at, end);
      at = end;
    }
    return this.found.sort((a, b) => a.before - b.before);
  }

  token(at) {
    return this.scanner.tokens[this.words[at]];
  }

  form(at) {
    return at < this.words.length ? this.token(at).form : "";
  }

  isFigure(at) {
    const { form, start, end } = this.token(at);
    return isNumber(form) && byteLength(this.text.slice(start, end)) === form.length;
  }

  between(at) {
    return at + 1 < this.words.length ? this.text.slice(this.token(at).end, this.token(at + 1).start) : "";
  }

  run(at) {
    let end = at + 1;
    const first = this.between(at);
    if (!isGap(first) && ![".", "-", "/"].includes(first)) return end;
    while (end < this.words.length && this.isFigure(end) && (this.between(end - 1) === first || isGap(first) && isGap(this.between(end - 1)))) end++;
    return end;
  }

  join(from, to) {
    const spaced = to - from < 2 || isGap(this.between(from));
    let amount = to - 1;
    for (let i = from; i < to;) {
      const end = this.thousands(i, to);
      if (end - i < 2 || !spaced && (i > from || end < to)) {
        i++;
        continue;
      }
      this.add(i, end);
      if (end === to) amount = i;
      i = end;
    }
    for (let i = from; i < to;) {
      const end = this.pairs(i, to);
      if (end - i > 3 && (spaced || i === from && end === to)) {
        if (end - i < 6) this.add(i, end);
        else for (let k = i; k + 5 <= end; k++) {
          if (this.form(k)[0] !== "0") continue;
          this.add(k, k + 5);
          k += 4;
        }
      }
      i = Math.max(end, i + 1);
    }
    if (spaced && to - from > 1) this.add(from, to);
    this.international(from, to);
    this.unit(amount, to);
    const code = from - 1;
    if (code < 0 || !isGap(this.between(code)) || !this.isCode(code)) return;
    this.add(code, from + 1);
    this.add(code, to);
  }

  thousands(i, to) {
    if (this.form(i).length > 3) return i;
    for (i++; i < to && this.form(i).length === 3; i++);
    return i;
  }

  pairs(i, to) {
    for (; i < to && this.form(i).length === 2; i++);
    return i;
  }

  international(from, to) {
    const all = this.joined(from, to);
    let number = all.startsWith("33") && this.text[this.token(from).start - 1] === "+" ? all.slice(2) : "";
    if (!number && all.startsWith("0033")) number = all.slice(4);
    if (number.length === 9) this.addForm(from, to, "0" + number);
    const zero = from - 1; // +33 (0)6 12 34 56 78
    if (zero >= 0 && all.length === 9 && this.form(zero) === "0" && /^\) *$/.test(this.between(zero))) this.addForm(zero, to, "0" + all);
  }

  unit(from, to) {
    if (to >= this.words.length) return;
    if (/^[ \u00a0\u202f]*×[ \u00a0\u202f]*$/.test(this.between(to - 1)) && this.isFigure(to)) {
      this.addForm(from, to + 1, `${this.joined(from, to)}x${this.form(to)}`);
      return;
    }
    if (!isGap(this.between(to - 1))) return;
    const form = this.form(to);
    if (measures.has(form)) {
      this.add(from, to + 1);
      if (this.isMinutes(to)) this.add(from, to + 2);
      return;
    }
    const [, unit, number] = /^([^0-9]+)(.*)$/.exec(form) ?? [];
    if (number && measures.has(unit) && isNumber(number)) this.add(from, to + 1);
  }

  unitTime(at) {
    const form = this.form(at);
    const unit = form.replace(/^[0-9]+/, "");
    if (unit !== form && measures.has(unit) && this.isMinutes(at)) this.add(at, at + 2);
  }

  isMinutes(at) {
    const next = this.form(at + 1);
    return next !== "" && next.length < 3 && this.isFigure(at + 1) && isGap(this.between(at));
  }

  isCode(at) {
    const { start, end } = this.token(at);
    const letters = [...this.text.slice(start, end)];
    return letters.length <= maxCode && letters.every((letter) => /\p{Lu}/u.test(letter));
  }

  add(from, to) {
    this.addForm(from, to, this.joined(from, to));
  }

  addForm(from, to, form) {
    const digits = form.replace(/[^0-9]/g, "").length;
    if (!digits || digits > maxFigure) return;
    const { start, pos } = this.token(from);
    const { end } = this.token(to - 1);
    for (let i = this.found.length - 1; i >= 0 && this.found[i].token.start >= start; i--) {
      if (this.found[i].token.start === start && this.found[i].token.form === form) return;
    }
    this.found.push({ before: this.words[from], token: { form, start, end, pos, kind: "compound", stop: false } });
  }

  joined(from, to) {
    let form = "";
    for (let at = from; at < to; at++) {
      form += this.form(at);
      if (byteLength(form) > maxForm) return "";
    }
    return form;
  }
}

// withFigures puts compounds before their words.
function withFigures(tokens, figures) {
  const list = [];
  let next = 0;
  tokens.forEach((token, i) => {
    for (; figures[next]?.before === i; next++) list.push(figures[next].token);
    list.push(token);
  });
  return list;
}

function genders(base, suffix, plural) {
  if (suffix === "s") return [base, base + "s"];
  const singular = suffix.replace(/s$/, "");
  plural ||= singular !== suffix;
  let feminine = join(base, singular);
  if (plural && base.endsWith("s") && base !== "tous") feminine = join(base.slice(0, -1), singular) || feminine;
  if (!feminine) return null;
  if (!plural) return [base, feminine];
  let masculine = base;
  if (base.endsWith("al")) masculine = base.slice(0, -1) + "ux";
  else if (base.endsWith("eau")) masculine += "x";
  else if (!/[sxz]$/.test(base)) masculine += "s";
  return [masculine, feminine + "s"];
}

function join(base, suffix) {
  for (const [ending, feminine] of endings.get(suffix) ?? []) {
    if (base.endsWith(ending)) return base.slice(0, base.length - ending.length) + feminine;
  }
  return "";
}

// unhyphened is a compound's spelling without its hyphens.
const unhyphened = (form) => form.replaceAll("-", "");

// stem is what the variants of a word have in common.
function stem(form) {
  if (!/^[a-z]{4,}$/.test(form)) return form;
  let s = singular(form);
  for (const [ending, longer, becomes, goOn] of derivations) {
    if (s.length > longer && s.endsWith(ending)) {
      s = s.slice(0, -ending.length) + becomes;
      if (!goOn) break;
    }
  }
  return undouble(s);
}

function singular(s) {
  if (s.length > 4 && /[^e]aux$/.test(s)) {
    const base = s.slice(0, -3);
    return inAil.has(base) ? base + "ail" : s.slice(0, -2) + "l";
  }
  return s.replace(/[xs]$/, "");
}

function undouble(s) {
  if (s.length <= 3) return s;
  if (s.length === 4) return s.replace(/e$/, "");
  s = s.replace(/(.)\1+/g, "$1");
  for (const c of "reei") {
    if (s.length > 4 && s.endsWith(c)) s = s.slice(0, -1);
  }
  return s;
}
