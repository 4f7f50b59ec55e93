// fold returns a text in lower case, without accents, ligatures and soft
// hyphens.
export const fold = (text) =>
  text.normalize("NFKD").replace(/\p{M}|\u00ad/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae");
