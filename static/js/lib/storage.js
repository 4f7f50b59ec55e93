// Reads and writes the browser's storage. Storage may be forbidden, full or
// missing: then nothing is stored.

// stored returns the text under a key, or null.
export const stored = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

// store stores a text under a key; an empty text removes the key.
export const store = (key, text) => {
  try {
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  } catch {
    // The value lasts as long as the page.
  }
};
