/* hall-kiosk.js — a kiosk that nobody touches goes back to its first page, and nothing typed stays behind */
(function () {
  'use strict';
  var root = document.querySelector('[data-idle]'), timer = 0;
  if (!root) return;
  function touched() {
    clearTimeout(timer);
    timer = setTimeout(function () { window.location.replace(root.dataset.home); }, Number(root.dataset.idle));
  }
  ['pointerdown', 'keydown', 'focusin'].forEach(function (kind) { document.addEventListener(kind, touched); });
  touched();
})();
