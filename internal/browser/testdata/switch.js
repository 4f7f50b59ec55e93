// Turns the page from light to dark or back with the page's own control, known
// by its name. Its value is "none", "turned", or "stuck" where the control
// changes nothing.
(() => {
  const look = () => {
    for (const animation of document.getAnimations()) animation.cancel();
    return [document.documentElement, document.body].map((e) => getComputedStyle(e).backgroundColor + getComputedStyle(e).color).join();
  };
  const name = (e) => [e.ariaLabel, e.title, e.textContent, ...[...(e.labels ?? [])].map((label) => label.textContent)].join(" ");
  const controls = [...document.querySelectorAll("button, input[type=radio], input[type=checkbox]")].filter(
    (e) => !e.closest("main") && /sombre|clair|thème|apparence/i.test(name(e)),
  );
  const before = look();
  for (const control of controls) {
    // As often as a control has states: as the system, light, dark.
    for (let i = 0; i < 3; i++) {
      control.click();
      if (look() !== before) return "turned";
    }
  }
  return controls.length > 0 ? "stuck" : "none";
})();
