// Reads and writes the address of the page.

// elementAt returns the element that a hash, #…, leads to, or null.
export const elementAt = (hash) => {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)));
  } catch {
    return null; // an invalid address such as #100%
  }
};

// replaceAddress changes the address of the page without loading it.
export const replaceAddress = (address) => {
  try {
    history.replaceState(null, "", address);
  } catch {
    // Some browsers refuse this for addresses of files.
  }
};
