/* palette.js — Ctrl K: the acts of the matter before one, where to go, what is found; `g` and a letter goes there at once. Words come from the page. */
(function () {
  'use strict';
  var d = document, dlg = d.getElementById('palette');
  if (!dlg || !window.fetch || !dlg.showModal) return;
  var input = dlg.querySelector('input'), list = dlg.querySelector('[role="listbox"]'), none = dlg.querySelector('[data-none]'), spelt = {}, base = null, timer = 0, asked = 0, composing = false, from = null;
  function all(sel, root) { return [].slice.call((root || d).querySelectorAll(sel)); }
  function typing(el) { return /^(TEXTAREA|SELECT)$/.test(el.tagName) || (el.tagName === 'INPUT' && el.type !== 'checkbox') || el.isContentEditable; }

  function ask(q, then) {
    var mine = ++asked;
    fetch(dlg.dataset.href + (q ? '?q=' + encodeURIComponent(q) : ''), { credentials: 'same-origin', headers: { 'HX-Request': 'true' } })
      .then(function (r) { return r.ok ? r.text() : ''; })
      .then(function (html) {
        if (mine !== asked) return;
        then(new DOMParser().parseFromString(html, 'text/html').querySelector('[data-found]'));
      }, function () { });
  }

  /* the acts of the matter before one: the very buttons of the page */
  function acts() {
    var head = d.querySelector('.det-h'), box, found = head ? all('.acts a[hx-get]', head) : [], number = head && head.querySelector('.mono');
    if (!found.length) return null;
    box = d.createElement('div');
    box.setAttribute('role', 'group');
    var h = d.createElement('div'), title = dlg.dataset.current + ' ' + (number ? number.textContent.trim() : '');
    box.setAttribute('aria-label', title);
    h.className = 'pal-g'; h.setAttribute('aria-hidden', 'true'); h.textContent = title;
    box.appendChild(h);
    found.forEach(function (a) {
      var o = d.createElement('a'), icon = a.querySelector('svg'), key = a.querySelector('kbd'), label = [].map.call(a.childNodes, function (n) { return n.nodeType === 3 ? n.textContent : ''; }).join('').trim(), about = a.querySelector('.k, .small'), text = d.createElement('span');
      o.className = 'pal-i'; o.href = a.href; o.tabIndex = -1; o.setAttribute('role', 'option'); o.setAttribute('aria-selected', 'false');
      o.dataset.keys = spelt[label] || ''; o.press = a;
      if (icon) o.appendChild(icon.cloneNode(true));
      text.className = 'grow'; text.textContent = label + (about ? ' ' + about.textContent : '');
      o.appendChild(text);
      if (key) { var k = d.createElement('span'); k.className = 'k'; k.appendChild(key.cloneNode(true)); o.appendChild(k); }
      box.appendChild(o);
    });
    return box;
  }

  function shown() { return all('.pal-i', list).filter(function (o) { return !o.hidden; }); }
  function select(o) {
    all('.pal-i[aria-selected="true"]', list).forEach(function (n) { n.setAttribute('aria-selected', 'false'); });
    if (!o) { input.removeAttribute('aria-activedescendant'); return; }
    o.setAttribute('aria-selected', 'true');
    input.setAttribute('aria-activedescendant', o.id);
    o.scrollIntoView({ block: 'nearest' });
  }
  function filter() {
    var q = input.value.trim().toLowerCase(), kept;
    all('[data-found="base"] .pal-i, [data-found="acts"] .pal-i', list).forEach(function (o) {
      var keys = (o.dataset.keys || '').split(' ');
      var first = o.press && all('.pal-i', o.parentNode).indexOf(o) < 5;
      o.hidden = !q ? !!o.press && !first : o.textContent.toLowerCase().indexOf(q) < 0 && !keys.some(function (k) { return k && k.indexOf(q) === 0; });
    });
    all('[role="group"]', list).forEach(function (g) { g.hidden = !all('.pal-i', g).some(function (o) { return !o.hidden; }); });
    kept = shown();
    all('.pal-i', list).forEach(function (o, i) { o.id = 'pal-' + i; });
    none.hidden = kept.length > 0;
    select(kept[0]);
  }
  function put(name, node) {
    var old = list.querySelector('[data-found="' + name + '"]'), box = d.createElement('div');
    box.dataset.found = name; box.setAttribute('role', 'presentation');
    if (node) [].slice.call(node.dataset && node.hasAttribute('data-found') ? node.children : [node]).forEach(function (n) { box.appendChild(n); });
    if (old) old.replaceWith(box); else list.appendChild(box);
  }
  function open() {
    if (dlg.open || d.querySelector('dialog[open]')) return;
    from = d.activeElement;
    input.value = '';
    list.textContent = '';
    put('acts', acts()); put('base', base && base.cloneNode(true)); put('words', null);
    dlg.showModal();
    input.focus();
    filter();
    if (!base) ask('', function (found) {
      if (!found) return;
      base = found;
      spelt = JSON.parse(found.dataset.acts || '{}');
      put('acts', acts()); put('base', base.cloneNode(true));
      filter();
    });
  }
  function go(o) {
    if (!o) return;
    dlg.close();
    if (o.press && o.press.isConnected) o.press.click(); else window.location = o.href;
  }
  function typed() {
    clearTimeout(timer);
    filter();
    var q = input.value.trim();
    if (!q) { asked++; put('words', null); return; }
    timer = setTimeout(function () { ask(q, function (found) { put('words', found); filter(); }); }, 220);
  }
  input.addEventListener('compositionstart', function () { composing = true; });
  input.addEventListener('compositionend', function () { composing = false; typed(); });
  input.addEventListener('input', function () { if (!composing) typed(); });
  input.addEventListener('keydown', function (e) {
    if (e.isComposing || composing) return;
    var rows = shown(), i = rows.indexOf(list.querySelector('[aria-selected="true"]'));
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') { select(rows[(i + (e.key === 'ArrowDown' ? 1 : rows.length - 1)) % rows.length]); e.preventDefault(); }
    else if (e.key === 'Home' && e.ctrlKey) { select(rows[0]); e.preventDefault(); }
    else if (e.key === 'Enter') { go(rows[i]); e.preventDefault(); }
  });
  list.addEventListener('click', function (e) {
    var o = e.target.closest('.pal-i');
    if (o && !e.ctrlKey && !e.metaKey) { e.preventDefault(); go(o); }
  });
  list.addEventListener('mousemove', function (e) { var o = e.target.closest('.pal-i'); if (o && o.getAttribute('aria-selected') !== 'true') select(o); });
  dlg.addEventListener('click', function (e) { if (e.target === dlg) dlg.close(); });
  dlg.addEventListener('close', function () { asked++; if (from && from.isConnected && from.focus) from.focus(); });
  d.addEventListener('click', function (e) { if (e.target.closest('[data-palette]')) open(); });

  /* Ctrl K anywhere; g and a letter outside of fields */
  var going = 0;
  d.addEventListener('keydown', function (e) {
    if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === 'k') { e.preventDefault(); if (dlg.open) dlg.close(); else open(); return; }
    if (e.isComposing || typing(e.target) || e.ctrlKey || e.metaKey || e.altKey || d.querySelector('dialog[open]')) return;
    if (going && Date.now() - going < 1500) {
      going = 0;
      var place = d.querySelector('[data-go="' + CSS.escape(e.key) + '"]');
      if (place) { e.preventDefault(); e.stopImmediatePropagation(); window.location = place.href || place.action; return; }
    }
    if (e.key === 'g') { going = Date.now(); e.preventDefault(); }
  }, true);
})();
