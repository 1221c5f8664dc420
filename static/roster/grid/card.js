// More about the chosen cell than its own sentence: rests, scope, hours. Fetched a moment after the
// focus came to rest, and kept until something on the sheet changes.

const PAUSE = 180; // milliseconds

export class Card {
  constructor(root, sheet) {
    this.address = root.dataset.card;
    this.sheet = sheet;
    this.section = document.getElementById("card");
    this.more = document.getElementById("card-more");
    this.kept = new Map();
    this.section.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.sheet.focus(this.sheet.last);
    });
  }

  // What is still under way was asked before the change: it is not kept either.
  forget() {
    this.kept = new Map();
  }

  // `person` is null for an area: nothing more is known of one.
  show(person, date) {
    clearTimeout(this.timer);
    this.wanted = person ? `${this.address}?${new URLSearchParams({ person, date })}` : null;
    const html = this.kept.get(this.wanted);
    if (html !== undefined || !person) this.more.innerHTML = html ?? "";
    else this.timer = setTimeout(() => this.fetch(), PAUSE);
  }

  async fetch() {
    const [address, kept] = [this.wanted, this.kept];
    const isWanted = () => address === this.wanted && kept === this.kept;
    if (!address || kept.has(address)) return;
    this.more.textContent = "…";
    try {
      const response = await fetch(address);
      if (!response.ok || response.redirected) throw new Error(response.statusText);
      kept.set(address, await response.text());
    } catch {
      if (isWanted()) this.more.textContent = "The rests could not be loaded. Choose the cell again.";
      return;
    }
    if (isWanted()) this.more.innerHTML = kept.get(address);
  }

  // Into the card, so that a screen reader reads it; Escape goes back.
  async read() {
    clearTimeout(this.timer);
    await this.fetch();
    this.section.focus();
  }
}
