/**
 * The notices of the native pages, as data for the notice component: a title, a hint, a quote, and actions. An action
 * is an event's name with a label.
 */

/** @typedef {{title: string, hint: string, quote: string, busy: boolean, actions: object[]}} Notice */

/** @returns {Notice} */
function notice({ title, hint }, actions, quote) {
  return { title, hint: hint || '', quote: quote || '', busy: false, actions };
}

/** @returns {Notice} */
function busy(title) {
  return { title, hint: '', quote: '', busy: true, actions: [] };
}

function primary(kind, label) {
  return { kind, label, main: true, off: false };
}

function secondary(kind, label) {
  return { kind, label, main: false, off: false };
}

/**
 * Returns the notice of the host page in place of the web view.
 * @param {import('./host').State} state
 * @param {object} text
 * @returns {Notice}
 */
function hostNotice(state, text) {
  if (state.phase === 'foreign') {
    return notice(text.foreign, [primary('wentHome', text.foreign.home), secondary('scan', text.scanTitle)]);
  }
  if (state.phase !== 'trouble') return busy(text.entering);
  const { title, hint } = text.trouble[state.reason];
  // A mall without a login will have none at the next try either.
  if (state.reason === 'closed') return notice({ title, hint }, [primary('wentOn', text.goOn)]);
  const retry = primary('retried', state.wait > 0 ? text.retryIn(state.wait) : text.retry);
  retry.off = state.wait > 0;
  return notice({ title, hint: `${hint}\n${text.goOnHint}` }, [retry, secondary('wentOn', text.goOn)]);
}

/**
 * Returns the notice of the scan page in a phase: `scanning`, `foreign` with the code's text, `denied` or `failed`.
 * @returns {Notice}
 */
function scanNotice(phase, text, foreign) {
  const again = primary('scan', text.scanAgain);
  const back = secondary('goBack', text.back);
  if (phase === 'scanning') return busy(text.scanning);
  if (phase === 'foreign') return notice(text.foreignCode, [again, back], foreign || text.emptyCode);
  if (phase === 'failed') return notice(text.scanFailed, [again, back]);
  return notice(text.cameraDenied, [primary('openSettings', text.toSettings), secondary('scan', text.scanAgain), back]);
}

/**
 * Returns the notice of the location page in a phase: `asking`, `locating`, `denied` or `failed`.
 * @returns {Notice}
 */
function locationNotice(phase, text) {
  const back = secondary('goBack', text.back);
  if (phase === 'locating') return busy(text.locating);
  if (phase === 'asking') return notice(text.locationAsk, [primary('locate', text.useLocation), back]);
  if (phase === 'failed') return notice(text.locationFailed, [primary('locate', text.retry), back]);
  return notice(text.locationDenied, [primary('openSettings', text.toSettings), secondary('locate', text.retry), back]);
}

module.exports = { hostNotice, scanNotice, locationNotice };
