/**
 * What the native pages say, as data for the notice component: a title, a hint, a quote, and actions, each an
 * event's name with a label.
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

function main(kind, label) {
  return { kind, label, main: true, off: false };
}

function other(kind, label) {
  return { kind, label, main: false, off: false };
}

/**
 * What the host page says instead of the web view.
 * @param {import('./host').State} state
 * @param {object} text
 * @returns {Notice}
 */
function hostNotice(state, text) {
  if (state.phase === 'foreign') {
    return notice(text.foreign, [main('wentHome', text.foreign.home), other('scan', text.scanTitle)]);
  }
  if (state.phase !== 'trouble') return busy(text.entering);
  const { title, hint } = text.trouble[state.reason];
  // Where the mall has no login, another try would end as this one.
  if (state.reason === 'closed') return notice({ title, hint }, [main('wentOn', text.goOn)]);
  const retry = main('retried', state.wait > 0 ? text.retryIn(state.wait) : text.retry);
  retry.off = state.wait > 0;
  return notice({ title, hint: `${hint}\n${text.goOnHint}` }, [retry, other('wentOn', text.goOn)]);
}

/**
 * What the scan page says: `scanning`, `foreign` with what the code says, `denied` or `failed`.
 * @returns {Notice}
 */
function scanNotice(phase, text, foreign) {
  const again = main('scan', text.scanAgain);
  const back = other('goBack', text.back);
  if (phase === 'scanning') return busy(text.scanning);
  if (phase === 'foreign') return notice(text.foreignCode, [again, back], foreign || text.emptyCode);
  if (phase === 'failed') return notice(text.scanFailed, [again, back]);
  return notice(text.cameraDenied, [main('openSettings', text.toSettings), other('scan', text.scanAgain), back]);
}

/**
 * What the location page says: `asking`, `locating`, `denied` or `failed`.
 * @returns {Notice}
 */
function locationNotice(phase, text) {
  const back = other('goBack', text.back);
  if (phase === 'locating') return busy(text.locating);
  if (phase === 'asking') return notice(text.locationAsk, [main('locate', text.useLocation), back]);
  if (phase === 'failed') return notice(text.locationFailed, [main('locate', text.retry), back]);
  return notice(text.locationDenied, [main('openSettings', text.toSettings), other('locate', text.retry), back]);
}

module.exports = { hostNotice, scanNotice, locationNotice };
