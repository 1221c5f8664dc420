// A picked block of cells: from the cell where picking began to the one with the focus.

export class Picking {
  constructor(sheet) {
    this.sheet = sheet;
    this.anchor = null;
  }

  // Keep the anchor and let the focus go on: the block is what lies between them.
  extend(cell, rows, columns) {
    this.anchor ??= cell.id;
    this.sheet.move(cell, rows, columns);
    this.draw();
  }

  to(cell) {
    this.anchor ??= this.sheet.last.id;
    this.sheet.focus(cell);
    this.draw();
  }

  clear() {
    if (!this.anchor) return;
    this.anchor = null;
    this.draw();
  }

  // [[cell, …], …]: the picked block, or only the cell with the focus.
  block() {
    const ends = [this.anchor && document.getElementById(this.anchor), this.sheet.last].filter(Boolean);
    const places = ends.map((cell) => this.sheet.place(cell));
    const span = (axis) => [Math.min(...places.map((p) => p[axis])), Math.max(...places.map((p) => p[axis]))];
    const [top, bottom] = span(0);
    const [left, right] = span(1);
    const rows = this.sheet.rows.slice(top, bottom + 1).filter((row) => row.dataset.person);
    return rows.map((row) => [...row.querySelectorAll("td[tabindex]")].slice(left, right + 1));
  }

  draw() {
    for (const cell of this.sheet.table.querySelectorAll(".is-picked")) cell.classList.remove("is-picked");
    if (this.anchor) for (const cell of this.block().flat()) cell.classList.add("is-picked");
  }
}
