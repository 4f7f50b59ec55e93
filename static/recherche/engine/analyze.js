// Analyses texts and queries exactly as the index was made. Specified by
// internal/search/analyze.go. Functions have the same names there, also in the
// other modules; a test compares the results.

import { Figures } from "./figures.js";
import { connectors, fold } from "./fold.js";
import { genders } from "./inclusive.js";
import { byteLength, characterAt, encoder, isDigit, isNumber, maxForm } from "./text.js";
import { amidAvoir, elided, enclitic, formsOfAvoir, isStopWord, openCompounds } from "./words.js";

const maxParts = 12;

// readTokens analyses a text. A token is { form, start, end, pos, kind, stop }:
// start and end are its place in the text, pos is the number of its word, stop
// words included. kind is "word", "variant" (another form of the word before)
// or "compound" (a compound or a figure, whose words follow). stop tells that
// it is a stop word in its context.
export const readTokens = (text) => new Scanner(text).read();

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

  // A part is one of several words joined by connectors: its letters, its place
  // in the text, and the connector before it.
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
    // A form this short never needs to be cut, whatever its characters.
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
      // A third part joined in the same way means a list.
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

// withFigures inserts compounds before their words.
function withFigures(tokens, figures) {
  const list = [];
  let next = 0;
  tokens.forEach((token, i) => {
    for (; figures[next]?.before === i; next++) list.push(figures[next].token);
    list.push(token);
  });
  return list;
}

// unhyphened returns a compound without its hyphens.
export const unhyphened = (form) => form.replaceAll("-", "");
