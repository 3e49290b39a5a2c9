// Runs in each new document before the page's own scripts, and records what a shopper sees. The action is `tap` (claim
// the first offer as soon as it is there) or `react` (sort the list until that needs no page load). A visit goes on
// across page loads.
(function () {
  var action = ACTION;
  var begun = Number(sessionStorage.getItem('begun')) || performance.timeOrigin;
  sessionStorage.setItem('begun', begun);
  var kept = JSON.parse(sessionStorage.getItem('seen') || '{}');
  var seen = window.bench = { visible: kept.visible, claimed: kept.claimed, reacts: null, tapped: kept.tapped };
  var shifts = [];
  var tasks = [];
  // The time when this script first changed the page. Later shifts and tasks are its own doing.
  var touched = Infinity;

  function now() { return performance.timeOrigin + performance.now() - begun; }
  function keep() { sessionStorage.setItem('seen', JSON.stringify(seen)); }
  function watch(type, note) {
    new PerformanceObserver(function (list) { list.getEntries().forEach(note); }).observe({ type: type, buffered: true });
  }
  watch('layout-shift', function (entry) { shifts.push([entry.startTime, entry.value]); });
  watch('longtask', function (entry) { tasks.push([entry.startTime, entry.duration - 50]); });

  // Returns the sums up to the moment when this script changed the page.
  window.benchSums = function () {
    function sum(entries) {
      return entries.reduce(function (all, entry) { return entry[0] < touched ? all + entry[1] : all; }, 0);
    }
    return { shift: sum(shifts), blocked: sum(tasks) };
  };

  function firstCard() {
    var heading = document.querySelector('main li h3');
    if (!heading) return null;
    var place = heading.getBoundingClientRect();
    return place.height > 0 && place.top < window.innerHeight ? heading.closest('li') : null;
  }

  // Calls back after the current frame has been shown.
  function afterFrame(call) {
    var channel = new MessageChannel();
    channel.port1.onmessage = call;
    channel.port2.postMessage(0);
  }

  function tap(card) {
    var button = Array.prototype.filter.call(card.querySelectorAll('button'), function (button) {
      return button.textContent.trim() === '立即领取';
    })[0];
    // The document may have arrived only up to the card's beginning.
    if (!button) return void requestAnimationFrame(function () { tap(card); });
    seen.tapped = card.querySelector('h3').textContent;
    touched = performance.now();
    keep();
    button.click();
  }

  function look() {
    var card = firstCard();
    if (card && !seen.visible) {
      seen.visible = now();
      keep();
      afterFrame(function () {
        seen.visible = now();
        keep();
        if (action === 'tap') tap(card);
        if (action === 'react') arrange();
      });
    }
    if (seen.tapped && !seen.claimed) {
      Array.prototype.forEach.call(document.querySelectorAll('main li h3'), function (heading) {
        if (heading.textContent === seen.tapped && heading.closest('li').textContent.indexOf('已领取') >= 0) {
          seen.claimed = now();
          afterFrame(function () { seen.claimed = now(); keep(); });
        }
      });
    }
    requestAnimationFrame(look);
  }
  requestAnimationFrame(look);

  // This listener comes last. When no other one handled the click, it would load a page.
  var handled = false;
  if (action === 'react') {
    window.addEventListener('click', function (event) {
      if (seen.reacts) return;
      handled = event.defaultPrevented;
      event.preventDefault();
    });
  }
  function order() {
    return Array.prototype.map.call(document.querySelectorAll('main li h3'), function (heading) {
      return heading.textContent;
    }).join();
  }
  function arrange() {
    if (seen.reacts) return;
    var sort = Array.prototype.filter.call(document.querySelectorAll('main a, main [role=tab]'), function (control) {
      return control.textContent.trim() === '快到期';
    })[0];
    var before = order();
    var at = performance.now();
    if (sort && !handled) sort.click();
    requestAnimationFrame(function () {
      afterFrame(function () {
        // While the document still arrives, cards are added at the end.
        if (order().indexOf(before) === 0) return void setTimeout(arrange, 20);
        touched = at;
        seen.reacts = now();
      });
    });
  }
}());
