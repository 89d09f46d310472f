/* phrases.js — a chosen text goes in where the cursor stands; without a script the server puts it at the end. */
(function () {
  'use strict';
  document.addEventListener('click', function (e) {
    var button = e.target.closest('[data-insert]');
    if (!button) return;
    var area = document.getElementById(button.dataset.insert), select = document.getElementById(button.dataset.insert + '-p');
    var chosen = select && select.selectedOptions[0];
    e.preventDefault(); e.stopPropagation();
    if (!area || !chosen || !chosen.dataset.text) { if (select) select.focus(); return; }
    area.setRangeText(chosen.dataset.text, area.selectionStart, area.selectionEnd, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
    area.focus();
  }, true);
})();
