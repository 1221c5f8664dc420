// Typing into a cell: a letter opens it, Enter or Tab keeps it, Escape leaves it as it was.

import { afterEnter } from "./preferring.js";

export class Typing {
  constructor(sheet, saving) {
    this.sheet = sheet;
    this.saving = saving;
  }

  // `fill` takes the text instead of the cell alone, where a block is picked.
  open(cell, text, fill = null) {
    const before = cell.outerHTML;
    const input = document.createElement("input");
    input.type = "text";
    input.value = text;
    input.maxLength = 80;
    input.setAttribute("aria-label", "Shift, and where it is not the usual place: site/area");
    cell.replaceChildren(input);
    input.focus();
    let left = false;
    const leave = (keep, rows, columns) => {
      if (left) return;
      left = true;
      const id = cell.id;
      const changed = keep && input.value.trim().toUpperCase() !== (cell.dataset.text || "").toUpperCase();
      const typed = input.value.trim();
      input.remove();
      // What came meanwhile was not seen while typing: what is kept is kept against what was.
      this.sheet.put({ [id]: (!changed && cell.late) || before });
      const fresh = document.getElementById(id);
      fresh.late = cell.late;
      if (changed) fresh.dataset.seen = cell.dataset.seen;
      if (changed && fill) fill(typed);
      else if (changed) this.saving.edit([{ id, text: typed, before }]);
      if (rows !== undefined) {
        this.sheet.focus(fresh);
        this.sheet.move(fresh, rows, columns);
      }
    };
    input.addEventListener("keydown", (event) => {
      const steps = { Enter: afterEnter(), Tab: [0, event.shiftKey ? -1 : 1], Escape: [0, 0], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
      event.stopPropagation();
      if (!(event.key in steps)) return;
      event.preventDefault();
      leave(event.key !== "Escape", ...steps[event.key]);
    });
    input.addEventListener("blur", () => leave(true));
  }
}
