"use strict";
(function () {  // on a narrow screen a row becomes a card, each cell with its header
  document.querySelectorAll("table.cards").forEach(function (table) {
    var heads = Array.prototype.map.call(table.tHead.rows[0].cells, function (head) { return head.textContent; });
    Array.prototype.forEach.call(table.tBodies[0].rows, function (row) {
      Array.prototype.forEach.call(row.cells, function (cell, i) { if (i > 0) { cell.setAttribute("data-head", heads[i]); } });
    });
    table.classList.add("headed");
  });
}());
(function () {
  var field = document.getElementById("map-field");
  var pane = document.getElementById("pane-coverage");
  if (!field || !pane) { return; }
  var cover = JSON.parse(document.getElementById("cover-data").textContent);
  var key = document.getElementById("map-field-key");
  var marks = Array.prototype.slice.call(pane.querySelectorAll("[data-unit]"));
  var before = marks.map(function (mark) { return mark.getAttribute("fill"); });
  function colour() {
    key.hidden = field.value === "";
    pane.querySelectorAll(".key")[1].hidden = field.value !== "";
    marks.forEach(function (mark, i) {
      if (field.value === "") { mark.setAttribute("fill", before[i]); return; }
      var shown = cover.colours[cover.fields[Number(field.value)][Number(mark.getAttribute("data-unit"))]];
      mark.setAttribute("fill", mark.tagName === "text" ? shown[1] : shown[0]);
    });
  }
  field.addEventListener("change", colour);
  window.addEventListener("beforeprint", function () { field.value = ""; colour(); });
}());
(function () {
  var holder = document.getElementById("plan-data");
  var body = document.getElementById("plan-rows");
  var find = document.getElementById("plan-find");
  var unit = document.getElementById("plan-unit");
  var told = document.getElementById("plan-count");
  var back = document.getElementById("plan-back");
  var next = document.getElementById("plan-next");
  if (!holder || !body) { return; }
  var data = JSON.parse(holder.textContent);
  var size = 50, page = 0, hits = data.rows, folded = null, language = document.documentElement.lang;
  var decimals = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  var whole = new Intl.NumberFormat(language);
  function fold(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d");
  }
  function cells(row) {
    return [row[0], row[1], data.words[row[2]], data.words[row[3]], data.words[row[4]], data.words[row[5]],
      row[6] === null ? "" : decimals.format(row[6]), row[7] === null ? "" : decimals.format(row[7])];
  }
  function search() {
    var words = fold(find.value).split(/\s+/).filter(Boolean), chosen = unit.value;
    if (words.length && folded === null) {
      folded = data.rows.map(function (row) { return fold(cells(row).slice(0, 6).join(" ")); });
    }
    var phrase = words.join(" "), whole = [], parts = [];  // a whole name stands before its words here and there
    data.rows.forEach(function (row, i) {
      if (chosen !== "" && data.words[row[2]] !== chosen) { return; }
      if (words.every(function (word) { return folded[i].indexOf(word) >= 0; })) {
        (phrase === "" || folded[i].indexOf(phrase) >= 0 ? whole : parts).push(row);
      }
    });
    hits = whole.concat(parts);
    page = 0;
    show();
  }
  function show() {
    var pages = Math.max(1, Math.ceil(hits.length / size));
    page = Math.min(Math.max(page, 0), pages - 1);
    body.textContent = "";
    hits.slice(page * size, page * size + size).forEach(function (row) {
      var line = document.createElement("tr");
      cells(row).forEach(function (text, i) {
        var cell = document.createElement("td");
        cell.textContent = text;
        if (i > 5) { cell.className = "n"; }
        line.appendChild(cell);
      });
      body.appendChild(line);
    });
    told.textContent = hits.length === 0 && data.rows.length > 0 ? told.getAttribute("data-none") : told.getAttribute("data-words").replace("{n}", whole.format(hits.length))
      .replace("{page}", whole.format(page + 1)).replace("{pages}", whole.format(pages));
    back.disabled = page === 0;
    next.disabled = page === pages - 1;
  }
  find.addEventListener("input", search);
  unit.addEventListener("change", search);
  back.addEventListener("click", function () { page -= 1; show(); });
  next.addEventListener("click", function () { page += 1; show(); });
  show();
}());
