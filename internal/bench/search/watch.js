// Measures the time from the last key press to the frame that shows the answer.
// answered returns the query whose answer is shown; attribute changes when the
// answer does.
const watch = (answered, attribute, shown) => {
  let pressed = 0;
  let wanted = null;
  const look = () => {
    if (!wanted || answered() !== wanted.text) return;
    const { resolve } = wanted;
    wanted = null;
    // A message that is sent from a frame arrives when the frame is painted.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve({ milliseconds: performance.now() - pressed, shown: shown() });
      port2.postMessage(null);
    });
  };
  addEventListener("keydown", (event) => (pressed = event.timeStamp), true);
  new MutationObserver(look).observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: [attribute] });
  return {
    expect(text) {
      this.answer = new Promise((resolve) => (wanted = { text, resolve }));
      look();
    },
  };
}
