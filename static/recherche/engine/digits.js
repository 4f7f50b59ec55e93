// Reads the numbers and forms of shards. Specified by
// internal/search/export_codec.go.

export const digitCount = 93;

// Digits reads numbers written by digits in Go.
export class Digits {
  at = 0;

  constructor(text) {
    this.text = text;
  }

  get more() {
    return this.at < this.text.length;
  }

  digit() {
    const code = this.text.charCodeAt(this.at++);
    if (!(code >= 32 && code < 127)) throw new Error("fin inattendue");
    return code - 32 - (code > 34) - (code > 92);
  }

  digits(n, count) {
    for (; count; count--) n = n * digitCount + this.digit();
    return n;
  }

  number() {
    const first = this.digit();
    if (first < 70) return first;
    if (first < 84) return 70 + this.digits(first - 70, 1);
    if (first < 91) return 1372 + this.digits(first - 84, 2);
    if (first === 91) return 61915 + this.digits(0, 4);
    return 61915 + digitCount ** 4 + this.digits(0, 6);
  }

  frontCoded(before) {
    const shared = this.number(), more = this.number();
    if (shared > before.length || this.at + more > this.text.length) throw new Error("fin inattendue");
    const form = before.slice(0, shared) + this.text.slice(this.at, this.at + more);
    this.at += more;
    return form;
  }
}
