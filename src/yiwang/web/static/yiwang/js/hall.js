/* hall.js — the time at the window runs; function keys do the next step, also while somebody types; no words in here */
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
  document.addEventListener('keydown', function (e) {
    if (!/^F\d+$/.test(e.key) || e.ctrlKey || e.altKey || e.metaKey || e.shiftKey || e.repeat || document.querySelector('dialog[open]')) return;
    var button = document.querySelector('[data-hall-key="' + e.key + '"]');
    if (button) { e.preventDefault(); button.click(); }
  });
})();
