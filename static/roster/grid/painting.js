// Painting: choose a shift once, then press or stroke over cells. One edit a stroke.

export class Painting {
  constructor(root, sheet, saving) {
    this.sheet = sheet;
    this.saving = saving;
    this.code = null;
    this.palette = root.querySelector("#palette");
    this.palette?.addEventListener("click", (event) => this.choose(event.target.closest("button")));
  }

  choose(button) {
    if (!button) return;
    const chosen = button.getAttribute("aria-pressed") === "true" ? null : button;
    for (const other of this.palette.querySelectorAll("button")) {
      other.setAttribute("aria-pressed", String(other === chosen));
    }
    this.code = chosen && chosen.dataset.code;
    this.sheet.table.classList.toggle("is-painting", this.code !== null);
  }

  stop() {
    this.choose(this.palette?.querySelector("[aria-pressed=true]"));
  }

  // Whether a stroke began.
  begin(event, cell) {
    if (this.code === null || !cell.classList.contains("cell")) return false;
    const stroke = new Map();
    this.sheet.focus(cell); // so that Ctrl+Z and Escape are about the sheet, not about the palette
    const add = (one) => {
      if (!one?.classList.contains("cell") || stroke.has(one.id)) return;
      stroke.set(one.id, { id: one.id, text: this.code, before: one.outerHTML });
      one.classList.add("is-painted");
    };
    const move = (later) => add(document.elementFromPoint(later.clientX, later.clientY)?.closest("#rota td.cell"));
    // A finger that goes on to scroll the sheet did not mean to paint.
    const end = ({ type }) => {
      removeEventListener("pointermove", move);
      for (const name of ["pointerup", "pointercancel"]) removeEventListener(name, end);
      if (type === "pointerup") return this.saving.edit([...stroke.values()]);
      for (const id of stroke.keys()) document.getElementById(id).classList.remove("is-painted");
    };
    add(cell);
    if (event.pointerType === "mouse") addEventListener("pointermove", move);
    for (const type of ["pointerup", "pointercancel"]) addEventListener(type, end);
    return true;
  }
}
