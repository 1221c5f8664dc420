// How many could cover a line of demand, told while it is typed. Without a script: once it is kept.

const PAUSE = 300; // milliseconds
const NOT_ASKED = ["csrfmiddlewaretoken", "reason", "seen"];
const form = document.getElementById("set-up");
const said = document.getElementById("could-cover");
let timer;
let asked = 0;

async function ask() {
  const mine = ++asked;
  const typed = new URLSearchParams(new FormData(form));
  NOT_ASKED.forEach((name) => typed.delete(name));
  let words = ""; // better none than those of another line
  try {
    const response = await fetch(`${said.dataset.from}?${typed}`);
    if (response.ok && !response.redirected) words = await response.text();
  } catch {
    // It is told once the line is kept.
  }
  if (mine === asked && said.innerHTML !== words) said.innerHTML = words;
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
});
