// Reads figures. Specified by internal/search/figures.go.

import * as french from "intraqvt:french";
import { byteLength, isNumber, maxForm, setOf } from "./text.js";

const measures = setOf(french.measures);
const maxFigure = 15;
const maxCode = 5;
const isGap = (between) => /^[ \u00a0\u202f\u2009]$/.test(between);

// Figures finds the figures in the words of a text: compounds, each with the
// token that it precedes.
export class Figures {
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
