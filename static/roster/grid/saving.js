// Sending edits, one request at a time, in the order they were made. What waits is shown; nothing
// typed is lost to a bad connection: it is sent again until the server has answered.

const PAUSES = [1, 2, 4, 8, 15];

export class Saving {
  constructor(root, sheet, refuse) {
    this.root = root;
    this.sheet = sheet;
    this.refuse = refuse;
    this.sequence = Number(root.dataset.sequence);
    this.waiting = [];
    this.busy = false;
    this.failures = 0;
    this.status = root.querySelector("#saving");
    addEventListener("beforeunload", (event) => {
      if (this.busy || this.waiting.length) event.preventDefault();
    });
  }

  // cells: [{id, text}]
  edit(cells) {
    for (const { id, text } of cells) this.pending(id, text);
    this.ask({ address: this.root.dataset.edit, cells });
  }

  ask(request) {
    this.waiting.push(request);
    this.next();
  }

  pending(id, text) {
    const cell = document.getElementById(id);
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

  // What was seen is read when the edit is sent: the answer to the one before may have renewed it.
  post({ address, cells, form }) {
    const body = cells && {
      cells: cells.map(({ id, text }) => {
        const cell = document.getElementById(id);
        return { person: this.sheet.person(cell), date: this.sheet.date(cell), text, seen: cell.dataset.seen };
      }),
    };
    return fetch(address, {
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
    if (answer.refused) {
      this.refuse(answer.refused);
      this.restore(request);
    } else {
      this.refuse([]);
    }
    this.show(answer);
    return answer.refused ? "Not saved" : answer.said;
  }

  // A refused edit leaves no trace: its cells are drawn again as they were before it.
  restore({ cells = [] }) {
    for (const { id, before } of cells) if (before) this.sheet.put({ [id]: before });
  }

  show({ sequence, shape, elements }) {
    if (shape && shape !== this.root.dataset.shape) return location.reload();
    if (elements) this.sheet.put(elements);
    if (sequence) this.sequence = Math.max(this.sequence, sequence);
    this.root.dispatchEvent(new Event("shown"));
  }

  say(text, trouble = false) {
    this.status.textContent = text;
    this.status.classList.toggle("rota__saving--trouble", trouble);
  }

  // Other editors' changes, while nothing of ours is under way.
  follow(seconds) {
    setInterval(async () => {
      if (document.hidden || this.busy || this.waiting.length) return;
      try {
        const response = await fetch(`${this.root.dataset.changes}?after=${this.sequence}`);
        if (response.status === 200 && !response.redirected && !this.busy) this.show(await response.json());
      } catch {
        this.say("No connection: others' changes are not shown.", true);
      }
    }, seconds * 1000);
  }
}
