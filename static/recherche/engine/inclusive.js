// Reads inclusive writing. Specified by internal/french/inclusive.go.

import * as french from "intraqvt:french";

// By suffix, the endings of a word and their replacements.
const endings = new Map(Object.entries(french.endings));

export function genders(base, suffix, plural) {
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
