// On every page: the phone keeps My rota, says how old it is, and sends later what cannot go now.
const WAITING = "fairweek-waiting";
const OLD = 5 * 60 * 1000; // milliseconds after which a page says its age
const AGAIN = 10 * 1000; // milliseconds between tries: a phone may think it has a signal and have none
const SOON = 1000; // milliseconds after which what was pressed is said to wait
const PATIENCE = 30 * 1000; // milliseconds for an answer; done without one, it is not done again (sites/receiving.py)
const LATER = "Fairweek cannot take it now, and is asked again";
const TOKEN = "[name=csrfmiddlewaretoken]";
const WORDS = { 0: "Waiting for a signal", 401: "Sign in to send", 408: LATER, 429: LATER }; // by status
const LEAVING = "fairweek-signing-out";
const login = document.body.dataset.login; // undefined: nobody is signed in

if ("serviceWorker" in navigator) navigator.serviceWorker.register("/worker.js").catch(() => {});

// ── what waits for a signal ──
// Of each: `id`, which the server does once; `url` and `body`, what is sent; `said`, the same in words, and `at`, when; `change`, the address
// of a form to correct it in; `refused`, why it was not taken: then it is not sent again, but stays in sight.

const waiting = () => JSON.parse(localStorage.getItem(WAITING) ?? "[]");
const setWaiting = (list) => localStorage.setItem(WAITING, JSON.stringify(list));

const same = (one, other) => one.url === other.url && one.body === other.body;
const without = (entry) => setWaiting(waiting().filter((w) => !same(w, entry)));

function later(form, submitter) {
  const entry = filledIn(form, submitter);
  const others = waiting().filter((w) => !same(w, entry) && w.id !== form.dataset.entry); // nor as it was before it was changed
  setWaiting([...others, entry]);
  form.dataset.entry = entry.id;
  delete form.dataset.typed;
  press(form, false);
  setTimeout(() => showWaiting(), SOON); // with a signal it is gone by then
}

function filledIn(form, submitter) {
  const values = new URLSearchParams(new FormData(form, submitter));
  values.delete("csrfmiddlewaretoken");
  const { waits, change } = form.dataset;
  const said = waits.replace(/\{(\w+)\}/g, (as, name) => values.get(name) ?? as); // "On {date}", as typed
  const entry = { login, at: Date.now(), url: form.action, body: values.toString(), said, change };
  const before = waiting().find((w) => same(w, entry) && !w.refused); // twice is once
  return { ...entry, id: before?.id ?? crypto.randomUUID() };
}

function press(form, can) {
  form.querySelectorAll("button, [type=submit]").forEach((button) => (button.disabled = !can));
}

async function sendWaiting() {
  const went = await navigator.locks.request(WAITING, async () => {
    const went = [];
    for (const entry of waiting().filter((w) => !w.refused)) {
      const { status, text } = await send(entry);
      const waits = status >= 500 ? LATER : WORDS[status];
      if (waits) showWaiting(waits);
      if (waits) break;
      if (status >= 400) refuse(entry, reasons(text));
      else without(entry), went.push(entry);
    }
    return went;
  });
  if (went.length && document.querySelector("form[data-typed]")) showSent(went);
  else if (went.length) afterwards(went);
}

// On from a page whose form has gone, where it says where to.
function afterwards(went) {
  const forms = went.map(({ id }) => document.querySelector(`form[data-entry="${id}"][data-then]`));
  const then = forms.find(Boolean)?.dataset.then;
  if (then) location.assign(then);
  else location.reload();
}

// {status: 200 where the answer leads on, 0 without one; text}. A 403 may only say that somebody signed in again
// since this page was read: then its token is renewed, and it is sent once more.
async function send(entry) {
  try {
    const answer = await post(entry);
    if (answer.status !== 403) return answer;
    return (await renewed()) ? await post(entry) : { status: 401 };
  } catch {
    return { status: 0 };
  }
}

async function post(entry) {
  const headers = { "X-CSRFToken": document.querySelector(TOKEN).value, "X-Waited": entry.id ?? "yes" };
  headers["Content-Type"] = "application/x-www-form-urlencoded";
  const options = { method: "POST", headers, body: entry.body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) };
  const answer = await fetch(entry.url, options);
  return answer.type === "opaqueredirect" ? { status: 200 } : { status: answer.status, text: await answer.text() };
}

// Whether this page's login is signed in still, or again; then all forms of the page have the token of now.
async function renewed() {
  const answer = await fetch(document.querySelector(".masthead__login a").href);
  const page = parsed(await answer.text());
  if (page.body.dataset.login !== login) return false;
  document.querySelectorAll(TOKEN).forEach((input) => (input.value = page.querySelector(TOKEN).value));
  return true;
}

const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

// What a page of ours says of a refusal.
function reasons(text) {
  const said = [...parsed(text).querySelectorAll("#errors li, main > .lead")].map((line) => line.textContent.trim());
  return said.length ? said : ["Fairweek did not take it. Ask your rota manager."];
}

// ── what waits and what was refused, above every page ──

