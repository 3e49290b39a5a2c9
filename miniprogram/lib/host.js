/** The host page's state: what it shows, and the address of its web view. */

const { HOME, launchPath } = require('./launch');

/**
 * @typedef {object} State
 * @property {'entering' | 'open' | 'trouble' | 'foreign'} phase
 * @property {string} path the path to open, or that is open
 * @property {string} src the web view's address in the phase `open`
 * @property {string} reason the reason in the phase `trouble`
 * @property {number} wait the seconds until another try is allowed
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

/** The transitions of each phase. Other events come too late and change nothing. */
const TRANSITIONS = {
  entering: {
    // The token in the address works once. The server sets a cookie for it and redirects.
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

/** Opens a path in a web view that has its cookie already. */
function handedOver(state, { result }, server) {
  const path = result.path || state.path;
  if (result.fragment) return open(path, `${server}${path}#${result.fragment}`);
  return result.path ? open(path, server + path) : state;
}

/**
 * Returns the state at the start.
 * @param {object | undefined} options the launch options
 * @param {string} server
 * @returns {State}
 */
function initialState(options, server) {
  const path = launchPath(options, server);
  return path ? entering(path) : { phase: 'foreign', path: HOME, src: '', reason: '', wait: 0 };
}

/**
 * Returns the state after an event.
 * @param {State} state
 * @param {{kind: string}} event `entered` (url), `failed` (reason, wait), `unreachable`, `secondPassed`,
 *   `retried`, `wentOn`, `wentHome`, `handedOver` (result: path and fragment, from another native page)
 * @param {string} server
 * @returns {State} the same state when the event has no meaning in it
 */
function reduce(state, event, server) {
  const transition = TRANSITIONS[state.phase][event.kind];
  return transition ? transition(state, event, server) : state;
}

module.exports = { initialState, reduce };
