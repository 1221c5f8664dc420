// Blocks of cells to and from the clipboard, as tab-separated text: what Excel and LibreOffice
// take and give.

import { rowsOf } from "./tabular.js";

export class Clipboard {
  constructor(sheet, picking, saving) {
    this.sheet = sheet;
    this.picking = picking;
    this.saving = saving;
  }

  copy(event) {
    const rows = this.picking.block().map((row) => row.map((cell) => cell.dataset.text).join("\t"));
    event.clipboardData.setData("text/plain", rows.join("\n"));
    event.preventDefault();
  }

  cut(event) {
    this.copy(event);
    this.fill("");
  }

  paste(event) {
    const lines = rowsOf(event.clipboardData);
    event.preventDefault();
    if (lines.length === 1 && lines[0].length === 1) return this.fill(lines[0][0]);
    const [top, left] = this.sheet.place(this.picking.block()[0]?.[0] ?? this.sheet.last);
    const cells = lines.flatMap((line, row) => line.map((typed, column) => [this.sheet.at(top + row, left + column), typed]));
    this.send(cells.filter(([cell]) => cell?.classList.contains("cell")));
  }

  // The same text in every picked cell.
  fill(typed) {
    this.send(this.picking.block().flat().map((cell) => [cell, typed]));
  }

  // The first row or column of the block, in the rest of it.
  repeat(axis) {
    const block = this.picking.block();
    const source = (row, column) => (axis === "down" ? block[0][column] : block[row][0]);
    this.send(block.flatMap((cells, row) => cells.map((cell, column) => [cell, source(row, column).dataset.text])));
  }

  send(pairs) {
    const changed = pairs
      .filter(([cell]) => cell.classList.contains("cell"))
      .map(([cell, typed]) => ({ id: cell.id, text: typed.trim(), held: cell.dataset.text, before: cell.outerHTML }))
      .filter(({ text, held }) => text.toUpperCase() !== held.toUpperCase());
    if (changed.length) this.saving.edit(changed);
  }
}
