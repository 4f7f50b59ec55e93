// Reads and writes the address of the page.

// elementAt is the element that a hash, #…, leads to, or null.
export const elementAt = (hash) => {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)));
  } catch {
    return null; // an address such as #100% names nothing
  }
};

// replaceAddress shows another address for the same page.
export const replaceAddress = (address) => {
  try {
    history.replaceState(null, "", address);
  } catch {
    // Some browsers keep addresses of files as they are.
  }
};
