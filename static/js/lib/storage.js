// Reads and writes what the browser keeps for the portal. Storage may be
// forbidden, full or missing: nothing is kept then, and not missed.

// stored is the text under a key, or null.
export const stored = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

// store keeps a text under a key, none for an empty one.
export const store = (key, text) => {
  try {
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  } catch {
    // It lasts as long as the page.
  }
};
