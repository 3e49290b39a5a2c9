// Runs axe and hands its violations over, an element each.
const done = arguments[arguments.length - 1];
axe.run(document, {
  iframes: false,
  resultTypes: ['violations'],
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  // Not run unless asked for by name.
  rules: { 'target-size': { enabled: true } },
}).then((result) => {
  const found = result.violations.flatMap((rule) => rule.nodes.map((node) => ({
    rule: rule.id,
    element: node.target.join(' '),
    sentence: rule.help + '. ' + node.failureSummary.replace(/\s+/g, ' '),
  })));
  const contrasts = [...result.passes, ...result.violations]
    .filter((rule) => rule.id === 'color-contrast')
    .reduce((sum, rule) => sum + rule.nodes.length, 0);
  done({ found, contrasts });
}, (error) => done({
  found: [{ rule: 'axe', element: 'the page', sentence: String(error) }],
  contrasts: 0,
}));
