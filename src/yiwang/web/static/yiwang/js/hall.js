/* hall.js — the time at the window runs; no words in here */
(function () {
  'use strict';
  function two(n) { return (n < 10 ? '0' : '') + n; }
  setInterval(function () {
    [].forEach.call(document.querySelectorAll('[data-running]'), function (node) {
      var from = Date.parse(node.getAttribute('datetime'));
      if (!from) return;
      var s = Math.max(0, Math.floor((Date.now() - from) / 1000));
      node.textContent = two(Math.floor(s / 60)) + ':' + two(s % 60);
    });
  }, 1000);
})();
