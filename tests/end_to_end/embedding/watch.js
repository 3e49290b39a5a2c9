// Counts what a page leaves behind: listeners on objects that outlive a mount, timers, observers.
(function () {
  const listeners = [];
  const timers = new Set();
  const observers = new Set();
  const add = EventTarget.prototype.addEventListener;
  const remove = EventTarget.prototype.removeEventListener;
  const captures = (options) => (typeof options === 'object' && options ? Boolean(options.capture) : Boolean(options));
  const place = (target, type, call, options) => listeners.findIndex((listener) => (
    listener.target === target && listener.type === type && listener.call === call && listener.capture === captures(options)));
  const outlives = (target) => target === window || target === document || (target instanceof Element && document.contains(target));
  EventTarget.prototype.addEventListener = function (type, call, options) {
    const target = this || window;
    if (call && outlives(target) && place(target, type, call, options) < 0) {
      listeners.push({ target, type, call, capture: captures(options) });
    }
    return add.call(target, type, call, options);
  };
  EventTarget.prototype.removeEventListener = function (type, call, options) {
    const target = this || window;
    const at = place(target, type, call, options);
    if (at >= 0) listeners.splice(at, 1);
    return remove.call(target, type, call, options);
  };
  for (const [begin, end, once] of [['setTimeout', 'clearTimeout', true], ['setInterval', 'clearInterval', false]]) {
    const [set, clear] = [window[begin], window[end]];
    window[begin] = function (call, ms, ...rest) {
      const timer = set.call(window, (...given) => {
        if (once) timers.delete(timer);
        return call(...given);
      }, ms, ...rest);
      timers.add(timer);
      return timer;
    };
    window[end] = function (timer) {
      timers.delete(timer);
      return clear.call(window, timer);
    };
  }
  const Observer = window.IntersectionObserver;
  window.IntersectionObserver = class extends Observer {
    observe(element) {
      observers.add(this);
      return super.observe(element);
    }

    disconnect() {
      observers.delete(this);
      return super.disconnect();
    }
  };
  window.standing = () => ({
    listeners: listeners.map((listener) => listener.type).sort(),
    timers: timers.size,
    observers: observers.size,
  });
}());
