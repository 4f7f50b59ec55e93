// Runs before anything else in every document: tells the console of what only
// a text that became a script would call.
for (const name of ["alert", "confirm", "prompt"]) {
  Object.defineProperty(globalThis, name, { value: (...said) => console.error(`canary: ${name} ${said}`) });
}
