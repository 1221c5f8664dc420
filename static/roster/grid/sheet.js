// The sheet in the page: finding cells, moving the focus among them, putting new elements in place.

export class Sheet {
  constructor(root) {
    this.root = root;
    this.table = root.querySelector(".sheet");
    this.columns = this.table.querySelectorAll("thead .day").length;
    this.index();
  }

  // Rows that can be walked: people not filtered out, then the areas of the cover. The one cell
  // that the Tab key stops at is always one of them.
  index() {
    this.rows = [...this.table.querySelectorAll("tbody tr")].filter(
      (row) => !row.hidden && row.querySelector("td[tabindex]"),
    );
    if (this.rows.includes(this.last?.closest("tr"))) return;
    if (this.last) this.last.tabIndex = -1;
    this.last = this.at(0, 0);
    if (this.last) this.last.tabIndex = 0;
  }

  at(row, column) {
    return this.rows[row]?.querySelectorAll("td[tabindex]")[column];
  }

  place(cell) {
    const row = cell.closest("tr");
    return [this.rows.indexOf(row), [...row.querySelectorAll("td[tabindex]")].indexOf(cell)];
  }

  move(cell, rows, columns) {
    const [row, column] = this.place(cell);
    const clamp = (value, most) => Math.max(0, Math.min(most, value));
    this.focus(this.at(clamp(row + rows, this.rows.length - 1), clamp(column + columns, this.columns - 1)));
  }

  focus(cell) {
    if (!cell) return;
    this.hold(cell);
    cell.focus();
  }

  // The cell that the keys are about, however the focus came to it.
  hold(cell) {
    if (this.last?.isConnected) this.last.tabIndex = -1;
    cell.tabIndex = 0;
    this.last = cell;
  }

  // New HTML by id. What had the focus keeps it; a cell being typed into waits until it is left.
  put(elements) {
    for (const [id, html] of Object.entries(elements)) {
      const old = document.getElementById(id);
      if (!old) continue;
      if (old.querySelector("input")) {
        old.late = html;
        continue;
      }
      const holder = document.createElement(/^t[dh]/.test(html.slice(1, 3)) ? "tr" : "div");
      const template = document.createElement("template");
      template.innerHTML = holder.tagName === "TR" ? `<table><tr>${html}</tr></table>` : html;
      const fresh = template.content.querySelector(`#${CSS.escape(id)}`);
      const focused = old.contains(document.activeElement);
      if (old === this.last) {
        fresh.tabIndex = 0;
        this.last = fresh;
      } else if (fresh.tabIndex === 0) fresh.tabIndex = -1;
      if (old.localName === "details") fresh.open = old.open;
      old.replaceWith(fresh);
      if (focused) (fresh.querySelector("button") ?? fresh).focus({ preventScroll: true });
    }
  }

  person(cell) {
    return cell.closest("tr").dataset.person;
  }

  date(cell) {
    return this.table.querySelectorAll("thead .day")[this.place(cell)[1]].dataset.date;
  }
}
