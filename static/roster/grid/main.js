// The rota grid: what each key and click does. The server draws; this moves, types and sends.

import { Building } from "./building.js";
import { Carrying } from "./carrying.js";
import { Clipboard } from "./clipboard.js";
import { Edges } from "./edges.js";
import { Filling } from "./filling.js";
import { heldDown } from "./holding.js";
import { Looking } from "./looking.js";
import { Painting } from "./painting.js";
import { Panel } from "./panel.js";
import { Picking } from "./picking.js";
import { Placing } from "./placing.js";
import { offer } from "./preferring.js";
import { Repairs } from "./repairs.js";
import { Saving } from "./saving.js";
import { Sheet } from "./sheet.js";
import { Typing } from "./typing.js";

const LEFT = "fairweek-left"; // the cell from which a form was opened
const PAGE = 10; // rows that Page Up and Page Down move

const root = document.getElementById("rota");
const mayEdit = root.hasAttribute("data-may-edit");
const sheet = new Sheet(root);
const picking = new Picking(sheet);
const saving = new Saving(root, sheet, refuse);
const typing = new Typing(sheet, saving);
const clipboard = new Clipboard(sheet, picking, saving);
const carrying = new Carrying(sheet, saving);
const painting = new Painting(root, sheet, saving);
const panel = new Panel(root, sheet);
const edges = new Edges(root, sheet);
const placing = new Placing(sheet, saving, refuse);
const looking = new Looking(root, sheet, () => picking.clear());
const repairs = new Repairs(root, sheet, saving, panel);
const building = new Building(root, sheet, picking, saving);
const filling = new Filling(root, sheet, picking, saving, refuse);
const keys = document.getElementById("keys");
const copying = document.getElementById("copying");

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
  copy: () => copying && building.show(copying),
  lay: () => building.lay(),
  clear: () => building.clear(),
  note: () => building.note(),
  fill: () => filling.open(),
  card: () => panel.card.read(),
  back: () => sheet.focus(sheet.last),
  type: () => onChosen((cell) => typing.open(cell, cell.dataset.text)),
  carry: () => onChosen((cell) => carrying.pressed(cell)),
  form: () => onChosen(openForm),
};
const WITH_CONTROL = {
  z: (event) => DO[event.shiftKey ? "redo" : "undo"](),
  y: () => DO.redo(),
  d: () => clipboard.repeat("down"),
  r: () => clipboard.repeat("right"),
  a: () => pickAll(),
  delete: () => building.clear(),
  enter: () => filling.keepChosen(),
};
const ON_CELL = {
  Enter: (cell) => typing.open(cell, cell.dataset.text),
  F2: (cell) => typing.open(cell, cell.dataset.text),
  Delete: () => clipboard.fill(""),
  Backspace: () => clipboard.fill(""),
  F4: (cell) => openForm(cell),
  " ": (cell) => carrying.pressed(cell),
  Escape: () => {
    carrying.stop();
    painting.stop();
    picking.clear();
  },
};

// What a button does to the chosen cell; a finger has no keys for it.
function onChosen(act) {
  if (mayEdit && sheet.last?.classList.contains("cell")) act(sheet.last);
}

function openForm(cell) {
  const asked = new URLSearchParams({ person: sheet.person(cell), date: sheet.date(cell) });
  sessionStorage.setItem(LEFT, JSON.stringify([location.pathname, sheet.person(cell), sheet.date(cell)]));
  location.assign(`${root.dataset.cell}?${asked}`);
}

// The cell of the first row that `is` what is sought, on a date or the first one shown after it.
function goTo(is, date) {
  const days = [...sheet.table.querySelectorAll("thead .day")];
  const [row, column] = [sheet.rows.findIndex(is), days.findIndex((day) => day.dataset.date >= date)];
  sheet.focus(sheet.at(Math.max(0, row), Math.max(0, column)));
}

// Who comes back from the form goes on where they were.
function comeBack() {
  const [path, person, date] = JSON.parse(sessionStorage.getItem(LEFT) ?? "[]");
  sessionStorage.removeItem(LEFT);
  if (path === location.pathname) goTo((row) => row.dataset.person === person, date);
  else arrive();
}

// A link to a breach leads to its cell: of a person, or of an area.
function arrive() {
  const { date, ...sought } = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  if (date) goTo((row) => Object.entries(sought).every(([name, value]) => row.dataset[name] === value), date);
}

// A date after this rota is edited in the rota it belongs to.
function follow(cell) {
  const week = Math.floor(sheet.place(cell)[1] / 7);
  const link = sheet.table.querySelectorAll("thead .week")[week].querySelector("a");
  if (link) link.click();
  else refuse(["There is no rota of this week yet."]);
  return true;
}

function pickAll() {
  sheet.focus(sheet.at(0, 0));
  picking.clear();
  const people = sheet.rows.filter((row) => row.dataset.person).length;
  picking.extend(sheet.last, people - 1, Infinity);
}

