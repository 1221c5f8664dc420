// Which rows are shown: people by name, site, competency and breaches; areas by site and gaps.
// Kept in the address, so that a reload, and the links to other weeks, keep them.

const NAMES = ["find", "site", "competency", "breaches", "short"];

export class Looking {
  constructor(root, sheet, changed) {
    this.root = root;
    this.sheet = sheet;
    this.form = root.querySelector("#looking");
    this.read();
    this.form.hidden = false;
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => this.choose(changed));
    this.form.addEventListener("reset", () => setTimeout(() => this.choose(changed)));
    this.form.find.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === "ArrowDown") this.sheet.focus(this.sheet.at(0, 0));
    });
    this.choose(() => {});
  }

  // What the address asks for.
  read() {
    const asked = new URLSearchParams(location.search);
    for (const name of NAMES) {
      const field = this.form.elements[name];
      if (field.type === "checkbox") field.checked = asked.has(name);
      else if (asked.has(name)) field.value = asked.get(name);
    }
  }

  choose(changed) {
    changed();
    this.keep();
    this.apply(null);
  }

  wanted() {
    const form = new FormData(this.form);
    return Object.fromEntries(NAMES.map((name) => [name, (form.get(name) ?? "").trim()]));
  }

  keep() {
    const wanted = this.wanted();
    const own = new URL(location.href);
    const links = [...this.root.querySelectorAll(".rota__bar a[href^='?']")];
    for (const url of [own, ...links]) {
      const search = new URLSearchParams(url.search);
      for (const name of NAMES) {
        if (wanted[name]) search.set(name, wanted[name]);
        else search.delete(name);
      }
      if (url === own) own.search = search;
      else url.setAttribute("href", `?${search}`);
    }
    history.replaceState(history.state, "", own);
  }

  // The row that has the focus stays, whatever an edit made of it.
  apply(focused = document.activeElement) {
    const wanted = this.wanted();
    const people = [...this.sheet.table.querySelectorAll("tr[data-person]")];
    const areas = this.sheet.table.querySelectorAll(".cover tr[data-site]");
    for (const row of people) row.hidden = !this.hasPerson(row, wanted) && !row.contains(focused);
    for (const row of areas) row.hidden = !this.hasArea(row, wanted) && !row.contains(focused);
    for (const body of this.sheet.table.querySelectorAll("tbody")) {
      body.hidden = !body.querySelector("tr:not(.group):not([hidden])");
    }
    this.sheet.index();
    const shown = people.filter((row) => !row.hidden).length;
    const said = `${shown} of ${people.length} people`;
    const output = this.form.querySelector("output");
    if (output.textContent !== said) output.textContent = said;
  }

  hasPerson(row, { find, site, competency, breaches }) {
    return (
      row.querySelector(".person__name").textContent.toLowerCase().includes(find.toLowerCase()) &&
      (!site || this.isAt(row, site)) &&
      (!competency || row.dataset.competencies.split(" ").includes(competency)) &&
      (!breaches || Boolean(row.querySelector(".count")))
    );
  }

  // Home there, or on duty there on a date that is shown.
  isAt(row, site) {
    const duties = [...row.querySelectorAll(".cell")].flatMap((cell) => cell.dataset.text.split(" + "));
    return row.dataset.home === site || duties.some((duty) => duty.split(" ")[1]?.split("/")[0] === site);
  }

  hasArea(row, { site, short }) {
    return (!site || row.dataset.site === site) && (!short || Boolean(row.querySelector(".need--short")));
  }
}
