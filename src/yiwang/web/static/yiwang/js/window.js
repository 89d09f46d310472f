/* window.js — the registration form: kept on every pause, fields chosen by typing, everything by keyboard. Without it the form works by its buttons. */
(function () {
  'use strict';
  var d = document, form = d.getElementById('intake');
  if (!form) return;
  function all(sel, root) { return [].slice.call((root || d).querySelectorAll(sel)); }

  /* a pause in typing keeps the form and brings what follows from it; the address then names the draft, so that a reload opens it */
  var timer = 0, composing = false, sent = false, named = false;
  function pulse() { if (!composing && !sent) form.dispatchEvent(new CustomEvent('pulse')); }
  function soon(e) {
    if (e.target.type === 'file') return;
    clearTimeout(timer);
    timer = setTimeout(pulse, 600);
  }
  form.addEventListener('input', soon);
  form.addEventListener('change', soon);
  form.addEventListener('compositionstart', function () { composing = true; });
  form.addEventListener('compositionend', function () { composing = false; });
  form.addEventListener('submit', function () { sent = true; clearTimeout(timer); });
  window.addEventListener('pageshow', function () { sent = false; });
  d.addEventListener('visibilitychange', function () { if (d.visibilityState === 'hidden' && timer) { clearTimeout(timer); pulse(); } });
  d.addEventListener('htmx:oobAfterSwap', function (e) {
    var id = e.target.id;
    if (id === 'saved' && !named) { named = true; history.replaceState(null, '', form.dataset.draftHref + form.elements.key.value); }
    if (id === 'ends') all('[data-end]', form).forEach(function (m) { m.hidden = !e.target.dataset[m.dataset.end]; });
  });

  /* a file that has arrived, or was taken back, changes what is kept */
  var files = d.getElementById('files-box');
  if (files && window.MutationObserver) new MutationObserver(function (seen) {
    if (seen.some(function (m) { return [].some.call(m.addedNodes, function (n) { return n.name === 'kept_files'; }) || m.removedNodes.length; })) soon({ target: files });
  }).observe(files, { childList: true, subtree: true });

  /* what a visitor is to another matters only when they speak for one */
  form.addEventListener('change', function (e) {
    if (e.target.name !== 'part') return;
    e.target.closest('[data-visitor]').querySelector('[data-relation]').hidden = !/^(agent|representative)$/.test(e.target.value);
  });

  /* a field with a list: ↓ into it, Enter takes, Esc closes; what was taken stands in the field */
  function combo(el) { return el.closest && el.closest('[data-combo]'); }
  function close(box) { box.classList.remove('is-open'); }
  function take(box, radio) {
    var text = radio.parentNode.querySelector('span'), small = text.querySelector('small'), said = box.querySelector('[data-picked]');
    radio.checked = true;
    box.querySelector('input[type=search]').value = text.firstChild.textContent.trim();
    said.querySelector('span').textContent = small ? small.textContent : '';
    said.hidden = !small;
    radio.dispatchEvent(new Event('change', { bubbles: true }));
  }
  function forget(box) { box.querySelector('[data-picked]').hidden = true; }
  form.addEventListener('input', function (e) {
    var box = e.target.type === 'search' && combo(e.target);
    if (!box) return;
    all('input[type=radio]', box).forEach(function (r) { r.checked = false; });
    forget(box);
  });
  d.addEventListener('htmx:afterSwap', function (e) {
    var box = combo(e.target), asked = e.detail.requestConfig && e.detail.requestConfig.elt;
    if (!box) return;
    if (box.contains(d.activeElement) || (asked && asked.name === 'under')) box.classList.add('is-open');
    if (asked && asked.name === 'under') { var first = box.querySelector('input[type=radio]'); if (first) first.focus(); }
  });
  form.addEventListener('focusout', function (e) {
    var box = combo(e.target);
    if (box && !box.contains(e.relatedTarget)) close(box);
  });
  form.addEventListener('mousedown', function (e) {
    var label = e.target.closest('.combo-l label');
    if (!label) return;
    e.preventDefault();
    var box = combo(label);
    take(box, label.querySelector('input')); close(box); next(box.querySelector('input[type=search]'));
  });
  function steps() {
    return all('input:not([type=hidden]):not([type=file]), select, textarea, #end', form).filter(function (n) {
      return n.tabIndex >= 0 && n.offsetParent !== null && !n.closest('.combo-l, .menu-b, .desk-help') && !(n.type === 'checkbox');
    });
  }
  function next(el) { var list = steps(), n = list[list.indexOf(el) + 1]; if (n) n.focus(); }
  form.addEventListener('keydown', function (e) {
    if (e.isComposing || e.ctrlKey || e.metaKey || e.altKey) return;
    var t = e.target, box = combo(t), radios = box ? all('input[type=radio]', box) : [];
    if (box && t.type === 'search' && e.key === 'ArrowDown' && radios.length) { e.preventDefault(); box.classList.add('is-open'); radios[0].focus(); return; }
    if (box && e.key === 'Escape') { close(box); box.querySelector('input[type=search]').focus(); e.stopPropagation(); return; }
    if (box && t.type === 'radio' && (e.key === 'ArrowDown' || e.key === 'ArrowUp')) {
      e.preventDefault();
      var to = radios[radios.indexOf(t) + (e.key === 'ArrowDown' ? 1 : -1)];
      (to || (e.key === 'ArrowUp' ? box.querySelector('input[type=search]') : t)).focus();
      return;
    }
    if (e.key !== 'Enter') { if (box && t.type === 'radio' && e.key === ' ') { e.preventDefault(); take(box, t); close(box); next(box.querySelector('input[type=search]')); } return; }
    if (box) {
      e.preventDefault();
      var chosen = t.type === 'radio' ? t : radios.filter(function (r) { return r.checked; })[0] || (box.classList.contains('is-open') && radios[0]);
      if (chosen && !chosen.checked) take(box, chosen);
      close(box); next(box.querySelector('input[type=search]'));
    } else if (/^(text|tel|number|)$/.test(t.type) && t.tagName === 'INPUT') { e.preventDefault(); next(t); }
  });
})();
