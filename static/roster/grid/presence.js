// Who else has this rota open, and at which cell: told with each poll, drawn over the sheet.

const REST = 300; // milliseconds that the focus rests on a cell before others are told

export class Presence {
  constructor(root, sheet) {
    this.sheet = sheet;
    this.here = [];
    this.line = document.createElement("p");
    this.line.id = "here";
    this.line.className = "rota__here";
    this.line.setAttribute("role", "status");
    root.querySelector("#saving").before(this.line);
    root.addEventListener("shown", () => this.draw());
  }

  // Our own cell as the server keeps it; blank when the focus is in none.
  at() {
    const cell = document.activeElement?.closest("#rota td.cell");
    return cell ? `${this.sheet.person(cell)}|${this.sheet.date(cell)}` : "";
  }

  // Others see a move at their next poll if they are told of it at once.
  moved(tell) {
    let resting;
    this.sheet.table.addEventListener("focusin", () => {
      clearTimeout(resting);
      resting = setTimeout(tell, REST);
    });
  }

  meet(here) {
    this.here = here;
    const said = here.length ? `Also here: ${here.map(({ name }) => name).join(", ")}` : "";
    if (this.line.textContent !== said) this.line.textContent = said;
    this.draw();
  }

  draw() {
    for (const cell of this.sheet.table.querySelectorAll("[data-here]")) {
      for (const name of ["data-here", "data-here-colour", "aria-description"]) cell.removeAttribute(name);
    }
    for (const { name, initials, cell: at, colour } of this.here) {
      const cell = this.find(at);
      if (!cell) continue;
      const others = cell.dataset.here ? [cell.dataset.here, cell.getAttribute("aria-description")] : [];
      cell.dataset.here = [...others.slice(0, 1), initials].join(" ");
      cell.dataset.hereColour = colour;
      cell.setAttribute("aria-description", [...others.slice(1), `${name} is here`].join(", "));
    }
  }

  // A reference may hold anything but the bar; a date of weeks that are not shown is nowhere.
  find(at) {
    const [person, date] = at.split("|");
    const rows = [...this.sheet.table.querySelectorAll("tr[data-person]")];
    const days = [...this.sheet.table.querySelectorAll("thead .day")];
    const row = rows.find((one) => one.dataset.person === person);
    return row?.querySelectorAll("td.cell")[days.findIndex((day) => day.dataset.date === date)];
  }
}
