/* place-map.js — the outlines around the window: a click, or Enter on an area, brings the level below it into the list. Loaded when asked for. */
(function () {
  'use strict';
  var d = document, box = d.getElementById('map'), button = d.getElementById('map-open'), drawn = false;
  if (!box || !button) return;
  button.addEventListener('click', function () {
    box.hidden = !box.hidden;
    button.setAttribute('aria-expanded', String(!box.hidden));
    if (!box.hidden && !drawn) { drawn = true; load(); }
  });
  function load() {
    var style = d.createElement('link'), script = d.createElement('script');
    style.rel = 'stylesheet'; style.href = box.dataset.style; d.head.insertBefore(style, d.head.querySelector('link[rel=stylesheet]'));
    script.src = box.dataset.leaflet;
    script.onload = function () {
      fetch(box.dataset.outlines, { credentials: 'same-origin' }).then(function (answer) { return answer.json(); }).then(draw);
    };
    d.head.appendChild(script);
  }
  function draw(told) {
    var areas = told.features.filter(function (f) { return f.properties.code.length === 6; });
    var map = L.map(box.querySelector('.map'), { attributionControl: false, zoomSnap: 0.25, keyboard: false, renderer: L.svg() });
    var layer = L.geoJSON({ type: 'FeatureCollection', features: areas });
    map.fitBounds(layer.getBounds(), { padding: [8, 8], animate: false });
    var mark = L.circleMarker(map.getCenter(), { radius: 6, className: 'map-mark', interactive: false });
    layer.eachLayer(function (area) {
      var name = area.feature.properties.name, middle = area.getBounds().getCenter();
      area.setStyle({ className: 'area', weight: 1.5 });
      area.addTo(map);
      L.tooltip({ permanent: true, direction: 'center', className: 'map-label', interactive: false }).setContent(name).setLatLng(middle).addTo(map);
      var path = area.getElement();
      path.setAttribute('tabindex', '0'); path.setAttribute('role', 'button'); path.setAttribute('aria-label', name);
      area.on('click', function (e) { ask(e.latlng); });
      path.addEventListener('keydown', function (e) { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); ask(inside(area) || middle); } });
    });
    function inside(area) { return area.getCenter ? area.getCenter() : null; }
    function ask(at) {
      mark.setLatLng(at).addTo(map);
      var body = new FormData(), list = d.getElementById('places');
      body.append('lon', at.lng.toFixed(6)); body.append('lat', at.lat.toFixed(6)); body.append('datum', told.datum);
      body.append('csrfmiddlewaretoken', d.querySelector('#intake [name=csrfmiddlewaretoken]').value);
      fetch(box.dataset.point, { method: 'POST', body: body, credentials: 'same-origin' }).then(function (answer) { return answer.text(); }).then(function (html) {
        list.innerHTML = html; htmx.process(list);
        list.closest('[data-combo]').classList.add('is-open');
        var first = list.querySelector('input[type=radio]');
        if (first) first.focus();
      });
    }
  }
})();
