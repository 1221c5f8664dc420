// What builds much at once, each by a small dialog: laying lines, clearing weeks; and writing notes.

export class Building {
  constructor(root, sheet, picking, saving) {
    this.root = root;
    this.sheet = sheet;
    this.picking = picking;
    this.saving = saving;
    for (const name of ["laying", "clearing", "noting"]) this.prepare(document.getElementById(name));
  }

  prepare(dialog) {
    if (!dialog) return;
    const form = dialog.querySelector("form");
    dialog.addEventListener("close", () => {
      if (dialog.returnValue === "do") this.send(dialog, new FormData(form));
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || !event.target.matches("textarea")) return;
      event.preventDefault();
      form.querySelector("[value=do]").click();
    });
  }

  send(dialog, form) {
    const people = { picked: () => this.picked, shown: () => this.shown() }[form.get("whose")];
    for (const row of people?.() ?? []) form.append("people", row.dataset.person);
    this.saving.ask({ address: dialog.dataset.address, form });
  }

  // Everybody's lines over the whole rota, unless a block of people is picked.
  lay() {
    this.open("laying", this.picking.anchor ? "picked" : "shown");
  }

  // The week of the chosen cell, of whom is picked.
  clear() {
    const date = this.sheet.last && this.dateOf(this.sheet.last);
    const mondays = [...document.getElementById("clearing").querySelectorAll("option")].map(({ value }) => value);
    this.open("clearing", "picked", { first: mondays.filter((monday) => monday <= date).at(-1) ?? mondays[0], weeks: 1 });
  }

  open(name, whose, values = {}) {
    const dialog = document.getElementById(name);
    if (!dialog) return;
    this.picked = this.picking.block().map((row) => row[0].closest("tr"));
    const form = dialog.querySelector("form");
    const [radio] = form.querySelectorAll("[value=picked]");
    radio.disabled = !this.picked.length;
    radio.nextElementSibling.textContent = this.named();
    form.elements.whose.value = this.picked.length ? whose : "shown";
    for (const [field, value] of Object.entries(values)) form.elements[field].value = value;
    this.show(dialog);
  }

  // Closed by Escape a dialog says what it was closed with before, unless it is told otherwise.
  show(dialog) {
    dialog.returnValue = "";
    dialog.showModal();
  }

  named() {
    const names = this.picked.map((row) => row.querySelector(".person__name").textContent);
    return names.length > 3 ? `the ${names.length} people picked` : names.join(", ") || "nobody picked";
  }

  shown() {
    return this.sheet.rows.filter((row) => row.dataset.person);
  }

  dateOf(cell) {
    return this.head(cell)?.dataset.date;
  }

  head(cell) {
    return this.sheet.table.querySelectorAll("thead .day")[this.sheet.place(cell)[1]];
  }

  // Of a cell: its own note and its date's. Of an area: its date's.
  note(cell = this.sheet.last) {
    const dialog = document.getElementById("noting");
    const head = cell && this.head(cell);
    if (!dialog || !head) return;
    const row = cell.closest("tr");
    const texts = { own: cell.dataset.note ?? "", everybody: head.dataset.note ?? "" };
    const { elements } = dialog.querySelector("form");
    elements.person.value = row.dataset.person ?? "";
    elements.date.value = head.dataset.date;
    for (const [name, text] of Object.entries(texts)) elements[name].value = elements[`initial-${name}`].value = text;
    const own = dialog.querySelector(".noting__own");
    own.hidden = !row.dataset.person;
    own.querySelector("span").textContent = row.querySelector(".person__name").textContent;
    dialog.querySelector("h2").textContent = `Notes on ${head.querySelector("abbr").title}`;
    this.show(dialog);
    (own.hidden ? elements.everybody : elements.own).focus();
  }
}
