// The balances at the right edge: walked with the arrows like cells, opened as a small dialog.

const ACROSS = { ArrowLeft: -1, ArrowRight: 1 };
const DOWN = { ArrowUp: -1, ArrowDown: 1 };

export class Edges {
  constructor(root, sheet) {
    this.address = root.dataset.balance;
    this.sheet = sheet;
    this.dialog = document.getElementById("balance");
    sheet.table.addEventListener("click", (event) => {
      const button = event.target.closest(".edge__open");
      if (button) this.open(button);
    });
    sheet.table.addEventListener("keydown", (event) => {
      if (event.target.matches(".edge__open") && this.walk(event.key, event.target)) event.preventDefault();
    });
  }

  // Whether the edge was entered: from a person's last date.
  enter(cell) {
    const first = this.of(cell)[0];
    if (this.sheet.place(cell)[1] < this.sheet.columns - 1 || !first) return false;
    first.focus();
    return true;
  }

  of(inside) {
    return [...inside.closest("tr").querySelectorAll(".edge__open")];
  }

  walk(key, button) {
    const own = this.of(button);
    const number = own.indexOf(button);
    const row = this.sheet.rows.indexOf(button.closest("tr"));
    if (key in ACROSS) return this.across(own[number + ACROSS[key]], row, number + ACROSS[key]);
    if (key in DOWN) return this.down(this.sheet.rows[row + DOWN[key]], number);
    if (key === "Home") this.sheet.focus(this.sheet.at(row, 0));
    if (key === "Escape") this.sheet.focus(this.sheet.last);
    return key === "Home" || key === "Escape";
  }

  across(next, row, number) {
    if (next) next.focus();
    else if (number < 0) this.sheet.focus(this.sheet.at(row, this.sheet.columns - 1));
    return true;
  }

  down(row, number) {
    row?.querySelectorAll(".edge__open")[number]?.focus();
    return true;
  }

  async open(inside) {
    const person = this.sheet.person(inside);
    if (!person) return;
    const body = this.dialog.querySelector(".balance__body");
    try {
      const response = await fetch(`${this.address}?${new URLSearchParams({ person })}`);
      if (!response.ok || response.redirected) throw new Error(response.statusText);
      body.innerHTML = await response.text();
    } catch {
      body.innerHTML = '<h2 id="balance-title">The balances could not be loaded</h2><p>Close this and try again.</p>';
    }
    this.dialog.showModal();
  }
}
