// Sending edits, one request at a time, in the order they were made. What waits is shown; nothing
// typed is lost to a bad connection: it is sent again until the server has answered.
//
// `sequence` is the number of the log that the sheet shows. Every answer tells all that happened
// since the number asked with; one that was asked with another number than ours is not shown.

import { Presence } from "./presence.js";

const PAUSES = [1, 2, 4, 8, 15];

export class Saving {
  constructor(root, sheet, refuse) {
    this.root = root;
    this.sheet = sheet;
    this.refuse = refuse;
    this.sequence = Number(root.dataset.sequence);
    this.noted = root.dataset.noted; // the number of the last note shown; none for who may read none
    this.waiting = [];
    this.drawn = new Map(); // the server's HTML of each pending cell, by id
    this.busy = false;
    this.failures = 0;
    this.status = root.querySelector("#saving");
    addEventListener("beforeunload", (event) => {
      if (this.busy || this.waiting.length) event.preventDefault();
    });
  }

  // cells: [{id, text, before}], before: the HTML until then. What was seen is what stood there when it was typed over: an answer that
  // comes before this is sent may bring what nobody has looked at.
  edit(cells) {
    const edited = cells.map((cell) => ({ ...cell, seen: document.getElementById(cell.id).dataset.seen }));
    for (const cell of edited) this.pending(cell);
    this.ask({ address: this.root.dataset.edit, cells: edited });
  }

  ask(request) {
    this.waiting.push(request);
    this.next();
  }

  pending({ id, text, before }) {
    const cell = document.getElementById(id);
    if (!this.drawn.has(id)) this.drawn.set(id, cell.late ?? before);
    cell.classList.add("cell--pending");
    cell.dataset.text = text;
    cell.innerHTML = "<b></b>";
    cell.firstChild.textContent = text.split(" ")[0].toUpperCase();
  }

  async next() {
    if (this.busy || !this.waiting.length) return;
    this.busy = true;
    this.say("Saving…");
    const request = this.waiting[0];
    try {
      const said = await this.take(await this.post(request), request);
      this.waiting.shift();
      this.draw();
      this.failures = 0;
      this.say(this.waiting.length ? "Saving…" : said || "Saved");
    } catch {
      const pause = PAUSES[Math.min(this.failures++, PAUSES.length - 1)];
      this.say(`Not saved yet: no connection. Trying again in ${pause} s.`, true);
      await new Promise((done) => setTimeout(done, pause * 1000));
    }
    this.busy = false;
    this.next();
  }

  post({ address, cells, form }) {
    const body = cells && {
      cells: cells.map(({ id, text, seen }) => {
        const cell = document.getElementById(id);
        return { person: this.sheet.person(cell), date: this.sheet.date(cell), text, seen };
      }),
    };
    const asked = new URLSearchParams({ after: this.sequence, noted: this.noted ?? 0 });
    return fetch(`${address}?${asked}`, {
      method: "POST",
      headers: { "X-CSRFToken": this.root.querySelector("[name=csrfmiddlewaretoken]").value },
      body: form ?? JSON.stringify(body ?? {}),
    });
  }

  async take(response, request) {
    if (response.status >= 500) throw new Error("The server did not answer.");
    if (response.redirected || response.status === 403) {
      this.refuse(["You are not signed in any more, or may not edit. Nothing was saved: sign in and retry."]);
      return this.restore(request);
    }
    const answer = await response.json();
    this.refuse(answer.refused ?? []);
    this.restore(request, answer.elements);
    this.show(answer);
    if (!answer.refused) this.renew(request, answer);
    return answer.refused ? "Not saved" : answer.said;
  }

  // The cells of an edit as the server drew them last: of a refused one no trace is left. Those that
  // the answer draws are drawn once.
  restore({ cells = [] }, elements = {}) {
    const left = cells.filter(({ id }) => !(id in elements));
    this.sheet.put(Object.fromEntries(left.map(({ id }) => [id, this.drawn.get(id)])));
    for (const { id } of cells) this.drawn.delete(id);
  }

  // What waits behind an edit of ours has seen what that edit left.
  renew({ cells = [] }, answer) {
    const ours = new Set([...cells.map(({ id }) => id), ...(answer.cells ?? [])]);
    for (const cell of [...ours].map((id) => document.getElementById(id))) {
      if (cell?.late) cell.dataset.seen = /data-seen="([^"]*)"/.exec(cell.late)[1];
    }
    for (const later of this.waiting.slice(1).flatMap((request) => request.cells ?? [])) {
      if (ours.has(later.id)) later.seen = document.getElementById(later.id).dataset.seen;
    }
  }

  // An answer draws over what still waits.
  draw() {
    for (const cell of this.waiting.flatMap((request) => request.cells ?? [])) {
      this.pending({ ...cell, before: document.getElementById(cell.id).outerHTML });
    }
  }

  show({ sequence, shape, elements, noted }) {
    if (shape && shape !== this.root.dataset.shape) return location.reload();
    for (const id of this.drawn.keys()) if (elements?.[id]) this.drawn.set(id, elements[id]);
    if (elements) this.sheet.put(elements);
    if (sequence) this.sequence = Math.max(this.sequence, sequence);
    if (noted) this.noted = noted;
    this.root.dispatchEvent(new Event("shown"));
  }

  say(text, trouble = false) {
    this.status.textContent = text;
    this.status.classList.toggle("rota__saving--trouble", trouble);
  }

  get idle() {
    return !this.busy && !this.waiting.length;
  }

  // Where we are, for who else is here; and what others changed, while nothing of ours is under way.
  follow(seconds) {
    const presence = new Presence(this.root, this.sheet);
    const poll = async () => {
      if (document.hidden) return;
      const asked = new URLSearchParams({ at: presence.at() });
      const after = this.sequence;
      if (this.idle) asked.set("after", after);
      if (this.idle && this.noted) asked.set("noted", this.noted);
      try {
        const response = await fetch(`${this.root.dataset.changes}?${asked}`);
        if (!response.ok || response.redirected) return;
        const answer = response.status === 200 ? await response.json() : {};
        presence.meet(answer.here ?? []);
        if (answer.elements && this.idle && after === this.sequence) this.show(answer);
      } catch {
        if (this.idle) this.say("No connection: others' changes are not shown.", true);
      }
    };
    poll();
    presence.moved(poll);
    setInterval(poll, seconds * 1000);
  }
}
