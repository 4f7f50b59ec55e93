// Tells whether a form is a French word. Specified by internal/wordlist; the
// shards l/… hold its automata.

import { digitCount, Digits } from "./digits.js";

const edgeKinds = 3; // others follow; the last; the last, whose target is not written
const oneSign = 80;
const endState = 2 ** 30;

// Automaton is a decoded part of the list: the edges of each state in order.
export class Automaton {
  constructor(text) {
    const signs = new Digits(text);
    const number = () => {
      const n = signs.digit();
      if (n < oneSign) return n;
      if (n < digitCount - 1) return oneSign + (n - oneSign) * digitCount + signs.digit();
      return oneSign + (digitCount - 1 - oneSign) * digitCount + signs.digits(0, 3);
    };
    this.states = []; // letters, and by letter the target: [state, final]
    let next = number() + 1;
    while (signs.more) {
      const letters = [], targets = [];
      for (let kind = 0; kind === 0;) {
        const s = signs.digit();
        kind = s % edgeKinds;
        const target = kind === 2 ? 0 : number();
        const to = target >> 1;
        letters.push(String.fromCharCode(97 + Math.floor(s / edgeKinds)));
        targets.push([to === 0 ? next++ : to === 1 ? endState : to - 1, target % 2 === 1]);
      }
      this.states.push([letters.join(""), targets]);
    }
  }

  // walk follows the letters of a form: whether they begin a word, and whether
  // they are one.
  walk(form) {
    let state = 0, final = false;
    for (const letter of form) {
      const [letters, targets] = this.states[state] ?? [""];
      const at = letters.indexOf(letter);
      if (at < 0) return { begins: false, is: false };
      [state, final] = targets[at];
    }
    return { begins: true, is: final };
  }
}
