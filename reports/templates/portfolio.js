(function () {
  var box = document.getElementById("pick"), names = {}, said = document.getElementById("picked");
  document.querySelectorAll("#sources ~ .grid-scroll tbody tr").forEach(function (row) { names[row.dataset.c] = row.cells[0].textContent.toLowerCase(); });
  box.parentNode.hidden = false;
  box.addEventListener("input", function () {
    var wanted = box.value.trim().toLowerCase(), shown = 0;
    Object.keys(names).forEach(function (code) { if (names[code].indexOf(wanted) >= 0 || code.toLowerCase() === wanted) { shown += 1; } });
    document.querySelectorAll("tr[data-c]").forEach(function (row) {
      var name = names[row.dataset.c] || "";
      row.hidden = wanted !== "" && name.indexOf(wanted) < 0 && row.dataset.c.toLowerCase() !== wanted;
    });
    said.textContent = wanted ? shown + " / " + Object.keys(names).length : "";
  });
  function open() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var part = target; part; part = part.parentElement) { if (part.tagName === "DETAILS") { part.open = true; } }
    if (target) { target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", open); open();
})();
