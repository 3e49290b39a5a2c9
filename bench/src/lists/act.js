// Acts on a long list as a shopper does. Measures the time from the tap to the end of the frame that shows the effect.
window.benchActs = (function () {
  function list(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); }
  function named(selector, name) {
    return list(selector).filter(function (element) { return element.textContent.trim() === name; })[0];
  }
  function titles() { return list('main li h3').map(function (heading) { return heading.textContent; }); }
  function afterFrame(call) {
    var channel = new MessageChannel();
    channel.port1.onmessage = call;
    channel.port2.postMessage(0);
  }

  // Returns the milliseconds from a tap until `done` holds in a frame.
  function timed(element, done) {
    return new Promise(function (resolve) {
      var begun = performance.now();
      element.click();
      (function look() {
        requestAnimationFrame(function () {
          if (!done()) return look();
          afterFrame(function () { resolve(performance.now() - begun); });
        });
      }());
    });
  }

  function sort(name) {
    var before = titles().join();
    return timed(named('main .sorts a, main [role=tab]', name), function () { return titles().join() !== before; });
  }

  return {
    sort: function () {
      return sort('推荐').then(function (one) {
        return sort('优惠大').then(function (other) { return (one + other) / 2; });
      });
    },
    // Filters by one category, and removes the filter.
    filter: function (name) {
      var before = titles().length;
      return timed(named('main .chips a, main .chips button', name), function () { return titles().length < before; });
    },
    unfilter: function (name) {
      var before = titles().length;
      return timed(named('main .chips a, main .chips button', name), function () { return titles().length > before; });
    },
    // Claims an offer and waits for the first change of its card.
    change: function () {
      var card = list('main li').filter(function (card) {
        return card.querySelector('h3') && card.textContent.indexOf('立即领取') >= 0;
      })[4];
      var title = card.querySelector('h3').textContent;
      return timed(list('button', card).pop(), function () {
        return list('main li').some(function (card) {
          var heading = card.querySelector('h3');
          return heading && heading.textContent === title && /领取中|已领取/.test(card.textContent);
        });
      });
    },
    // Scrolls for four seconds. Returns the 95th percentile of frames in milliseconds.
    scroll: function () {
      return new Promise(function (resolve) {
        var frames = [];
        var last = performance.now();
        var end = last + 4000;
        (function step() {
          requestAnimationFrame(function (time) {
            frames.push(time - last);
            last = time;
            if (time > end && frames.length > 20) {
              frames = frames.slice(1).sort(function (one, other) { return one - other; });
              return resolve(frames[Math.floor(frames.length * 0.95)]);
            }
            window.scrollBy(0, 120);
            step();
          });
        }());
      });
    },
  };
}());
