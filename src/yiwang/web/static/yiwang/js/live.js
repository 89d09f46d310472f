/* live.js — keeps an open page true. What a page wants to hear stands in its elements:

     <div data-live="queue notice" hx-get="…" hx-trigger="live">   gets a DOM event "live" when one of its topics is told
     document.addEventListener('live:queue', e => e.detail.number)  the same for scripts; ids only, the page fetches what it may see

   Topics: hall (the hall one works in), queue (whatever the reader's unit has a part in), area (whatever is held below the reader's center), notice (the account),
   matter:NUMBER. "live:presence" says who else has the same matter open; "live:reset" that too much was missed (all elements are told).
   An element with data-version is not told of versions it already shows. Without a stream the page asks every few seconds. */
(function () {
  'use strict';
  var d = document, root = d.querySelector('[data-live-stream]');
  if (!root || !window.fetch || !window.AbortController) return;
  var after = '', asked = '', abort = null, timer = 0, failures = 0, streamFailures = 0, hiddenSince = 0, over = false;
  var POLL = 8000, HIDDEN = 30000;

  function all(sel) { return [].slice.call(d.querySelectorAll(sel)); }
  function wanted() {
    var found = {};
    all('[data-live]').forEach(function (n) { n.dataset.live.split(/\s+/).forEach(function (t) { if (t) found[t] = 1; }); });
    return Object.keys(found).sort();
  }
  function query(topics) { return topics.map(function (t) { return 'on=' + encodeURIComponent(t); }).join('&'); }
  function later(ms) { clearTimeout(timer); timer = setTimeout(begin, ms); }
  function jitter(ms) { return ms * (0.7 + Math.random() * 0.6); }

  /* telling the page: elements once for a burst of news, spread a little so that a hundred pages do not ask in the same moment */
  function tellElement(n, detail) {
    if (n.liveTimer) return;
    n.liveTimer = setTimeout(function () {
      n.liveTimer = 0;
      if (n.isConnected) n.dispatchEvent(new CustomEvent('live', { detail: detail }));
    }, /^matter/.test(detail.topic || '') ? 20 : 60 + Math.random() * 240);
  }
  function known(n, detail) { return detail.version && n.dataset.version && +n.dataset.version >= detail.version; }
  function tell(kind, detail) {
    if (kind === 'hello' || kind === 'renew') return;
    if (kind === 'reset') all('[data-live]').forEach(function (n) { tellElement(n, detail); });
    else if (kind !== 'presence') all('[data-live~="' + CSS.escape(detail.topic) + '"]').forEach(function (n) { if (!known(n, detail)) tellElement(n, detail); });
    d.dispatchEvent(new CustomEvent('live:' + kind, { detail: detail }));
  }
  /* a matter that moved on between the drawing of the page and now, told with every ticket */
  function compare(versions) {
    Object.keys(versions || {}).forEach(function (number) {
      var detail = { topic: 'matter:' + number, number: number, version: versions[number] };
      if (all('[data-live~="' + CSS.escape(detail.topic) + '"][data-version]').some(function (n) { return !known(n, detail); })) tell('matter', detail);
    });
  }

  function begin() {
    var topics = wanted(), mine;
    if (abort) abort.abort();
    abort = null;
    asked = topics.join(' ');
    if (over || !topics.length || hiddenSince) return;
    mine = abort = new AbortController();
    json(root.dataset.liveStream + '?' + query(topics), mine).then(function (told) {
      compare(told.versions);
      /* what was told since this page was asked for, by the server's own clock */
      if (!after) after = '@' + Math.floor(told.now - window.performance.now() / 1000);
      if (!told.stream || streamFailures > 1) { streamFailures = Math.max(0, streamFailures - 0.1); return poll(topics, mine); }
      return listen(told, mine);
    }).catch(function (trouble) {
      if (mine !== abort || trouble.over) return;
      failures = Math.min(failures + 1, 6);
      later(jitter(500 * Math.pow(2, failures)));
    });
  }
  function json(url, mine) {
    return fetch(url, { signal: mine.signal, headers: { 'X-By-Itself': '1' }, credentials: 'same-origin' }).then(function (answer) {
      if (answer.redirected || answer.status === 404 || answer.status === 403) { over = true; throw { over: true }; } /* signed out: the next click says so */
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    });
  }
  function poll(topics, mine) {
    return json(root.dataset.livePoll + '?after=' + encodeURIComponent(after) + '&' + query(topics), mine).then(function (told) {
      after = told.after; failures = 0;
      d.documentElement.dataset.liveState = 'poll';
      if (told.reset) tell('reset', {});
      told.news.forEach(function (n) { tell(n.event, n); });
      later(jitter(POLL));
    });
  }
  function listen(told, mine) {
    var opened = 0;
    return fetch(told.stream, { method: 'POST', body: told.ticket + '\n' + after, signal: mine.signal, headers: { 'Content-Type': 'text/plain' }, credentials: 'omit' }).then(function (answer) {
      if (!answer.ok || !answer.body) throw new Error(answer.status);
      opened = Date.now(); failures = 0; streamFailures = 0;
      d.documentElement.dataset.liveState = 'stream';
      return read(answer.body.getReader(), mine);
    }).then(function (ended) {
      if (mine === abort) later(ended === 'renew' ? 0 : jitter(1000));
    }, function (trouble) {
      if (mine !== abort) return;
      if (!opened) streamFailures += 1;
      throw trouble;
    });
  }
  /* server-sent events, by hand: the ticket travels in the body of a POST and so in no log, and the hour of coming back is ours */
  function read(reader, mine) {
    var decoder = new TextDecoder(), text = '', ended = '';
    function step(chunk) {
      if (mine !== abort || chunk.done) return ended;
      text += decoder.decode(chunk.value, { stream: true });
      var parts = text.split('\n\n');
      text = parts.pop();
      parts.forEach(function (part) {
        var kind = '', data = '', id = '';
        part.split('\n').forEach(function (line) {
          if (line.indexOf('event: ') === 0) kind = line.slice(7);
          else if (line.indexOf('data: ') === 0) data += line.slice(6);
          else if (line.indexOf('id: ') === 0) id = line.slice(4);
        });
        if (id) after = id;
        if (kind === 'renew') ended = 'renew';
        if (kind) tell(kind, JSON.parse(data));
      });
      return reader.read().then(step);
    }
    return reader.read().then(step);
  }

  /* a page nobody sees needs no stream: it catches up when it is seen again */
  d.addEventListener('visibilitychange', function () {
    if (d.hidden) setTimeout(function () { if (d.hidden && !hiddenSince) { hiddenSince = Date.now(); if (abort) abort.abort(); abort = null; clearTimeout(timer); } }, HIDDEN);
    else if (hiddenSince) { hiddenSince = 0; begin(); }
  });
  window.addEventListener('online', function () { failures = 0; begin(); });
  window.addEventListener('pagehide', function () { if (abort) abort.abort(); });
  window.addEventListener('pageshow', function (e) { if (e.persisted) begin(); });
  /* what is fetched into the page may want to hear other things */
  d.addEventListener('htmx:afterSettle', function () { if (wanted().join(' ') !== asked) later(150); });
  /* what the page fetches because it was told is no sign that somebody is there */
  d.addEventListener('htmx:configRequest', function (e) {
    if (e.detail.triggeringEvent && e.detail.triggeringEvent.type === 'live') e.detail.headers['X-By-Itself'] = '1';
  });
  begin();
})();
