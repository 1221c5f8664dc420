// The rota grid: what each key and click does. The server draws; this moves, types and sends.

import { Panel } from "./panel.js";
import { Saving } from "./saving.js";
import { Sheet } from "./sheet.js";
import { Typing } from "./typing.js";

const PAGE = 10; // rows that Page Up and Page Down move

const root = document.getElementById("rota");
const mayEdit = root.hasAttribute("data-may-edit");
const sheet = new Sheet(root);
const saving = new Saving(root, sheet, refuse);
const typing = new Typing(sheet, saving);
const panel = new Panel(root, sheet);
const keys = document.getElementById("keys");

function refuse(sentences) {
  const box = document.getElementById("refusal");
  box.hidden = !sentences.length;
  box.textContent = sentences.join(" ");
}

const MOVES = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-PAGE, 0],
  PageDown: [PAGE, 0],
  Home: [0, -Infinity],
  End: [0, Infinity],
};
const DO = {
  undo: () => saving.ask({ address: root.dataset.undo }),
  redo: () => saving.ask({ address: root.dataset.redo }),
  keys: () => keys.showModal(),
};

function onCell(event, cell) {
  const held = event.ctrlKey || event.metaKey;
  const editable = mayEdit && cell.classList.contains("cell");
  if (event.key in MOVES && !event.altKey) {
    const [rows, columns] = MOVES[event.key];
    sheet.move(cell, held && !rows ? columns : rows, columns);
  } else if (event.key === "F8") {
    panel.step(event.shiftKey ? -1 : 1);
  } else if (!editable || event.altKey) {
    return;
  } else if (held && event.key.toLowerCase() === "z") {
    DO[event.shiftKey ? "redo" : "undo"]();
  } else if (held && event.key.toLowerCase() === "y") {
    DO.redo();
  } else if (held) {
    return;
  } else if (event.key === "Enter" || event.key === "F2") {
    typing.open(cell, cell.dataset.text);
  } else if (event.key === "Delete" || event.key === "Backspace") {
    typing.clear(cell);
  } else if (event.key === "F4") {
    const asked = new URLSearchParams({ person: sheet.person(cell), date: sheet.date(cell) });
    location.assign(`${root.dataset.cell}?${asked}`);
  } else if (/^[\p{L}\p{N}]$/u.test(event.key)) {
    typing.open(cell, event.key);
  } else {
    return;
  }
  event.preventDefault();
}

sheet.table.addEventListener("keydown", (event) => {
  const cell = event.target.closest("td[tabindex]");
  if (cell) onCell(event, cell);
});
sheet.table.addEventListener("focusin", (event) => {
  const cell = event.target.closest("td[tabindex]");
  if (cell && cell === event.target) panel.show(cell);
});
sheet.table.addEventListener("mousedown", (event) => {
  const cell = event.target.closest("td[tabindex]");
  if (!cell || event.target.matches("input")) return;
  event.preventDefault();
  sheet.focus(cell);
});
sheet.table.addEventListener("dblclick", (event) => {
  const cell = event.target.closest(".cell");
  if (cell && mayEdit) typing.open(cell, cell.dataset.text);
});
root.addEventListener("click", (event) => DO[event.target.closest("[data-do]")?.dataset.do]?.());
root.addEventListener("shown", () => {
  if (document.activeElement.matches?.("td[tabindex]")) panel.show(document.activeElement);
});
document.getElementById("find").addEventListener("input", (event) => sheet.find(event.target.value));
document.addEventListener("keydown", (event) => {
  if (event.key === "?" && !event.target.matches("input, textarea, select")) DO.keys();
});
saving.follow(2.5);
