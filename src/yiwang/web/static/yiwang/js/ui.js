/* ui.js — small behaviours without a framework. Every page reads and acts without it; words come from the page, never from here. */
(function () {
  'use strict';
  var d = document;
  function all(sel, root) { return [].slice.call((root || d).querySelectorAll(sel)); }
  function typing(el) { return /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName) || el.isContentEditable; }

  /* toast: said once, gone after four seconds */
  function toast(text) {
    var n = d.createElement('div');
    n.className = 'toast'; n.setAttribute('role', 'status'); n.textContent = text;
    d.body.appendChild(n);
    setTimeout(function () { n.remove(); }, 4000);
  }

  /* clicks: copy, dialogs, print, rows of a list */
  d.addEventListener('click', function (e) {
    var copy = e.target.closest('[data-copy]');
    if (copy && navigator.clipboard) navigator.clipboard.writeText(copy.dataset.copy).then(function () { toast(copy.dataset.copied); });
    var close = e.target.closest('[data-close]');
    if (close) { var dlg = close.closest('dialog'); if (dlg) { e.preventDefault(); dlg.close(); } }
    if (e.target.closest('[data-print]')) window.print();
    var row = e.target.closest('[data-row]');
    if (row) markRow(row);
    all('[data-menu][open]').forEach(function (m) { if (!m.contains(e.target)) m.open = false; });
  });
  function markRow(row) {
    all('[data-row]', row.closest('[data-rows]')).forEach(function (n) {
      n.classList.toggle('is-on', n === row);
      if (n === row) n.setAttribute('aria-current', 'true'); else n.removeAttribute('aria-current');
    });
  }
  /* on a narrow screen a row opens its own page: htmx is told to stand back */
  d.addEventListener('click', function (e) {
    var row = e.target.closest('[data-row]');
    if (row && window.matchMedia('(max-width: 900px)').matches) { e.stopImmediatePropagation(); window.location = row.href; e.preventDefault(); }
  }, true);

  /* forms: character count, filter over a list of choices, one press is enough */
  d.addEventListener('input', function (e) {
    var t = e.target, out = t.dataset && t.dataset.count && d.getElementById(t.dataset.count);
    if (out) out.textContent = out.dataset.text.replace('{n}', t.value.length).replace('{max}', t.maxLength);
    if (t.matches && t.matches('[data-filter]')) {
      var q = t.value.trim().toLowerCase();
      all('label', d.getElementById(t.dataset.filter)).forEach(function (n) {
        n.hidden = q && n.textContent.toLowerCase().indexOf(q) < 0 && (n.dataset.keys || '').indexOf(q) < 0 && !n.querySelector('input:checked');
      });
    }
  });
  d.addEventListener('submit', function (e) {
    var f = e.target;
    if (f.dataset.sent) { e.preventDefault(); return; }
    if (f.method === 'post' && !f.hasAttribute('hx-post')) { f.dataset.sent = '1'; setTimeout(function () { delete f.dataset.sent; }, 8000); }
  });
  window.addEventListener('pageshow', function () { all('form[data-sent]').forEach(function (f) { delete f.dataset.sent; }); });

  /* after a failed submit the summary is read first */
  function focusSummary(root) { var s = (root || d).querySelector('.error-summary'); if (s) s.focus(); return !!s; }
  focusSummary();

  /* a query code handed over in the fragment of the address never reaches a log */
  var code = d.querySelector('[data-code-from-hash]');
  if (code && /^#[0-9A-Za-z-]{4,16}$/.test(location.hash)) code.value = location.hash.slice(1);

  /* keyboard: j/k through rows, / to the number field, single letters printed on buttons */
  d.addEventListener('keydown', function (e) {
    if (e.ctrlKey && e.key === 'Enter' && e.target.form) { e.preventDefault(); e.target.form.requestSubmit ? e.target.form.requestSubmit() : e.target.form.submit(); return; }
    if (e.isComposing || typing(e.target) || e.ctrlKey || e.metaKey || e.altKey || d.querySelector('dialog[open]')) return;
    if (e.key === 'j' || e.key === 'k') {
      var rows = all('[data-rows] [data-row]'), i = rows.findIndex(function (r) { return r.getAttribute('aria-current') === 'true'; });
      if (rows.length) { var n = rows[Math.max(0, Math.min(rows.length - 1, i + (e.key === 'j' ? 1 : -1)))]; n.focus(); n.click(); e.preventDefault(); }
      return;
    }
    var f = d.querySelector('[data-key-focus="' + CSS.escape(e.key) + '"]');
    if (f) { f.focus(); e.preventDefault(); return; }
    var b = d.querySelector('[data-key="' + CSS.escape(e.key) + '"]');
    if (b) { b.click(); e.preventDefault(); }
  });

  /* Chinese input methods: never send half-typed pinyin */
  var composing = false;
  d.addEventListener('compositionstart', function () { composing = true; });
  d.addEventListener('compositionend', function (e) { composing = false; e.target.dispatchEvent(new Event('input', { bubbles: true })); });
  d.addEventListener('htmx:beforeRequest', function (e) { if (composing && e.target === d.activeElement) e.preventDefault(); });

  /* a form fetched into the dialog opens it; an empty answer closes it */
  d.addEventListener('htmx:afterSwap', function (e) {
    var dlg = e.target.closest && e.target.closest('dialog');
    if (!dlg) return;
    if (e.target.textContent.trim() && !dlg.open) dlg.showModal();
    if (!focusSummary(dlg)) { var first = dlg.querySelector('[autofocus], .dlg-b input:not([type=hidden]), .dlg-b select, .dlg-b textarea'); if (first) first.focus(); }
  });
  d.addEventListener('deed-done', function () { all('dialog[open]').forEach(function (n) { n.close(); }); });
  d.addEventListener('htmx:sendError', function () { var m = d.querySelector('[data-offline]'); if (m) toast(m.dataset.offline); });
})();
