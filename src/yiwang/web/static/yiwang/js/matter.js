/* matter.js — two people on one matter: the page is drawn anew around what is being typed, never over it. Words come from the page. */
(function () {
  'use strict';
  var d = document, presence = null;
  function all(sel, root) { return [].slice.call((root || d).querySelectorAll(sel)); }
  function by(id) { return d.getElementById(id); }
  function store(name, value) { try { if (value === undefined) return sessionStorage.getItem(name) || ''; if (value) sessionStorage.setItem(name, value); else sessionStorage.removeItem(name); } catch (e) { /* full or forbidden: then nothing is kept */ } return ''; }

  /* drafts: what is being written stays in this tab until it is sent, and goes with the sign-out */
  function draftName(form) { return 'draft:' + form.dataset.draft; }
  function dress() {
    var form = by('compose');
    if (!form || form.dataset.on) { showPresence(); return; }
    form.dataset.on = '1';
    var area = form.querySelector('textarea'), kept = store(draftName(form));
    if (!area.value && kept) area.value = kept;
    look(form);
    showPresence();
  }
  d.addEventListener('input', function (e) {
    var form = e.target.closest && e.target.closest('#compose');
    if (!form || e.target.name !== 'text') return;
    store(draftName(form), e.target.value);
    look(form);
  });
  d.addEventListener('note-sent', function () {
    var form = by('compose'), live = by('m-live'), tab = by('mt-1');
    if (form) { store(draftName(form), ''); form.querySelector('textarea').value = ''; form.querySelector('textarea').focus(); }
    if (tab) tab.checked = true;
    if (live) live.dispatchEvent(new CustomEvent('live', { detail: {} }));
  });
  d.addEventListener('submit', function (e) {
    if (/\/sign-out\/$/.test(e.target.action)) try { sessionStorage.clear(); } catch (x) { /* nothing was kept */ }
    if (e.target.id === 'compose' && e.submitter && !e.target.hasAttribute('hx-post')) store(draftName(e.target), '');
  });

  /* words that label people: said while one writes, not when it is too late */
  var rules = {};
  function patterns(form) {
    var text = form.dataset.labels;
    if (!rules[text]) {
      try {
        var told = JSON.parse(text);
        rules[text] = Object.keys(told).map(function (why) { return { why: why, find: new RegExp(told[why], 'g') }; });
      } catch (e) { rules[text] = []; } /* an old browser that cannot read one of them: the server says it */
    }
    return rules[text];
  }
  function look(form) {
    var box = by('compose-w'), text = form.querySelector('textarea').value, reasons = JSON.parse(form.dataset.reasons), found = [];
    patterns(form).forEach(function (rule) {
      var words = (text.match(rule.find) || []).filter(function (word, no, list) { return list.indexOf(word) === no; });
      if (words.length) found.push('“' + words.join('、') + '”：' + reasons[rule.why]);
    });
    if (!patterns(form).length) return;
    form.querySelector('[name=labels_seen]').value = found.length ? '1' : '';
    var said = found.join('\n');
    if (box.dataset.said === said) return;
    box.dataset.said = said; box.textContent = '';
    if (!found.length) return;
    var head = d.createElement('p'), list = d.createElement('ul'), foot = d.createElement('p');
    head.textContent = box.dataset.head; foot.textContent = box.dataset.foot;
    found.forEach(function (line) { var li = d.createElement('li'); li.textContent = line; list.appendChild(li); });
    box.appendChild(head); box.appendChild(list); box.appendChild(foot);
  }

  /* answering an instruction: the box says so */
  d.addEventListener('click', function (e) {
    var answer = e.target.closest('[data-answer]'), form = by('compose'), seen = e.target.closest('[data-news-seen]');
    if (answer && form) {
      e.preventDefault();
      var line = by('compose-a'), box = line.querySelector('input');
      line.hidden = false; line.querySelector('b').textContent = answer.dataset.answerLabel;
      box.value = answer.dataset.answer; box.checked = true;
      by('mt-1').checked = true;
      form.querySelector('textarea').focus(); form.scrollIntoView({ block: 'center' });
    }
    if (seen) {
      by('m-since').value = by('m-live').dataset.version;
      seen.closest('.was').remove();
    }
  });

  /* drawn anew: what was open stays open, the focus stays where it was; an open dialog is told as well */
  var opened = {}, focused = '';
  d.addEventListener('htmx:oobBeforeSwap', function (e) {
    var region = e.detail.target, active = d.activeElement;
    opened[region.id] = all('details', region).map(function (n) { return n.open; });
    if (active && region.contains(active)) focused = active.getAttribute('href') || '';
  });
  d.addEventListener('htmx:oobAfterSwap', function (e) {
    var region = by(e.detail.target.id) || e.detail.target, was = opened[region.id] || [];
    all('details', region).forEach(function (n, no) { if (was[no]) n.open = true; });
    if (focused) { var again = region.querySelector('[href="' + CSS.escape(focused) + '"]'); if (again) { again.focus(); focused = ''; } }
    if (region.id === 'm-news') tellDialog(region);
  });
  function tellDialog(news) {
    var slot = d.querySelector('dialog[open] [data-dialog-news]'), told = news.querySelector('.was');
    if (!slot) return;
    slot.textContent = '';
    if (told) { var copy = told.cloneNode(true); all('button', copy).forEach(function (n) { n.remove(); }); slot.appendChild(copy); }
  }
  /* it does not exist for this reader any more */
  d.addEventListener('htmx:responseError', function (e) {
    var live = by('m-live');
    if (!live || e.detail.elt !== live || e.detail.xhr.status !== 404) return;
    var gone = d.createElement('p');
    gone.className = 'empty'; gone.textContent = live.dataset.gone;
    by('detail').textContent = ''; by('detail').appendChild(gone);
  });

  /* who else is here */
  function showPresence() {
    var box = by('m-presence');
    if (!box || !presence || presence.of !== box.dataset.of) return;
    box.hidden = !presence.who.length;
    box.lastElementChild.textContent = box.dataset.text.replace('{who}', presence.who.map(function (one) {
      return one.post ? box.dataset.one.replace('{name}', one.name).replace('{post}', one.post) : one.name;
    }).join(box.dataset.join));
  }
  d.addEventListener('live:presence', function (e) { presence = e.detail; showPresence(); });
  d.addEventListener('htmx:afterSettle', dress);
  dress();
})();
