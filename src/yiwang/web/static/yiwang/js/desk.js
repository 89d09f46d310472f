/* desk.js — the list at the keyboard: ticking rows, unread marks, news of the queue without moving what one has before one. Words come from the page. */
(function () {
  'use strict';
  var d = document;
  function all(sel, root) { return [].slice.call((root || d).querySelectorAll(sel)); }
  function list() { return d.querySelector('.q'); }
  function typing(el) { return /^(TEXTAREA|SELECT)$/.test(el.tagName) || (el.tagName === 'INPUT' && el.type !== 'checkbox') || el.isContentEditable; }
  function rowOf(n) { return n && n.closest('[data-no]'); }
  function current() { return rowOf(d.querySelector('[data-rows] [aria-current="true"]')); }

  /* ticking */
  function boxes() { return all('.q [data-no] input[name="n"]'); }
  function tell() {
    var q = list(), bar = d.getElementById('bulk'), some = boxes().filter(function (b) { return b.checked; });
    if (!q || !bar) return;
    q.classList.toggle('has-picked', some.length > 0);
    bar.classList.toggle('is-some', some.length > 0);
    var said = bar.querySelector('[data-picked]'), every = bar.querySelector('[data-pick-all]');
    said.textContent = some.length ? said.dataset.some.replace('{n}', some.length) : said.dataset.none;
    if (every) { every.checked = some.length > 0 && some.length === boxes().length; every.indeterminate = some.length > 0 && !every.checked; }
    boxes().forEach(function (b) { rowOf(b).classList.toggle('is-picked', b.checked); });
  }
  var last = null;
  d.addEventListener('change', function (e) {
    if (e.target.matches('[data-pick-all]')) { boxes().forEach(function (b) { b.checked = e.target.checked; }); tell(); }
    if (e.target.matches('.q input[name="n"]')) tell();
  });
  /* with Shift held, all between the last one and this one */
  d.addEventListener('click', function (e) {
    if (!e.target.matches('.q input[name="n"]')) return;
    var every = boxes(), from = every.indexOf(last), to = every.indexOf(e.target);
    if (e.shiftKey && from >= 0) every.slice(Math.min(from, to), Math.max(from, to) + 1).forEach(function (b) { b.checked = e.target.checked; });
    last = e.target;
    tell();
  });
  d.addEventListener('keydown', function (e) {
    if (e.isComposing || typing(e.target) || e.ctrlKey || e.metaKey || e.altKey || d.querySelector('dialog[open]')) return;
    var row = current();
    if (e.key === 'x' && row) { var b = row.querySelector('input[name="n"]'); b.checked = !b.checked; last = b; tell(); e.preventDefault(); }
    if (e.key === 'o' && row) { window.location = row.querySelector('[data-row]').href; e.preventDefault(); }
    if (e.key === '.') { var n = d.querySelector('[data-news]'); if (n && !n.hidden) { n.click(); e.preventDefault(); } }
  });
  window.addEventListener('pageshow', tell);
  tell();

  /* what is opened is read */
  d.addEventListener('htmx:afterSettle', function (e) {
    if (e.target.id !== 'detail') return;
    var row = current();
    if (row) { row.classList.remove('unread'); all('.unread', row).forEach(function (n) { n.classList.remove('unread'); all('.sr', n).forEach(function (s) { s.remove(); }); }); }
  });

  /* news: counts at once; rows at once unless somebody is at them, and then on request */
  var fresh = null, asking = false;
  function numbers(q) { return all('[data-no]', q).map(function (n) { return n.dataset.no; }).join(' '); }
  function busy(q) { return q.matches(':hover') || q.contains(d.activeElement) || q.classList.contains('has-picked') || d.querySelector('dialog[open]'); }
  function swap(from, to) { if (from && to) from.replaceWith(to); }
  function sides(page) {
    var here = all('.side a'), there = {};
    all('.side a', page).forEach(function (a) { there[a.getAttribute('href')] = a.querySelector('.badge'); });
    here.forEach(function (a) {
      var old = a.querySelector('.badge'), now = there[a.getAttribute('href')];
      if (old && now) old.replaceWith(now); else if (old) old.remove(); else if (now) a.appendChild(now);
    });
    var tabs = all('.q-h .tabs a', page);
    all('.q-h .tabs a').forEach(function (a, i) { if (tabs[i]) a.textContent = tabs[i].textContent; });
    swap(d.querySelector('[data-count]'), page.querySelector('[data-count]'));
  }
  /* rows that stay are redrawn where they are: ticks, the open one and the focus stay with them */
  function redraw(page) {
    all('.q [data-no]').forEach(function (old) {
      var now = page.querySelector('.q [data-no="' + CSS.escape(old.dataset.no) + '"]');
      if (now) keep(old, now);
    });
  }
  function keep(old, now) {
    var inner = now.cloneNode(true), box = inner.querySelector('input[name="n"]'), was = old.querySelector('input[name="n"]'), link = old.querySelector('[data-row]'), focus = old.contains(d.activeElement) && d.activeElement;
    if (box && was && was.checked) return; /* what is ticked keeps the version that was seen */
    if (link.getAttribute('aria-current')) { var l = inner.querySelector('[data-row]'); l.setAttribute('aria-current', 'true'); l.classList.add('is-on'); }
    old.replaceWith(inner);
    if (window.htmx) window.htmx.process(inner);
    if (focus) (focus.matches('input') ? inner.querySelector('input') : inner.querySelector('[data-row]')).focus();
  }
  function apply(page) {
    var rows = d.querySelector('[data-rows]'), next = page.querySelector('[data-rows]'), open = current(), picked = boxes().filter(function (b) { return b.checked; }).map(function (b) { return b.value; });
    if (!rows || !next) return;
    var no = open && open.dataset.no, top = rows.closest('.q').scrollTop;
    rows.replaceWith(next);
    if (window.htmx) window.htmx.process(next);
    all('input[name="n"]', next).forEach(function (b) { b.checked = picked.indexOf(b.value) >= 0; });
    var again = no && next.querySelector('[data-no="' + CSS.escape(no) + '"] [data-row]');
    if (again) { again.setAttribute('aria-current', 'true'); again.classList.add('is-on'); }
    next.closest('.q').scrollTop = top;
    d.querySelector('[data-news]').hidden = true;
    fresh = null;
    tell();
  }
  function look() {
    if (asking || !list()) return;
    asking = true;
    fetch(window.location.href, { credentials: 'same-origin', headers: { 'X-Requested-With': 'live' } }).then(function (r) { return r.ok ? r.text() : Promise.reject(r.status); }).then(function (text) {
      var page = new DOMParser().parseFromString(text, 'text/html'), q = list();
      asking = false;
      if (!page.querySelector('.q')) return;
      sides(page);
      if (numbers(q) === numbers(page.querySelector('.q'))) { redraw(page); return; }
      if (!busy(q)) { apply(page); return; }
      redraw(page);
      fresh = page;
      d.querySelector('[data-news]').hidden = false;
    }, function () { asking = false; });
  }
  d.addEventListener('live', function (e) { if (e.target.matches && e.target.matches('.split[data-live]')) look(); }, true);
  d.addEventListener('click', function (e) { if (e.target.closest('[data-news]') && fresh) apply(fresh); });
})();
