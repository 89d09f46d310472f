/* ui.js — small behaviours without a framework. Every page reads and acts without it; words come from the page, never from here. */
(function () {
  'use strict';
  var d = document;
  d.documentElement.classList.add('js');
  function all(sel, root) { return [].slice.call((root || d).querySelectorAll(sel)); }
  function typing(el) { return (/^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName) && el.type !== 'checkbox') || el.isContentEditable; }
  function narrow() { return window.matchMedia('(max-width: 900px)').matches; }

  /* toast: said once, gone after four seconds */
  function toast(text) {
    var n = d.createElement('div');
    n.className = 'toast'; n.setAttribute('role', 'status'); n.textContent = text;
    (d.querySelector('dialog[open]') || d.body).appendChild(n);
    setTimeout(function () { n.remove(); }, 4000);
  }

  /* clicks: copy, dialogs, print, rows of a list */
  d.addEventListener('click', function (e) {
    var copy = e.target.closest('[data-copy]');
    if (copy && navigator.clipboard) navigator.clipboard.writeText(copy.dataset.copy).then(function () { toast(copy.dataset.copied); });
    var close = e.target.closest('[data-close]');
    if (close) { var dlg = close.closest('dialog'); if (dlg) { e.preventDefault(); dlg.close(); } }
    var open = e.target.closest('[data-open]');
    if (open) showKeys();
    if (e.target.closest('[data-print]')) window.print();
    var row = e.target.closest('[data-row]');
    if (row) markRow(row);
    all('[data-menu][open]').forEach(function (m) { if (!m.contains(e.target) || e.target.closest('.menu-b a, [data-open]')) m.open = false; });
  });
  function markRow(row) {
    all('[data-row]', row.closest('[data-rows]')).forEach(function (n) {
      n.classList.toggle('is-on', n === row);
      if (n.closest('tr')) n.closest('tr').classList.toggle('is-on', n === row);
      if (n === row) n.setAttribute('aria-current', 'true'); else n.removeAttribute('aria-current');
    });
  }
  /* a menu that would leave the screen opens to the other side */
  d.addEventListener('toggle', function (e) {
    var body = e.target.matches && e.target.matches('[data-menu][open]') && e.target.querySelector('.menu-b');
    if (body && body.getBoundingClientRect().right > window.innerWidth - 4) body.classList.remove('is-left');
  }, true);
  function showKeys() { var k = d.getElementById('keys'); if (k && !k.open) k.showModal(); }
  /* on a narrow screen a row opens its own page: htmx is told to stand back */
  d.addEventListener('click', function (e) {
    var row = e.target.closest('[data-row]');
    if (row && narrow()) { e.stopImmediatePropagation(); window.location = row.href; e.preventDefault(); }
  }, true);

  /* the side navigation: the place one is at stands in view, in the strip of a phone too */
  all('.side:not(.window-side), .side-nav').forEach(function (side) {
    var here = side.querySelector('a[aria-current]');
    if (!here) return;
    var a = here.getBoundingClientRect(), s = side.getBoundingClientRect();
    side.scrollLeft += a.left - s.left - (s.width - a.width) / 2;
    if (a.bottom > s.bottom) side.scrollTop += a.bottom - s.bottom + a.height;
  });

  /* forms: character count, filter over a list of choices, fields that matter for one choice only, one press is enough */
  d.addEventListener('input', function (e) {
    var t = e.target, out = t.dataset && t.dataset.count && d.getElementById(t.dataset.count);
    if (out) out.textContent = out.dataset.text.replace('{n}', t.value.length).replace('{max}', t.maxLength);
    if (t.matches && t.matches('[data-filter]')) {
      var q = t.value.trim().toLowerCase();
      all('label', d.getElementById(t.dataset.filter)).forEach(function (n) {
        n.hidden = q && n.textContent.toLowerCase().indexOf(q) < 0 && (n.dataset.keys || '').indexOf(q) < 0 && !n.querySelector('input:checked');
      });
    }
    var dlg = t.closest && t.closest('dialog');
    if (dlg) dlg.dataset.typed = '1';
  });
  function showWhen() {
    all('[data-when]').forEach(function (n) {
      var when = n.dataset.when.split('=');
      n.hidden = !d.querySelector('input[name="' + when[0] + '"][value="' + when[1] + '"]:checked');
    });
  }
  d.addEventListener('change', showWhen);
  showWhen();
  d.addEventListener('submit', function (e) {
    var f = e.target;
    if (f.dataset.sent) { e.preventDefault(); return; }
    if (f.method === 'post' && !f.hasAttribute('hx-post')) { f.dataset.sent = '1'; setTimeout(function () { delete f.dataset.sent; }, 8000); }
  });
  window.addEventListener('pageshow', function () { all('form[data-sent]').forEach(function (f) { delete f.dataset.sent; }); showWhen(); });

  /* after a failed submit the summary is read first */
  function focusSummary(root) { var s = (root || d).querySelector('.error-summary'); if (s) s.focus(); return !!s; }
  focusSummary();

  /* a query code handed over in the fragment of the address never reaches a log */
  var code = d.querySelector('[data-code-from-hash]');
  if (code && /^#[0-9A-Za-z-]{4,16}$/.test(location.hash)) code.value = location.hash.slice(1);

  /* keyboard: j/k through rows, Enter into the detail, Esc back, / to the number field, ? for the list, letters printed on buttons */
  var intoDetail = false;
  function currentRow() { return d.querySelector('[data-rows] [aria-current="true"]'); }
  function enterDetail() { var h = d.querySelector('#detail h1'); if (h) h.focus(); return !!h; }
  d.addEventListener('keydown', function (e) {
    if (e.ctrlKey && e.key === 'Enter' && e.target.form) { e.preventDefault(); e.target.form.requestSubmit ? e.target.form.requestSubmit() : e.target.form.submit(); return; }
    if (e.key === 'Escape') { escape(e); return; }
    if (e.isComposing || typing(e.target) || e.ctrlKey || e.metaKey || e.altKey || d.querySelector('dialog[open]')) return;
    if (e.key === 'Enter' && e.target.matches('[data-row]') && !narrow()) {
      if (e.target === currentRow() && enterDetail()) e.preventDefault(); else intoDetail = true;
      return;
    }
    if (e.key === 'j' || e.key === 'k') {
      var rows = all('[data-rows] [data-row]'), i = rows.indexOf(currentRow());
      if (rows.length) { var n = rows[Math.max(0, Math.min(rows.length - 1, i + (e.key === 'j' ? 1 : -1)))]; n.focus(); if (n.hasAttribute('hx-get')) n.click(); else markRow(n); e.preventDefault(); }
      return;
    }
    if (e.key === '?') { showKeys(); e.preventDefault(); return; }
    var m = d.querySelector('[data-key-open="' + CSS.escape(e.key) + '"]');
    if (m) { m.open = true; var first = m.querySelector('.menu-b button:not([aria-current]), .menu-b a'); if (first) first.focus(); e.preventDefault(); return; }
    var f = d.querySelector('[data-key-focus="' + CSS.escape(e.key) + '"]');
    if (f) { f.focus(); e.preventDefault(); return; }
    var b = d.querySelector('[data-key="' + CSS.escape(e.key) + '"]');
    if (b) { b.click(); e.preventDefault(); }
  });
  function escape(e) {
    var menu = d.querySelector('[data-menu][open]'), row = currentRow();
    if (d.querySelector('dialog[open]')) return;
    if (menu) { menu.open = false; menu.querySelector('summary').focus(); e.preventDefault(); return; }
    if (e.target.closest('.omni')) { e.target.blur(); }
    if (row && e.target.closest('#detail, .omni')) row.focus();
  }
  /* Esc in a form that was typed in asks once more */
  d.addEventListener('cancel', function (e) {
    var dlg = e.target;
    if (dlg.dataset && dlg.dataset.typed && dlg.dataset.unsaved) { e.preventDefault(); delete dlg.dataset.typed; toast(dlg.dataset.unsaved); }
  }, true);

  /* Chinese input methods: never send half-typed pinyin */
  var composing = false;
  d.addEventListener('compositionstart', function () { composing = true; });
  d.addEventListener('compositionend', function (e) { composing = false; e.target.dispatchEvent(new Event('input', { bubbles: true })); });
  d.addEventListener('htmx:beforeRequest', function (e) { if (composing && e.target === d.activeElement) e.preventDefault(); });

  /* what was fetched is dressed and said; a form fetched into the dialog opens it, once htmx knows it; an empty answer closes it */
  d.addEventListener('htmx:afterSettle', function (e) {
    var target = e.target, said = target.querySelector && target.querySelector('[data-said]'), box = (target.closest && target.closest('dialog') && target.closest('dialog').querySelector('[data-say]')) || d.getElementById('said');
    if (said && box) box.textContent = said.dataset.said;
    if (target.id === 'detail' && intoDetail) { intoDetail = false; enterDetail(); }
    var dlg = target.closest && target.closest('dialog');
    if (!dlg || target !== dlg) return;
    delete dlg.dataset.typed;
    if (dlg.querySelector('.error-summary, .was')) dlg.dataset.typed = '1';
    if (dlg.textContent.trim() && !dlg.open) dlg.showModal();
    if (!focusSummary(dlg)) { var first = dlg.querySelector('[autofocus], .dlg-b input:not([type=hidden]), .dlg-b select, .dlg-b textarea'); if (first) first.focus(); }
  });
  d.addEventListener('deed-done', function () { all('dialog[open]').forEach(function (n) { n.close(); }); });
  d.addEventListener('htmx:sendError', function () { var m = d.querySelector('[data-offline]'); if (m) toast(m.dataset.offline); });

  /* paper shows what the screen folds away */
  window.addEventListener('beforeprint', function () { all('details[data-fold]').forEach(function (n) { n.open = true; }); });
})();
