// Returns elements that do not fit their place or are too small to touch.
const found = [];
const words = (element) => element.textContent.trim().replace(/\s+/g, ' ').slice(0, 30);
const name = (element) => {
  const classes = [...element.classList].map((word) => '.' + word).join('');
  return element.tagName.toLowerCase() + classes + ' “' + words(element) + '”';
};
const add = (rule, element, sentence) => found.push({ rule, element: name(element), sentence });
// For screen readers only.
const unseen = (element) => element.closest('.unseen, .skip') !== null;
// A folded element is not shown, although it has a place.
const shown = (element) => element.checkVisibility() && element.getClientRects().length > 0 && !unseen(element);
const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
const scrolls = (element) => {
  for (let e = element; e !== document.body; e = e.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(e).overflowX)) return true;
  }
  return false;
};

const page = document.documentElement;
// Not `innerWidth`, because a phone zooms out to show wide content.
if (page.scrollWidth > page.clientWidth) {
  add('sideways', page, 'the page is ' + page.scrollWidth + ' px wide on a screen of ' + page.clientWidth);
}

for (const element of document.body.querySelectorAll('*')) {
  if (!shown(element) || !words(element)) continue;
  const style = getComputedStyle(element);
  if (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1) {
    add('cut-off', element, 'its text is wider than it is and cut off');
  }
  if (hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1) {
    add('cut-off', element, 'its text is higher than it is and cut off');
  }
}

// Every line of text lies within its surface.
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const text = texts.currentNode;
  const element = text.parentElement;
  if (!text.data.trim() || element.closest('script, style') || !shown(element) || scrolls(element)) continue;
  const surface = element.closest('.button, .kind, .value, .card, .notice, body');
  const place = surface.getBoundingClientRect();
  const range = document.createRange();
  range.selectNodeContents(text);
  for (const line of range.getClientRects()) {
    const over = Math.max(place.left - line.left, line.right - place.right, place.top - line.top, line.bottom - place.bottom);
    if (line.width > 0 && over > 1) {
      add('sticks-out', element, 'it sticks out of ' + (surface.className || 'the page'));
      break;
    }
  }
}

// A unit, `L2-07/08-A`, stands on one line.
texts.currentNode = document.body;
while (texts.nextNode()) {
  const text = texts.currentNode;
  for (const unit of text.data.matchAll(/\b[BL]\d-[\dA-Z/-]+/g)) {
    const range = document.createRange();
    range.setStart(text, unit.index);
    range.setEnd(text, unit.index + unit[0].length);
    const lines = new Set([...range.getClientRects()].map((line) => Math.round(line.top)));
    if (lines.size > 1) add('broken', text.parentElement, 'the unit ' + unit[0] + ' goes over two lines');
  }
}

// A link within a sentence is as high as its line.
const inSentence = (element) =>
  [...element.parentElement.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
for (const element of document.querySelectorAll('button, a[href], summary, select, input:not([type=hidden])')) {
  if (!shown(element) || inSentence(element)) continue;
  const { width, height } = element.getBoundingClientRect();
  if (width < 43.9 || height < 43.9) {
    add('touch', element, 'it is less than 44 px wide or high: ' + Math.round(width) + ' × ' + Math.round(height));
  }
}
return found;
