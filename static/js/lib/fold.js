// fold is a text without accents, ligatures, soft hyphens and capitals.
export const fold = (text) =>
  text.normalize("NFKD").replace(/\p{M}|\u00ad/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae");
