// The search, loaded when it is first needed: the engine and its interface,
// which is a dialog over any page and a page of its own.
import { Engine } from "./engine/engine.js";
import { makeDialog } from "./interface/dialog.js";
import { showPage } from "./interface/page.js";

globalThis.rechercher = ({ root, contact }) => {
  const portal = { engine: new Engine({ base: root.href }), root, contact };
  let dialog = null;
  return {
    open: (text) => (dialog ??= makeDialog(portal)).open(text),
    show: (place) => showPage(place, portal),
  };
};
