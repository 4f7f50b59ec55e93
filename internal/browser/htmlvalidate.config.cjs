// What html-validate asks of the built pages: all that its authors recommend
// and all that the HTML standard says, but for what is set here.
module.exports = {
  root: true,
  extends: ["html-validate:recommended", "html-validate:standard"],
  rules: {
    // The standard lets either case pass, and the templates write lower case.
    "doctype-style": ["error", { style: "lowercase" }],
    // Check boxes of one name are how the standard asks which of several.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "reset", "submit"] }],
    // A limit of web search engines' result pages, which never show an
    // intranet; a title is as long as its author needs.
    "long-title": "off",
  },
};
