// Tells what the package leaves behind: listeners on objects that outlive a mount, timers, observers. A browser, its driver
// and its extensions have some of their own, so only those count that the package's own scripts have begun.
(function () {
  const standing = new Map();
  const add = EventTarget.prototype.addEventListener;
  const remove = EventTarget.prototype.removeEventListener;
  Error.stackTraceLimit = 100;
  const isOurs = () => /\/module\//.test(new Error().stack);
  const captures = (options) => (typeof options === 'object' && options ? Boolean(options.capture) : Boolean(options));
  const name = (target) => (target === window ? 'window' : target === document ? 'document' : `<${target.localName}>`);
  const outlives = (target) => target === window || target === document || (target instanceof Element && document.contains(target));
  const place = (target, type, call, options) => [...standing.keys()].find((one) => (
    one.target === target && one.type === type && one.call === call && one.capture === captures(options)));
  EventTarget.prototype.addEventListener = function (type, call, options) {
    const target = this || window;
    if (call && outlives(target) && isOurs() && !place(target, type, call, options)) {
      standing.set({ target, type, call, capture: captures(options) }, `a listener to ${type} on ${name(target)}`);
    }
    return add.call(target, type, call, options);
  };
  EventTarget.prototype.removeEventListener = function (type, call, options) {
    const target = this || window;
    standing.delete(place(target, type, call, options));
    return remove.call(target, type, call, options);
  };
  for (const [begin, end, once] of [['setTimeout', 'clearTimeout', true], ['setInterval', 'clearInterval', false]]) {
    const [set, clear] = [window[begin], window[end]];
    window[begin] = function (call, ms, ...rest) {
      const timer = set.call(window, (...given) => {
        if (once) standing.delete(timer);
        return call(...given);
      }, ms, ...rest);
      if (isOurs()) standing.set(timer, `${begin} of ${ms} ms`);
      return timer;
    };
    window[end] = function (timer) {
      standing.delete(timer);
      return clear.call(window, timer);
    };
  }
  const Observer = window.IntersectionObserver;
  window.IntersectionObserver = class extends Observer {
    observe(element) {
      standing.set(this, `an observer of <${element.localName}>`);
      return super.observe(element);
    }

    disconnect() {
      standing.delete(this);
      return super.disconnect();
    }
  };
  window.standing = () => [...standing.values()].sort();
}());
