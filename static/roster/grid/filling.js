// Filling by the solver: asking for it, watching it, and what it proposes. A proposal lies over the
// sheet as ghosts, which are no part of it: copying, typing and saving know nothing of them.

import { choosing } from "../choosing.js";

const SOON = 400; // milliseconds after the sheet changed
const PAUSES = [1, 1, 1, 1.5, 2, 3]; // seconds between two looks at a run, then the last again

export class Filling {
  constructor(root, sheet, picking, saving, refuse) {
    Object.assign(this, { root, sheet, picking, saving, refuse, ghosts: {}, asked: 0, looks: 0 });
    this.dialog = document.getElementById("fill-dialog");
    this.panel = document.getElementById("filling");
    if (!this.dialog) return;
    this.said = document.getElementById("fill-said");
    this.dialog.addEventListener("submit", (event) => this.begin(event));
    this.dialog.addEventListener("click", (event) => event.target.closest("[data-leave]") && this.dialog.close());
    this.panel.addEventListener("click", (event) => this.act(event.target.closest("[data-fill]")));
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.sheet.focus(this.sheet.last);
    });
    sheet.table.addEventListener("focusin", () => this.name());
    root.addEventListener("shown", () => this.changed());
    this.look();
  }

  // The dialog; or, where one is under way or proposed, what the side says of it.
  open() {
    if (!this.dialog) return;
    if (this.panel.hidden) return this.ask();
    this.panel.scrollIntoView({ block: "nearest" });
    this.panel.focus();
  }

  async ask() {
    const body = this.dialog.querySelector(".fill-form__body");
    body.innerHTML = "<p>One moment…</p>";
    this.dialog.showModal(); // at once: what is typed meanwhile is not for the sheet
    try {
      body.innerHTML = await this.text(`${this.root.dataset.fill}?piece`);
    } catch {
      this.dialog.close();
      return this.refuse(["The form could not be loaded. Try again."]);
    }
    this.choosePicked(body.querySelectorAll("[name=people]"));
    choosing(body);
    body.querySelector("input:not([type=hidden])").focus();
  }

  choosePicked(boxes) {
    const picked = new Set(this.picking.anchor ? this.picking.block().map(([cell]) => this.sheet.person(cell)) : []);
    for (const box of boxes) box.checked = picked.has(box.value);
  }

  begin(event) {
    event.preventDefault();
    this.send(this.root.dataset.fill, new FormData(event.target));
    this.dialog.close();
    this.sheet.focus(this.sheet.last);
  }

  send(address, form = new FormData()) {
    this.seen = true;
    this.saving.ask({ address, form });
  }

  // ── watching ──

  changed() {
    this.draw();
    if (!this.seen) return;
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.look(), SOON);
  }

  async look() {
    const number = ++this.asked;
    clearTimeout(this.later);
    let state = null;
    try {
      const text = await this.text(this.root.dataset.fillState);
      state = text ? JSON.parse(text) : null;
      this.failures = 0;
    } catch {
      if (number === this.asked && this.seen) this.again(PAUSES.length + (this.failures = (this.failures ?? 0) + 1));
      return;
    }
    if (number === this.asked) this.take(state);
  }

  again(looks) {
    const pause = PAUSES[Math.min(looks, PAUSES.length - 1)] * 2 ** Math.max(0, looks - PAUSES.length);
    this.later = setTimeout(() => this.look(), Math.min(pause, 30) * 1000);
  }

  take(state) {
    this.seen ||= Boolean(state);
    if (this.isOpen && !state?.is_open) this.saving.say(""); // “It is being filled.” is over
    this.isOpen = Boolean(state?.is_open);
    this.ghosts = state?.ghosts ?? {};
    this.draw();
    this.show(state);
    if (!state?.is_open) this.looks = 0;
    else this.again(this.looks++);
  }

  // Figures are put in place one by one, so that a button keeps the focus while it runs.
  show(state) {
    const kind = state ? `${state.run} ${state.is_open}` : "";
    if (this.said.textContent !== (state?.said ?? "")) this.said.textContent = state?.said ?? "";
    if (state?.is_open && kind === this.kind) return this.renew(state.html);
    const inside = this.panel.contains(document.activeElement);
    this.kind = kind;
    this.panel.hidden = !state;
    this.panel.innerHTML = state?.html ?? "";
    this.name();
    if (inside && state) this.panel.focus();
    else if (inside) this.sheet.focus(this.sheet.last);
  }

  renew(html) {
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    for (const figure of fresh.content.querySelectorAll("[data-figure]")) {
      const old = this.panel.querySelector(`[data-figure="${figure.dataset.figure}"]`);
      if (old.localName === "progress") old.value = figure.value;
      else if (old.textContent !== figure.textContent) old.textContent = figure.textContent;
    }
  }

  async text(address) {
    const response = await fetch(address);
    if (!response.ok || response.redirected) throw new Error(response.statusText);
    return response.text();
  }

  // ── ghosts ──

  draw() {
    for (const told of this.sheet.table.querySelectorAll("[data-label]")) {
      const cell = told.closest("td");
      told.setAttribute("aria-label", told.dataset.label);
      told.removeAttribute("data-label");
      cell.classList.remove("has-ghost");
      cell.querySelector(".ghost")?.remove();
    }
    for (const [id, { html, said }] of Object.entries(this.ghosts)) {
      const cell = document.getElementById(id);
      if (!cell || cell.querySelector("input")) continue;
      const told = cell.querySelector(".edge__open") ?? cell;
      told.dataset.label = told.getAttribute("aria-label");
      told.setAttribute("aria-label", `${said}. Now: ${told.dataset.label}`);
      cell.classList.add("has-ghost");
      cell.insertAdjacentHTML("beforeend", html);
    }
  }

  // The next proposed cell after the one chosen, row by row.
  next() {
    const cells = [...this.sheet.table.querySelectorAll("tr:not([hidden]) > td.cell.has-ghost")];
    const last = this.sheet.last;
    const after = (cell) => last.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING;
    this.sheet.focus(cells.find((cell) => cell !== last && after(cell)) ?? cells[0]);
  }

  // ── keeping ──

  act(button) {
    if (!button) return;
    const { fill, address } = button.dataset;
    if (fill === "next") return this.next();
    if (fill === "again") return this.ask();
    if (fill === "cells") return this.keepChosen();
    const form = new FormData();
    const values = { all: ["whole", "on"], person: ["person", this.row?.dataset.person], date: ["on", this.date] }[fill];
    if (values) form.set(...values);
    if (button.dataset.rest) form.set("rest", "on");
    this.send(address, form);
  }

  // What is proposed in the picked cells, or in the one chosen.
  keepChosen() {
    const button = this.panel?.querySelector("[data-fill=cells]");
    const chosen = this.picking.anchor ? this.picking.block().flat() : [this.sheet.last];
    const cells = chosen.filter((cell) => cell?.matches("td.cell.has-ghost"));
    if (!button || !cells.length) return this.refuse(["Nothing is proposed there."]);
    const form = new FormData();
    for (const cell of cells) form.append("cells", `${this.sheet.person(cell)}|${this.sheet.date(cell)}`);
    this.send(button.dataset.address, form);
  }

  get row() {
    return this.sheet.last?.closest("tr[data-person]");
  }

  get date() {
    return this.sheet.last?.matches(".cell, .need") ? this.sheet.date(this.sheet.last) : "";
  }

  hasGhostOn(date) {
    const ghosts = [...this.sheet.table.querySelectorAll("td.cell.has-ghost")];
    return Boolean(date) && ghosts.some((cell) => this.sheet.date(cell) === date);
  }

  // The buttons say whom and which date they are about.
  name() {
    const [person, date] = ["person", "date"].map((name) => this.panel.querySelector(`[data-fill=${name}]`));
    if (!person) return;
    const day = this.date && this.sheet.table.querySelector(`thead [data-date="${this.date}"] abbr`).title;
    person.disabled = !this.row?.querySelector(".cell.has-ghost");
    person.textContent = this.row ? `Keep ${this.row.querySelector(".person__name").textContent}’s` : "Keep a person’s";
    date.disabled = !this.hasGhostOn(this.date);
    date.textContent = day ? `Keep ${day}` : "Keep a date";
  }
}
