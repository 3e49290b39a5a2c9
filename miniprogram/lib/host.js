/** The host page's states: what it shows, and which address its web view has. */

const { HOME, launchPath } = require('./launch');

/**
 * @typedef {object} State
 * @property {'entering' | 'open' | 'trouble' | 'foreign'} phase
 * @property {string} path where to, once open
 * @property {string} src the web view's address, when open
 * @property {string} reason why there is trouble
 * @property {number} wait seconds until another try is allowed
 */

/** @returns {State} */
function entering(path) {
  return { phase: 'entering', path, src: '', reason: '', wait: 0 };
}

/** @returns {State} */
function open(path, src) {
  return { phase: 'open', path, src, reason: '', wait: 0 };
}

/** @returns {State} */
function trouble(path, reason, wait) {
  return { phase: 'trouble', path, src: '', reason, wait };
}

/** What each event does in the phases that it has a meaning in; elsewhere it came too late. */
const STEPS = {
  entering: {
    // The token in the address works once; the server puts a cookie in its place and leads on.
    entered: ({ path }, { url }) => open(path, `${url}?to=${encodeURIComponent(path)}`),
    failed: ({ path }, { reason, wait }) => trouble(path, reason, wait),
    handedOver: (state, { result }) => (result.path ? entering(result.path) : state),
  },
  open: {
    unreachable: ({ path }) => trouble(path, 'unreachable', 0),
    handedOver: handedOver,
  },
  trouble: {
    secondPassed: (state) => Object.assign({}, state, { wait: Math.max(0, state.wait - 1) }),
    retried: (state) => (state.wait > 0 ? state : entering(state.path)),
    wentOn: ({ path }, event, server) => open(path, server + path),
    handedOver: (state, { result }) => (result.path ? entering(result.path) : state),
  },
  foreign: {
    wentHome: () => entering(HOME),
    handedOver: (state, { result }) => (result.path ? entering(result.path) : state),
  },
};

/** The web view has its cookie by now: an address of the page is enough. */
function handedOver(state, { result }, server) {
  const path = result.path || state.path;
  if (result.fragment) return open(path, `${server}${path}#${result.fragment}`);
  return result.path ? open(path, server + path) : state;
}

/**
 * The state at the start.
 * @param {object | undefined} options the launch options
 * @param {string} server
 * @returns {State}
 */
function launched(options, server) {
  const path = launchPath(options, server);
  return path ? entering(path) : { phase: 'foreign', path: HOME, src: '', reason: '', wait: 0 };
}

/**
 * The state after an event.
 * @param {State} state
 * @param {{kind: string}} event `entered` (url), `failed` (reason, wait), `unreachable`, `secondPassed`,
 *   `retried`, `wentOn`, `wentHome`, `handedOver` (result: path and fragment, from another native page)
 * @param {string} server
 * @returns {State} the same one when the event has no meaning in it
 */
function next(state, event, server) {
  const step = STEPS[state.phase][event.kind];
  return step ? step(state, event, server) : state;
}

module.exports = { launched, next };
