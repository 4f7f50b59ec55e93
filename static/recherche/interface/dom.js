// Creates elements and texts.

// make creates an element from attributes and children (texts or elements).
export const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((c) => c != null && c !== false));
  return element;
};

export const button = (text, act, name = "bouton", attributes = {}) => {
  const b = make("button", { type: "button", class: name, ...attributes }, text);
  b.addEventListener("click", act);
  return b;
};

// say replaces %d and %s in a text of the catalogue by values.
export const say = (text, ...values) => text.replace(/%[ds]/g, () => values.shift());

// brief cuts a text that is too long for a message.
export const brief = (text) => ([...text.slice(0, 200)].length > 60 ? `${[...text.slice(0, 200)].slice(0, 60).join("")}…` : text);
