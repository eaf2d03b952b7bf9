"use strict";
(function () {
  var cards = Array.prototype.slice.call(document.querySelectorAll(".cards > li"));
  var form = document.querySelector(".filter"), status = form.querySelector("[role=status]");
  var only = form.querySelector(".only"), choices = form.querySelectorAll("select"), numbers = null;
  var dialog = document.getElementById("card"), body = document.getElementById("card-body");
  var folded = document.querySelector(".unquoted"), shown = [], at = 0;

  /* ---- filter the evidence ---- */
  function fits(card) {
    if (numbers && !numbers[card.dataset.n]) { return false; }
    return Array.prototype.every.call(choices, function (choice) {
      return !choice.value || (card.dataset[choice.dataset.key] || "").split(" ").indexOf(choice.value) >= 0;
    });
  }
  function filter() {
    var n = 0;
    cards.forEach(function (card) { card.hidden = !fits(card); n += card.hidden ? 0 : 1; });
    only.hidden = !numbers;
    if (folded) {
      folded.hidden = !folded.querySelector("li:not([hidden])");
      folded.open = folded.open || (n < cards.length && !folded.hidden);
    }
    status.textContent = n === cards.length ? "" : status.dataset.text.replace("{n}", n).replace("{of}", cards.length);
  }
  function read(ranges) {
    var found = {};
    ranges.split(",").forEach(function (range) {
      var ends = range.split("-");
      for (var n = Number(ends[0]); n <= Number(ends[ends.length - 1]); n += 1) { found[n] = true; }
    });
    return found;
  }
  function clear() { numbers = null; form.reset(); }
  form.hidden = false;
  form.addEventListener("change", filter);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("reset", function () { numbers = null; setTimeout(filter, 0); });

  /* ---- open a citation ---- */
  function show() {
    var card = shown[at], copy = card.cloneNode(true);
    document.getElementById("card-no").textContent = card.querySelector(".no").textContent;
    document.getElementById("card-of").textContent = shown.length > 1 ? (at + 1) + " / " + shown.length : "";
    copy.querySelector(".no").remove();
    copy.querySelectorAll("details").forEach(function (part) { part.open = true; });
    body.replaceChildren.apply(body, Array.prototype.slice.call(copy.childNodes));
    dialog.querySelector("[data-do=list]").setAttribute("href", "#" + card.id);
    dialog.querySelector("[data-do=back]").disabled = at === 0;
    dialog.querySelector("[data-do=on]").disabled = at === shown.length - 1;
    if (!dialog.open) { dialog.showModal(); }
  }
  function cardOf(link) { return document.getElementById(decodeURIComponent(link.hash.slice(1))); }
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest(".cite a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !dialog.showModal) { return; }
    if (link.dataset.n) {
      clear();
      numbers = read(link.dataset.n);
      filter();
      return;
    }
    event.preventDefault();
    shown = Array.prototype.map.call(link.parentNode.querySelectorAll("a:not([data-n])"), cardOf).filter(Boolean);
    at = Math.max(shown.indexOf(cardOf(link)), 0);
    show();
  });
  dialog.addEventListener("click", function (event) {
    var part = event.target.closest("[data-do], a"), doing = part && (part.dataset.do || "leave");
    if (event.target === dialog || doing === "close" || doing === "list" || doing === "leave") { dialog.close(); }
    if (doing === "list") { reveal(document.getElementById(part.hash.slice(1))); }
    if (doing === "back" && at > 0) { at -= 1; show(); }
    if (doing === "on" && at < shown.length - 1) { at += 1; show(); }
  });
  dialog.addEventListener("keydown", function (event) {
    if (event.key === "ArrowLeft" && at > 0) { at -= 1; show(); }
    if (event.key === "ArrowRight" && at < shown.length - 1) { at += 1; show(); }
  });

  /* ---- a link to a card that the filter or the fold hides shows it again ---- */
  function reveal(target) {
    if (target && folded && folded.contains(target)) { folded.open = true; }
    if (target && target.hidden) { clear(); numbers = null; cards.forEach(function (card) { card.hidden = false; }); filter(); }
  }
  function arrive() { reveal(location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))); }
  window.addEventListener("hashchange", arrive);
  arrive();
})();