function walk(event, cell) {
  const [rows, columns] = MOVES[event.key];
  const corner = (event.ctrlKey || event.metaKey) && !rows ? columns : rows;
  if (event.shiftKey) return picking.extend(cell, corner, columns);
  picking.clear();
  if (event.key === "ArrowRight" && !event.ctrlKey && edges.enter(cell)) return;
  sheet.move(cell, corner, columns);
}

// Whether the key meant something here.
function onCell(event, cell) {
  const held = event.ctrlKey || event.metaKey;
  const mayChange = mayEdit && cell.classList.contains("cell");
  if (event.altKey) return mayChange && placing.turn(event.key, cell);
  if (event.key in MOVES) return walk(event, cell) ?? true;
  if (event.key === "/") return document.getElementById("find").focus() ?? true;
  if (event.key === "F3") return panel.card.read() && true;
  if (event.key === "F7" && event.shiftKey) return edges.open(cell) && true;
  if (event.key === "F7") return repairs.ofCell(cell) || true;
  if (event.key === "F8") return panel.step(event.shiftKey ? -1 : 1) ?? true;
  if (event.key === "Enter" && repairs.cover(cell)) return true;
  if (event.key === "Enter" && cell.matches(".beyond")) return follow(cell);
  if (event.key === "F2" && event.shiftKey) return building.note(cell) ?? true;
  if (mayEdit && held && /^[zy]$/i.test(event.key)) return WITH_CONTROL[event.key.toLowerCase()](event) ?? true;
  if (!mayChange) return false;
  const action = held ? WITH_CONTROL[event.key.toLowerCase()] : ON_CELL[event.key];
  if (action) return action(held ? event : cell) ?? true;
  if (held || !/^[\p{L}\p{N}]$/u.test(event.key)) return false;
  typing.open(cell, event.key, picking.anchor ? (text) => clipboard.fill(text) : null);
  return true;
}

const cellOf = (event) => event.target.closest("td[tabindex]");

sheet.table.addEventListener("keydown", (event) => {
  const cell = cellOf(event);
  if (cell && !event.target.matches("input") && onCell(event, cell) !== false) event.preventDefault();
});
sheet.table.addEventListener("focusin", (event) => {
  const cell = cellOf(event);
  if (!cell || cell !== event.target) return;
  sheet.hold(cell);
  panel.show(cell);
});
sheet.table.addEventListener("pointerdown", (event) => {
  const cell = cellOf(event);
  if (!cell || event.button || event.target.matches("input")) return;
  if (event.pointerType === "mouse") event.preventDefault();
  if (painting.begin(event, cell)) return;
  if (event.shiftKey) return picking.to(cell);
  picking.clear();
  sheet.focus(cell);
  heldDown(event, () => panel.card.read());
  if (mayEdit) carrying.drag(event, cell);
});
sheet.table.addEventListener("click", (event) => {
  const cell = event.target.closest("td.need");
  if (cell && !event.shiftKey) repairs.cover(cell);
});
// A finger held down opens the card and not the browser's menu, which a mouse keeps.
sheet.table.addEventListener("contextmenu", (event) => {
  if (cellOf(event) && event.pointerType === "touch") event.preventDefault();
});
sheet.table.addEventListener("dblclick", (event) => {
  const cell = event.target.closest(".cell");
  if (cell && mayEdit) typing.open(cell, cell.dataset.text);
});
for (const name of ["copy", "cut", "paste"]) {
  document.addEventListener(name, (event) => {
    const cell = document.activeElement;
    if (!cell.matches?.("#rota td.cell") || (!mayEdit && name !== "copy")) return;
    clipboard[name](event);
  });
}
root.addEventListener("click", (event) => DO[event.target.closest("[data-do]")?.dataset.do]?.());
root.addEventListener("shown", () => {
  looking.apply();
  panel.card.forget();
  picking.draw();
  if (document.activeElement.matches?.("td[tabindex]")) panel.show(document.activeElement);
});
copying?.addEventListener("close", () => {
  if (copying.returnValue !== "copy") return;
  saving.ask({ address: root.dataset.copy, form: new FormData(copying.querySelector("form")) });
});
document.addEventListener("keydown", (event) => {
  if (event.key === "F9") DO[event.shiftKey ? "lay" : "copy"]();
  if (event.key === "F6" && mayEdit) {
    event.preventDefault(); // of the browser, which would go to its address bar
    filling[event.shiftKey ? "next" : "open"]();
  }
  if (event.defaultPrevented || event.target.closest("input, textarea, select, dialog")) return;
  if (event.key === "F8") {
    event.preventDefault();
    panel.step(event.shiftKey ? -1 : 1);
  }
  if (event.key === "?") DO.keys();
});
offer(document.getElementById("enter-down"));
if (mayEdit && matchMedia("(pointer: coarse)").matches) {
  document.getElementById("hand").append(document.getElementById("palette"));
}
comeBack();
saving.follow(2.5);
