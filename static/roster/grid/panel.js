// The side of the sheet: the chosen cell in words, and the breaches to step through.

import { Card } from "./card.js";

export class Panel {
  constructor(root, sheet) {
    this.root = root;
    this.sheet = sheet;
    this.card = new Card(root, sheet);
    root.querySelector(".rota__side").addEventListener("click", (event) => {
      const breach = event.target.closest(".breach");
      if (breach) this.go(breach);
    });
  }

  // What the cell holds and every breach it takes part in.
  show(cell) {
    const row = cell.closest("tr");
    const day = this.sheet.table.querySelectorAll("thead .day")[this.sheet.place(cell)[1]];
    const [title, text, list] = ["title", "text", "breaches"].map((part) => document.getElementById(`card-${part}`));
    const name = row.querySelector(".person__name").textContent;
    title.textContent = `${name}, ${day.querySelector("abbr").title}`;
    text.textContent = cell.getAttribute("aria-label").split(". Breach: ")[0];
    this.history(row.dataset.person, day.dataset.date);
    this.card.show(cell.matches(".beyond") ? null : row.dataset.person, day.dataset.date);
    list.replaceChildren(...this.about(cell.id).map((breach) => this.told(breach)));
  }

  // A breach's sentence, and its rule on demand.
  told(breach) {
    const item = document.createElement("li");
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    summary.textContent = breach.textContent;
    details.append(summary, breach.closest("details").querySelector(".rule-told").cloneNode(true));
    item.append(details, this.mend(breach));
    return item;
  }

  mend(breach) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mend";
    button.textContent = "Mend";
    button.title = "F7";
    button.dataset.facts = breach.dataset.facts;
    return button;
  }

  // The link to what was changed, of this cell.
  history(person, date) {
    const link = document.getElementById("card-history");
    link.search = person ? new URLSearchParams({ person, date }) : "";
  }

  all() {
    return [...this.root.querySelectorAll(".breach")];
  }

  about(id) {
    return this.all().filter((breach) => breach.dataset.cells.split(" ").includes(id));
  }

  step(by) {
    const all = this.all();
    if (!all.length) return;
    const now = all.findIndex((breach) => breach.hasAttribute("aria-current"));
    this.go(all[(now + by + all.length) % all.length]);
  }

  go(breach) {
    for (const other of this.all()) other.removeAttribute("aria-current");
    for (const other of this.root.querySelectorAll(".breach + .mend")) other.remove();
    breach.setAttribute("aria-current", "true");
    breach.after(this.mend(breach));
    breach.closest("details").open = true;
    breach.scrollIntoView({ block: "nearest" });
    this.sheet.focus(document.getElementById(breach.dataset.cells.split(" ")[0]));
  }
}
