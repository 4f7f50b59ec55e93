// Counts and measures texts. Offsets count UTF-16 units. Lengths that decide
// something count UTF-8 bytes, as in internal/search.

export const maxForm = 48; // bytes
export const encoder = new TextEncoder();
export const byteLength = (text) => encoder.encode(text).length;
export const isNumber = (form) => /^[0-9]*$/.test(form);
export const isDigit = (form) => form[0] >= "0" && form[0] <= "9";
export const hasDigit = (form) => /[0-9]/.test(form);
export const setOf = (words) => new Set(words.match(/\S+/g));

// characterAt returns the whole character at text[i], including surrogate
// pairs.
export const characterAt = (text, i) => text.codePointAt(i) > 0xffff ? text.slice(i, i + 2) : text[i];
