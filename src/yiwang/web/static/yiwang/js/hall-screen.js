/* hall-screen.js — the screen asks for its middle again and again, flashes a new call and, once allowed, says it aloud; words come from the page */
(function () {
  'use strict';
  var d = document, main = d.querySelector('[data-screen]'), said = {}, aloud = false, button = d.querySelector('[data-say-on]');
  if (!main) return;
  function calls() { return [].slice.call(main.querySelectorAll('[data-call]')); }
  function say(text) {
    if (!aloud || !window.speechSynthesis) return;
    var words = new SpeechSynthesisUtterance(text);
    words.lang = d.documentElement.lang; words.rate = 0.85;
    window.speechSynthesis.speak(words);
  }
  calls().forEach(function (node) { said[node.dataset.call] = true; });
  function look() {
    fetch(main.dataset.screen, { headers: { 'HX-Request': 'true' }, cache: 'no-store' }).then(function (answer) {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.text();
    }).then(function (text) {
      main.classList.remove('is-away');
      main.innerHTML = text;
      calls().forEach(function (node) {
        if (said[node.dataset.call]) return;
        said[node.dataset.call] = true;
        node.classList.add('is-new');
        say(node.dataset.say);
      });
    }).catch(function () { main.classList.add('is-away'); }).then(function () { setTimeout(look, Number(main.dataset.every)); });
  }
  setTimeout(look, Number(main.dataset.every));
  if (!button || !window.speechSynthesis) { if (button) button.remove(); return; }
  button.addEventListener('click', function () {
    aloud = !aloud;
    button.setAttribute('aria-pressed', String(aloud));
    if (aloud) say(button.textContent);
  });
})();
