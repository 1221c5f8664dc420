// What a spreadsheet puts on the clipboard, as rows of texts. A cell with a line break, a tab or a
// quote in it stands in quotes, its own quotes doubled, as Excel and LibreOffice write it.

const QUOTED = /^"((?:[^"]|"")*)"(?=[\t\n]|$)/;
const PLAIN = /^[^\t\n]*/;

export function rowsOf(clipboardData) {
  return read(clipboardData.getData("text/plain"));
}

export function read(text) {
  let rest = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  const rows = [[]];
  for (;;) {
    const quoted = QUOTED.exec(rest);
    const [whole] = quoted ?? PLAIN.exec(rest);
    rows.at(-1).push(quoted ? inside(quoted[1]) : whole.trim());
    rest = rest.slice(whole.length);
    if (!rest) return rows;
    if (rest[0] === "\n") rows.push([]);
    rest = rest.slice(1);
  }
}

// A duty in two lines of one cell is a duty and its place: E, then TH/ED.
function inside(text) {
  return text.replaceAll('""', '"').replace(/\s+/g, " ").trim();
}
