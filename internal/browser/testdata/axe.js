// Has axe-core, which must be there, judge the open page as it stands, with
// what it folds unfolded: by all of its rules that count, or by those about
// colours. Its value is a list of `violation`.
async (coloursOnly) => {
  for (const details of document.querySelectorAll("main details")) details.open = true;
  for (const animation of document.getAnimations()) {
    try {
      animation.finish();
    } catch {
      animation.cancel(); // one that never ends
    }
  }
  const { violations } = await axe.run(document, {
    runOnly: coloursOnly
      ? { type: "rule", values: ["color-contrast", "link-in-text-block"] }
      : { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    resultTypes: ["violations"],
  });
  return violations.flatMap((rule) =>
    rule.nodes.map((node) => ({
      rule: rule.id,
      target: node.target.flat().join(" "),
      html: node.html.replace(/\s+/g, " ").slice(0, 160),
      why: [...node.any, ...node.all, ...node.none][0]?.message ?? rule.help,
    })),
  );
}
