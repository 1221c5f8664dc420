// On every page: the phone keeps My rota, says how old it is, and sends later what cannot go now.
const WAITING = "fairweek-waiting";
const OLD = 5 * 60 * 1000; // milliseconds after which a page says its age
const AGAIN = 10 * 1000; // milliseconds between tries: a phone may think it has a signal and have none
const LEAVING = "fairweek-signing-out";
const login = document.body.dataset.login; // undefined: nobody is signed in

if ("serviceWorker" in navigator) navigator.serviceWorker.register("/worker.js").catch(() => {});

// ── what waits for a signal ──

const waiting = () => JSON.parse(localStorage.getItem(WAITING) ?? "[]");
const setWaiting = (list) => localStorage.setItem(WAITING, JSON.stringify(list));

const same = (one, other) => one.url === other.url && one.body === other.body;
const without = (entry) => setWaiting(waiting().filter((w) => !same(w, entry)));

function later(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  body.delete("csrfmiddlewaretoken");
  const entry = { login, url: form.action, body: body.toString(), said: form.dataset.waits };
  without(entry); // twice is once
  setWaiting([...waiting(), entry]);
  form.querySelectorAll("button").forEach((button) => (button.disabled = true));
  showWaiting();
}

function showWaiting(what = "Waiting for a signal") {
  const list = waiting();
  let box = document.querySelector(".waits");
  if (!box) {
    box = document.createElement("div");
    box.className = "waits said said--warning";
    box.setAttribute("role", "status");
    document.querySelector("main").prepend(box);
  }
  box.hidden = list.length === 0;
  box.textContent = list.length === 0 ? "" : `${what}: ${list.map((w) => w.said).join(" · ")}`;
}

async function sendWaiting() {
  const went = await navigator.locks.request(WAITING, async () => {
    let count = 0;
    for (const entry of waiting()) {
      const status = await send(entry);
      if (status === 401) showWaiting("Sign in to send");
      if (!status || [401, 403, 408, 429].includes(status) || status >= 500) break;
      without(entry);
      if (status >= 400) return submit(entry);
      count += 1;
    }
    return count;
  });
  if (went) location.reload();
}

// The status of the answer, 200 where it leads on; 0 without one.
async function send(entry) {
  const headers = { "X-CSRFToken": csrf(), "X-Waited": "yes" };
  headers["Content-Type"] = "application/x-www-form-urlencoded";
  const options = { method: "POST", headers, body: entry.body, redirect: "manual" };
  try {
    const answer = await fetch(entry.url, options);
    return answer.type === "opaqueredirect" ? 200 : answer.status;
  } catch {
    return 0;
  }
}

const csrf = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

// What was refused is sent once more as a form: the page that answers says why.
function submit(entry) {
  const form = document.createElement("form");
  Object.assign(form, { method: "post", action: entry.url, hidden: true });
  for (const [name, value] of [...new URLSearchParams(entry.body), ["csrfmiddlewaretoken", csrf()]]) {
    form.append(Object.assign(document.createElement("input"), { name, value }));
  }
  document.body.append(form);
  form.submit();
}

document.addEventListener("submit", (event) => {
  if (event.target.matches(".masthead__login")) return signOut();
  if (!event.target.matches("form[data-waits]") || !navigator.locks) return;
  event.preventDefault();
  later(event.target, event.submitter);
  sendWaiting();
});

// ── signing out ──

// Also without a signal nothing may be left; whoever was signed out so is, as soon as there is one.
function signOut() {
  localStorage.removeItem(WAITING);
  localStorage.setItem(LEAVING, "yes");
}

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

if (location.pathname === "/sign-in/") localStorage.removeItem(LEAVING);
else if (login && localStorage.getItem(LEAVING)) document.querySelector(".masthead__login").submit();
else if (login && navigator.locks) {
  setWaiting(waiting().filter((entry) => entry.login === login)); // others signed in here before
  if (waiting().length) showWaiting();
  addEventListener("online", sendWaiting);
  setInterval(sendWaiting, AGAIN);
  sendWaiting();
}
sayAge();
setInterval(sayAge, 30000);
addEventListener("offline", sayAge);
addEventListener("online", sayAge);
