// Moving a duty to another cell; dropped on another duty the two swap. By mouse: drag. By keyboard:
// Space picks up, arrows go, Space puts down, Escape leaves all as it was.

const FAR = 6; // pixels a pressed mouse moves before it is a drag

export class Carrying {
  constructor(sheet, saving) {
    this.sheet = sheet;
    this.saving = saving;
    this.from = null;
  }

  pressed(cell) {
    if (this.from) return this.put(cell);
    if (cell.dataset.text) this.lift(cell);
  }

  lift(cell) {
    this.from = cell.id;
    cell.classList.add("is-carried");
  }

  stop() {
    document.getElementById(this.from)?.classList.remove("is-carried");
    this.from = null;
  }

  put(target) {
    const source = document.getElementById(this.from);
    this.stop();
    if (!source || source === target || !target.classList.contains("cell")) return;
    const texts = [[source, target.dataset.text], [target, source.dataset.text]];
    this.saving.edit(texts.map(([cell, text]) => ({ id: cell.id, text, before: cell.outerHTML })));
    this.sheet.focus(document.getElementById(target.id));
  }

  drag(event, cell) {
    if (event.pointerType !== "mouse" || !cell.dataset.text) return;
    const [x, y] = [event.clientX, event.clientY];
    const move = (later) => {
      if (!this.from && Math.hypot(later.clientX - x, later.clientY - y) > FAR) this.lift(cell);
      this.mark(this.from && this.under(later));
    };
    const end = (later) => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", end);
      this.mark(null);
      const target = this.under(later);
      if (this.from && target) this.put(target);
      else this.stop();
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end);
  }

  under(event) {
    return document.elementFromPoint(event.clientX, event.clientY)?.closest("#rota td.cell");
  }

  mark(cell) {
    this.target?.classList.remove("is-target");
    this.target = cell;
    cell?.classList.add("is-target");
  }
}
