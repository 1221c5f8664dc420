// On every page: the phone keeps My rota, says how old it is, and sends later what cannot go now.
const WAITING = "fairweek-waiting";
const OLD = 5 * 60 * 1000; // milliseconds after which a page says its age
const AGAIN = 10 * 1000; // milliseconds between tries: a phone may think it has a signal and have none
const signingIn = location.pathname === "/sign-in/";

if ("serviceWorker" in navigator) navigator.serviceWorker.register("/worker.js").catch(() => {});

// ── what waits for a signal ──

const waiting = () => JSON.parse(localStorage.getItem(WAITING) ?? "[]");
const setWaiting = (list) => localStorage.setItem(WAITING, JSON.stringify(list));

const same = (one, other) => one.url === other.url && one.body === other.body;

function later(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  body.delete("csrfmiddlewaretoken");
  const entry = { url: form.action, body: body.toString(), said: form.dataset.waits };
  setWaiting([...waiting().filter((w) => !same(w, entry)), entry]); // twice is once
  form.querySelectorAll("button").forEach((button) => (button.disabled = true));
  showWaiting();
}

function showWaiting() {
  const list = waiting();
  let box = document.querySelector(".waits");
  if (!box) {
    box = document.createElement("div");
    box.className = "waits said said--warning";
    box.setAttribute("role", "status");
    document.querySelector("main").prepend(box);
  }
  box.hidden = list.length === 0;
  box.textContent = list.length === 0 ? "" : `Waiting for a signal: ${list.map((w) => w.said).join(" · ")}`;
}

async function sendWaiting() {
  const went = await navigator.locks.request(WAITING, async () => {
    let count = 0;
    for (const entry of waiting()) {
      if (!(await send(entry))) break;
      setWaiting(waiting().filter((w) => !same(w, entry)));
      count += 1;
    }
    return count;
  });
  if (went) location.reload();
}

// Whether it was answered; a refusal is an answer, and the page read again shows how things stand.
async function send(entry) {
  const headers = { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value };
  headers["Content-Type"] = "application/x-www-form-urlencoded";
  const options = { method: "POST", headers, body: entry.body, redirect: "manual" };
  try {
    const answer = await fetch(entry.url, options);
    return answer.type === "opaqueredirect" || answer.status < 500;
  } catch {
    return false;
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-waits]") || !navigator.locks) return;
  event.preventDefault();
  later(event.target, event.submitter);
  sendWaiting();
});

// ── how old the page is ──

function sayAge() {
  const read = document.querySelector("time[data-as-of]");
  if (!read) return;
  const age = Date.now() - Date.parse(read.dateTime);
  const box = read.closest(".as-of");
  box.classList.toggle("as-of--old", !navigator.onLine || age > OLD);
  box.querySelector(".as-of__age").textContent = age > OLD ? ago(age) : "";
}

function ago(age) {
  const minutes = Math.floor(age / 60000);
  const words = new Intl.RelativeTimeFormat("en-GB");
  if (minutes < 60) return `, ${words.format(-minutes, "minute")}`;
  if (minutes < 48 * 60) return `, ${words.format(-Math.floor(minutes / 60), "hour")}`;
  return `, ${words.format(-Math.floor(minutes / 1440), "day")}`;
}

if (signingIn) localStorage.removeItem(WAITING); // it may be somebody else's who signs in now
else if (navigator.locks && document.querySelector("[name=csrfmiddlewaretoken]")) {
  if (waiting().length) showWaiting();
  addEventListener("online", sendWaiting);
  setInterval(sendWaiting, AGAIN);
  sendWaiting();
}
sayAge();
setInterval(sayAge, 30000);
addEventListener("offline", sayAge);
addEventListener("online", sayAge);
