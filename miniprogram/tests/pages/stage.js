/** Simulates the phone: a DOM for the simulator, and a `wx` whose callbacks the tests call. */

const path = require('node:path');
const { JSDOM } = require('jsdom');

const ROOT = path.join(__dirname, '../..');
const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true });
Object.assign(global, { window, document: window.document });
for (const name of ['Node', 'Element', 'HTMLElement', 'Text', 'CustomEvent', 'MutationObserver']) {
  global[name] = window[name];
}
// A tap is an event of this DOM, not one of Node.
global.Event = window.Event;

const simulate = require('miniprogram-simulate');

/** The arguments of all calls by name, the latest last. */
let calls = {};
/** The number of open pages. */
let depth = 1;

function fake(name) {
  return (options) => {
    (calls[name] = calls[name] || []).push(options);
    return { abort: () => fake('abort')() };
  };
}

const FAKED = ['login', 'request', 'scanCode', 'getLocation', 'openSetting', 'openAppAuthorizeSetting',
  'navigateBack', 'navigateTo'];
for (const name of FAKED.concat(['reLaunch', 'setNavigationBarTitle'])) wx[name] = fake(name);
global.getCurrentPages = () => Array(depth).fill({});

/** Replaces the timers until the end of the test. Returns a function that lets time pass. */
function fakeTimers(t) {
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

/** Resets the phone. */
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
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Returns the visible text. */
const words = (page) => page.dom.textContent;
const actions = (page) => page.querySelector('.says').querySelectorAll('.action');
const labels = (page) => actions(page).map((action) => action.dom.textContent);

async function tap(page, label) {
  const action = actions(page).find((one) => one.dom.textContent === label);
  if (!action) throw new Error(`there is no button "${label}", only ${labels(page).join(', ')}`);
  action.dispatchEvent('tap');
  await settle();
}

/** Returns the web view's address, or null when there is no web view. */
const webView = (page) => (page.querySelector('.web') ? page.data.src : null);

const setDepth = (pages) => {
  depth = pages;
};

module.exports = { actions, calledWith, labels, last, openPage, fakeTimers, reset, setDepth, settle, tap,
  webView, words };
