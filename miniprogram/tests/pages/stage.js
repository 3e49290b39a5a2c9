/** Plays the phone: a DOM for the simulator, and a `wx` whose answers the tests give. */

const path = require('node:path');
const { JSDOM } = require('jsdom');

const ROOT = path.join(__dirname, '../..');
const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true });
Object.assign(global, { window, document: window.document });
for (const name of ['Node', 'Element', 'HTMLElement', 'Text', 'CustomEvent', 'MutationObserver']) {
  global[name] = window[name];
}
// A tap is an event of this DOM, not of Node.
global.Event = window.Event;

const simulate = require('miniprogram-simulate');

/** Everything that was called, by name, with what it was called with; the latest call comes last. */
let calls = {};
/** How many pages lie open. */
let depth = 1;

function play(name) {
  return (options) => {
    (calls[name] = calls[name] || []).push(options);
    return { abort: () => play('abort')() };
  };
}

const PLAYED = ['login', 'request', 'scanCode', 'getLocation', 'openSetting', 'openAppAuthorizeSetting',
  'navigateBack', 'navigateTo'];
for (const name of PLAYED.concat(['reLaunch', 'setNavigationBarTitle'])) wx[name] = play(name);
global.getCurrentPages = () => Array(depth).fill({});

/** Takes the place of the clock until the test is over; gives what lets time pass. */
function playClock(t) {
  const { setTimeout, clearTimeout } = global;
  let now = 0;
  let waiting = [];
  global.setTimeout = (work, delay) => {
    const entry = { work, at: now + delay };
    waiting.push(entry);
    return entry;
  };
  global.clearTimeout = (entry) => {
    waiting = waiting.filter((one) => one !== entry);
  };
  t.after(() => Object.assign(global, { setTimeout, clearTimeout }));
  return (milliseconds) => {
    now += milliseconds;
    const due = waiting.filter((one) => one.at <= now);
    waiting = waiting.filter((one) => one.at > now);
    due.forEach((one) => one.work());
  };
}

/** A phone that nothing has been asked of yet. */
function reset(language) {
  calls = {};
  depth = 1;
  wx.getAppBaseInfo = () => ({ language: language || 'zh_CN' });
}

/** Opens a page as WeChat does. */
function openPage(name, options) {
  const file = path.join(ROOT, 'pages', name, name);
  const page = simulate.render(simulate.load(file, { compiler: 'simulate', rootPath: ROOT }));
  page.attach(document.body);
  const { instance } = page;
  for (const step of ['onLoad', 'onShow', 'onReady']) if (instance[step]) instance[step](options);
  return page;
}

const calledWith = (name) => calls[name] || [];
const last = (name) => calledWith(name)[calledWith(name).length - 1];
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** All that can be read. */
const words = (page) => page.dom.textContent;
const actions = (page) => page.querySelector('.says').querySelectorAll('.action');
const labels = (page) => actions(page).map((action) => action.dom.textContent);

async function tap(page, label) {
  const action = actions(page).find((one) => one.dom.textContent === label);
  if (!action) throw new Error(`there is no button "${label}", only ${labels(page).join(', ')}`);
  action.dispatchEvent('tap');
  await settled();
}

/** The web view's address; nothing when there is no web view. */
const webView = (page) => (page.querySelector('.web') ? page.data.src : null);

const setDepth = (pages) => {
  depth = pages;
};

module.exports = { actions, calledWith, labels, last, openPage, playClock, reset, setDepth, settled, tap,
  webView, words };
