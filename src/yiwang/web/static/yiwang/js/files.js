/* files.js — files chosen one by one or together, sent ahead in pieces, taken back one by one. Without it the form carries them itself. */
(function () {
  'use strict';
  var d = document, PIECE = 262144;
  function all(sel, root) { return [].slice.call((root || d).querySelectorAll(sel)); }
  function size(n) { return n < 1048576 ? Math.max(1, Math.round(n / 1024)) + ' KB' : (n / 1048576).toFixed(1) + ' MB'; }
  function pass(form) { var t = form && form.querySelector('input[name=csrfmiddlewaretoken]'); return t ? t.value : ''; }
  function keyOf(f) { return 'sending ' + f.name + ' ' + f.size + ' ' + f.lastModified; }
  function noted(key, id) { try { if (id) sessionStorage.setItem(key, id); else sessionStorage.removeItem(key); } catch (e) { return; } }
  function before(key) { try { return sessionStorage.getItem(key); } catch (e) { return null; } }

  function Box(node) {
    this.node = node; this.input = node.querySelector('input[type=file]'); this.list = node.querySelector('.file-l'); this.items = [];
    this.ahead = !!(node.dataset.send && window.fetch && this.input.form);
    var box = this;
    this.input.addEventListener('change', function () { [].forEach.call(box.input.files, function (f) { box.take(f); }); box.carry(); });
    ['dragenter', 'dragover'].forEach(function (name) { box.input.addEventListener(name, function () { node.classList.add('is-over'); }); });
    ['dragleave', 'drop'].forEach(function (name) { box.input.addEventListener(name, function () { node.classList.remove('is-over'); }); });
  }
  Box.prototype.take = function (file) {
    if (this.items.some(function (i) { return keyOf(i.file) === keyOf(file); })) return;
    var item = { file: file, box: this, tries: 0 }, box = this, li = d.createElement('li'), name = d.createElement('span'), out = d.createElement('button');
    item.small = d.createElement('small'); item.bar = d.createElement('progress'); item.li = li;
    name.className = 'grow'; name.textContent = file.name; item.small.textContent = size(file.size); item.small.setAttribute('aria-live', 'off');
    item.bar.max = 100; item.bar.hidden = true; item.bar.setAttribute('aria-label', file.name);
    name.appendChild(item.small); name.appendChild(item.bar);
    out.type = 'button'; out.className = 'btn btn-quiet'; out.textContent = this.node.dataset.remove; out.setAttribute('aria-label', this.node.dataset.remove + ' ' + file.name);
    out.addEventListener('click', function () { item.gone = true; box.items.splice(box.items.indexOf(item), 1); li.remove(); box.carry(); box.input.focus(); settled(box); });
    li.appendChild(name); li.appendChild(out); this.list.appendChild(li); this.items.push(item);
    if (this.ahead) begin(item);
  };
  /* what is not sent ahead goes with the form */
  Box.prototype.carry = function () {
    var carrier = new DataTransfer(), ahead = this.ahead;
    this.items.forEach(function (i) { if (!ahead || i.plain) carrier.items.add(i.file); });
    this.input.files = carrier.files;
  };
  Box.prototype.busy = function () { return this.items.some(function (i) { return i.sending; }); };

  function call(item, method, url, body, headers) {
    headers = headers || {}; url += item.box.node.dataset.as || ''; headers['X-CSRFToken'] = pass(item.box.input.form);
    return fetch(url, { method: method, body: body, headers: headers, credentials: 'same-origin' }).then(function (r) {
      return r.json().catch(function () { return {}; }).then(function (told) { told.status = r.status; return told; });
    });
  }
  function begin(item) {
    var url = item.box.node.dataset.send, key = keyOf(item.file), id = before(key), form = new FormData();
    item.sending = true; show(item, 0);
    if (id) { item.url = url + id + '/'; ask(item); return; }
    form.append('name', item.file.name); form.append('size', item.file.size);
    call(item, 'POST', url, form).then(function (told) {
      if (told.status !== 201) { end(item, told); return; }
      noted(key, told.id); item.url = url + told.id + '/'; send(item, 0);
    }, function () { later(item, begin); });
  }
  function ask(item) {
    call(item, 'GET', item.url).then(function (told) {
      if (told.status === 404) { noted(keyOf(item.file), null); begin(item); }
      else if (told.status === 200) send(item, told.received);
      else end(item, told);
    }, function () { later(item, ask); });
  }
  function send(item, from) {
    if (item.gone) return;
    show(item, Math.floor(100 * from / item.file.size));
    call(item, 'PATCH', item.url, item.file.slice(from, from + PIECE), { 'Content-Type': 'application/octet-stream', 'Upload-Offset': String(from) }).then(function (told) {
      if (told.status === 200) { item.tries = 0; if (told.token) whole(item, told); else send(item, told.received); }
      else if (told.status === 404) { noted(keyOf(item.file), null); begin(item); }
      else if (told.status >= 500) later(item, ask);
      else end(item, told);
    }, function () { later(item, ask); });
  }
  /* the line is bad: wait a little longer each time, and go on at once when it is back */
  function later(item, next) {
    if (item.gone) return;
    var wait = Math.min(30, Math.pow(2, item.tries++)), timer, done = false;
    function go() { if (done) return; done = true; clearTimeout(timer); window.removeEventListener('online', go); if (!item.gone) next(item); }
    item.small.textContent = item.box.node.dataset.waiting.replace('{n}', wait);
    window.addEventListener('online', go); timer = setTimeout(go, wait * 1000);
  }
  function show(item, percent) { item.bar.hidden = false; item.bar.value = percent; item.small.textContent = size(item.file.size) + ' · ' + percent + '%'; }
  function whole(item, told) {
    var token = d.createElement('input');
    token.type = 'hidden'; token.name = 'kept_files'; token.value = told.token; item.li.appendChild(token);
    item.bar.hidden = true; item.small.textContent = size(item.file.size) + ' · ' + item.box.node.dataset.sent;
    noted(keyOf(item.file), null); item.sending = false; settled(item.box);
  }
  function end(item, told) {
    item.sending = false; item.bar.hidden = true;
    if (told.said) { item.small.textContent = told.said; item.li.classList.add('is-error'); item.small.setAttribute('role', 'alert'); }
    else { item.plain = true; item.small.textContent = size(item.file.size); item.box.carry(); } /* the form carries it, and says what is wrong */
    noted(keyOf(item.file), null); settled(item.box);
  }

  /* a form that is sent too early waits for its files and then goes by itself */
  function settled(box) {
    var form = box.input.form, held = form && form.filesHeld;
    if (!held || box.busy()) return;
    form.filesHeld = null; d.getElementById('said') && (d.getElementById('said').textContent = '');
    if (form.requestSubmit) form.requestSubmit(held === true ? undefined : held); else form.submit();
  }
  d.addEventListener('submit', function (e) {
    var boxes = all('[data-files]', e.target).map(function (n) { return n.filesBox; }).filter(function (b) { return b && b.busy(); });
    if (!boxes.length) return;
    e.preventDefault(); e.stopImmediatePropagation();
    e.target.filesHeld = e.submitter || true;
    boxes.forEach(function (b) { var p = b.node.querySelector('.file-hold'); if (p) p.hidden = false; });
  }, true);

  function dress(root) {
    if (!window.DataTransfer) return;
    all('[data-files]', root).forEach(function (node) {
      if (node.filesBox) return;
      node.classList.add('is-on'); node.filesBox = new Box(node);
    });
  }
  dress();
  d.addEventListener('htmx:afterSettle', function (e) { dress(e.target); });
})();
