// What would mend a breach, and who could cover a short cell: a list beside the sheet. Choosing one
// is an edit like any other; afterwards the focus is back where it came from.

export class Repairs {
  constructor(root, sheet, saving, panel) {
    Object.assign(this, { root, sheet, saving, panel });
    this.list = document.getElementById("mending");
    this.asked = 0;
    root.addEventListener("click", (event) => {
      const button = event.target.closest(".mend");
      if (button) this.mend(button.dataset.facts);
    });
    root.querySelector(".rota__side").addEventListener("keydown", (event) => {
      const breach = event.target.closest(".breach, .mend");
      if (event.key === "F7" && breach) this.mend(breach.dataset.facts);
    });
    this.list.addEventListener("click", (event) => {
      const offer = event.target.closest("[data-token]");
      if (offer) this.choose(offer.dataset.token);
      if (event.target.closest("[data-close]")) this.close();
    });
    this.list.addEventListener("keydown", (event) => this.walk(event));
  }

  // The breach that is stepped to, if the cell is part of it; else the cell's first.
  ofCell(cell) {
    const current = this.panel.all().find((breach) => breach.hasAttribute("aria-current"));
    const own = this.panel.about(cell.id);
    const breach = !current || (own.length && !own.includes(current)) ? own[0] : current;
    if (breach) this.mend(breach.dataset.facts);
    return Boolean(breach);
  }

  mend(facts) {
    return this.ask(`${this.root.dataset.repairs}?${facts}`);
  }

  // Whether the cell is one of the cover's in which somebody is missing.
  cover(cell) {
    if (!cell.classList.contains("need--short")) return false;
    const { site, area } = cell.closest("tr").dataset;
    const asked = new URLSearchParams({ site, area, date: this.sheet.date(cell) });
    this.ask(`${this.root.dataset.candidates}?${asked}`);
    return true;
  }

  async ask(address) {
    const number = ++this.asked;
    this.tell("<h2>Looking…</h2><p>Trying changes on the rules.</p>");
    await this.saved();
    let html;
    try {
      const response = await fetch(address);
      if (!response.ok || response.redirected) throw new Error(response.statusText);
      html = await response.text();
    } catch {
      html = '<h2>Not loaded</h2><p>There was no answer. Try again.</p><p><button type="button" class="link-button" data-close>Close</button></p>';
    }
    if (number !== this.asked) return;
    this.tell(html);
    (this.offers()[0] ?? this.list).focus();
  }

  // What is asked about is the rota as it is saved.
  async saved() {
    while (this.saving.busy || this.saving.waiting.length) await new Promise((done) => setTimeout(done, 50));
  }

  tell(html) {
    this.list.hidden = false;
    this.list.innerHTML = html;
    this.list.scrollIntoView({ block: "nearest" });
  }

  offers() {
    return [...this.list.querySelectorAll(".offer")];
  }

  walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.close();
    else if (step) this.step(step);
    else return;
    event.preventDefault();
  }

  step(by) {
    const all = this.offers();
    const now = all.indexOf(document.activeElement);
    all[(now + by + all.length) % all.length]?.focus();
  }

  choose(token) {
    const form = new FormData();
    form.set("token", token);
    this.close();
    this.saving.ask({ address: this.root.dataset.mend, form });
  }

  close() {
    this.asked++;
    this.list.hidden = true;
    this.list.replaceChildren();
    this.sheet.focus(this.sheet.last);
  }
}
