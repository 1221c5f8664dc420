// Sending the chosen duty to the next place where its person can work: one edit a press.

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export class Placing {
  constructor(sheet, saving, refuse) {
    this.sheet = sheet;
    this.saving = saving;
    this.refuse = refuse;
  }

  // Whether the key meant something here.
  turn(key, cell) {
    if (!(key in STEPS)) return false;
    const duties = cell.dataset.text.split(" + ").filter(Boolean);
    if (duties.length !== 1) return this.say("Choose a cell with one duty to change its place.");
    const [code, here] = duties[0].split(" ");
    const places = this.places(cell, here);
    const now = places.indexOf(here);
    const next = places[(now + STEPS[key] + places.length) % places.length];
    if (!next || next === here) return this.say("This person can work in no other place.");
    this.saving.edit([{ id: cell.id, text: `${code} ${next}`, before: cell.outerHTML }]);
    return true;
  }

  // Of a duty without an area, the sites; else every area.
  places(cell, here) {
    const all = cell.closest("tr").dataset.places.split(" ").filter(Boolean);
    return here && !here.includes("/") ? [...new Set(all.map((place) => place.split("/")[0]))] : all;
  }

  say(sentence) {
    this.refuse([sentence]);
    return true;
  }
}
