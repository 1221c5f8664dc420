// What this browser is told to do differently: kept here, not on the server.

const DOWN = "fairweek.enter-goes-down";

function read() {
  try {
    return localStorage.getItem(DOWN) === "yes";
  } catch {
    return false; // storage is switched off: the setting holds until the page is left
  }
}

let down = read();

// [rows, columns] that Enter goes after typing.
export const afterEnter = () => (down ? [1, 0] : [0, 1]);

export function offer(box) {
  box.checked = down;
  box.addEventListener("change", () => {
    down = box.checked;
    try {
      localStorage.setItem(DOWN, down ? "yes" : "no");
    } catch {
      // as above
    }
  });
}
