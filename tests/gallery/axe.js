// Runs axe with some of its rules. Returns one entry for each element that breaks a rule or that axe could not judge.
const [choice, done] = arguments;
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const rules = {
  all: { runOnly: standards, rules: { 'target-size': { enabled: true } } },
  // No other rule looks at a colour.
  allButContrast: { runOnly: standards, rules: { 'target-size': { enabled: true }, 'color-contrast': { enabled: false } } },
  contrast: { runOnly: { type: 'rule', values: ['color-contrast'] } },
  targets: { runOnly: { type: 'rule', values: ['target-size'] } },
}[choice];
axe.run(document, {
  ...rules,
  iframes: false,
  resultTypes: ['violations', 'incomplete'],
  // axe's own settings except for pseudo elements: ours are edges, or paler than their background.
  checks: {
    'color-contrast': {
      options: {
        ignorePseudo: true, ignoreUnicode: true, ignoreLength: false, boldValue: 700, boldTextPt: 14, largeTextPt: 18,
        contrastRatio: { normal: { expected: 4.5 }, large: { expected: 3 } },
      },
    },
  },
}).then((result) => {
  // Items scrolled out of a row look like those in it, and axe cannot judge them there.
  const seen = (node) => document.querySelector(node.target.join(' ')).getBoundingClientRect().right <= window.innerWidth;
  const open = result.incomplete.map((rule) => ({ ...rule, nodes: rule.nodes.filter(seen) }));
  const found = [...result.violations, ...open].flatMap((rule) => rule.nodes.map((node) => ({
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