let why = WORDS[0];

function boxed(name, look, role) {
  const box = document.createElement("div");
  box.className = `${name} said said--${look}`;
  box.setAttribute("role", role);
  box.tabIndex = -1;
  document.querySelector("main").prepend(box);
  return box;
}

function showWaiting(what = why) {
  why = what;
  const list = waiting().filter((w) => !w.refused);
  const box = document.querySelector(".waits") ?? boxed("waits", "warning", "status");
  box.hidden = list.length === 0;
  const now = JSON.stringify([what, list]);
  if (box.dataset.shown === now) return; // somebody may be at its button
  box.dataset.shown = now;
  box.replaceChildren(...list.map((entry) => row(`${what}: ${told(entry)}`, action("button", "Do not send", entry, () => drop(entry)))));
}

function row(text, ...actions) {
  const made = element("div", { className: "waits__row" });
  made.append(element("p", { textContent: text }), ...actions);
  return made;
}

const told = ({ said, at }) => (at ? `${said} (said ${when(at)})` : said);
const when = (at) => new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" }).format(at);

function showSent(list) {
  showWaiting();
  const box = document.querySelector(".sent") ?? boxed("sent", "success", "status");
  box.textContent = `Sent: ${list.map(told).join(" · ")}`;
}

function refuse(entry, refused) {
  setWaiting(waiting().map((w) => (same(w, entry) ? { ...w, refused } : w)));
  showWaiting();
  showRefused();
  const form = document.querySelector(`form[data-entry="${entry.id}"]`);
  if (!form) return;
  press(form, true);
  document.querySelector(".refused").focus();
}

function showRefused() {
  const list = waiting().filter((w) => w.refused);
  const box = document.querySelector(".refused") ?? boxed("refused", "error", "alert");
  box.hidden = list.length === 0;
  box.replaceChildren(element("h2", { textContent: "Not taken" }), ...list.map(refusal));
}

function refusal(entry) {
  const ways = [action("button", "Throw away", entry, () => drop(entry))];
  if (entry.change) ways.unshift(action("a", "Change and send again", entry, { href: changing(entry) }));
  return row(`${told(entry)}. ${entry.refused.join(" ")}`, ...ways);
}

function action(name, label, entry, to) {
  const values = typeof to === "function" ? { type: "button", onclick: to } : to;
  const made = element(name, { className: "btn btn-plain", textContent: label, ...values });
  made.append(element("span", { className: "visually-hidden", textContent: `: ${entry.said}` }));
  return made;
}

const element = (name, values) => Object.assign(document.createElement(name), values);

function drop(entry) {
  without(entry);
  showWaiting();
  showRefused();
  const form = document.querySelector(`form[data-entry="${entry.id}"]`);
  if (form) press(form, true);
  document.querySelector("main").focus();
}

// What waits is not said twice, nor its contrary: a form of buttons that waits stays pressed.
function hold() {
  for (const form of document.querySelectorAll("form[data-waits]:not([data-change])")) {
    const entry = waiting().find((w) => !w.refused && w.url === form.action && isOf(form, new URLSearchParams(w.body)));
    if (!entry) continue;
    form.dataset.entry = entry.id;
    press(form, false);
  }
}

function isOf(form, values) {
  const hidden = [...form.querySelectorAll(`input[type=hidden]:not(${TOKEN})`)];
  return hidden.every(({ name, value }) => values.get(name) === value);
}

function changing(entry) {
  const to = new URL(entry.change, location.origin);
  to.searchParams.set("change", entry.id);
  return to.href;
}

// The form to correct it in, as it was filled in when it was refused.
function fillIn() {
  const entry = waiting().find((w) => w.refused && w.id === new URLSearchParams(location.search).get("change"));
  const form = entry && document.getElementById(location.hash.slice(1));
  if (!form?.matches("form")) return;
  for (const [name, value] of new URLSearchParams(entry.body)) if (form.elements[name]) form.elements[name].value = value;
  form.dataset.entry = entry.id;
  for (let part = form.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  form.querySelector("input:not([type=hidden]), select").focus();
}

document.addEventListener("submit", (event) => {
  if (event.target.matches(".masthead__login")) return signOut();
  if (!event.target.matches("form[data-waits]") || !navigator.locks) return;
  event.preventDefault();
  later(event.target, event.submitter);
  sendWaiting();
});

// What somebody is typing is not taken from them by what went; and typed anew, a form that waits is another.
document.addEventListener("input", ({ target: { form } }) => {
  if (!form) return;
  form.dataset.typed = "";
  if (!form.dataset.entry || !form.querySelector("[type=submit]:disabled, button:disabled")) return;
  delete form.dataset.entry;
  press(form, true);
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
  if (waiting().some((entry) => entry.refused)) showRefused();
  hold();
  fillIn();
  addEventListener("online", sendWaiting);
  setInterval(sendWaiting, AGAIN);
  sendWaiting();
}
sayAge();
setInterval(sayAge, 30000);
addEventListener("offline", sayAge);
addEventListener("online", sayAge);
