/* bell.js — asks for what is new while somebody looks at the page; at once when the live stream says so. */
(function () {
  'use strict';
  var d = document, box = d.getElementById('bell'), seconds = 20;
  if (!box || !window.htmx) return;
  function look() { if (d.visibilityState === 'visible') window.htmx.trigger(box, 'look'); }
  window.setInterval(look, seconds * 1000);
  d.addEventListener('visibilitychange', look);
  d.addEventListener('live:notice', look);
})();
