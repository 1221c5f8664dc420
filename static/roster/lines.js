// The grid of a rota line: arrows up and down go by week, and a block from a spreadsheet is pasted.
// Without this the fields are fields, one after the other.

import { rowsOf } from "./grid/tabular.js";

const grid = document.getElementById("line-grid");
const fields = () => [...grid.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input")]);

function place(input) {
  const all = fields();
  const row = all.findIndex((week) => week.includes(input));
  return [row, all[row].indexOf(input), all];
}

grid.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || !event.target.matches("input")) return;
  const [row, column, all] = place(event.target);
  const next = all[row + step]?.[column];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
});

grid.addEventListener("paste", (event) => {
  const rows = rowsOf(event.clipboardData);
  if (!event.target.matches("input") || (rows.length === 1 && rows[0].length === 1)) return;
  event.preventDefault();
  const [top, left, all] = place(event.target);
  rows.forEach((texts, row) => texts.forEach((text, column) => {
    const field = all[top + row]?.[left + column];
    if (field) field.value = text;
  }));
});
