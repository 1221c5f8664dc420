// Keeps My rota readable without a signal, with its month and the page to say that one is away, and what else was
// visited of those named. Asked for anew at each visit; never in the way of a newer version: whatever can be fetched
// is fetched, and what is kept is only for when not.
const TOLD = {{ told|safe }};
const SHELL = `shell-${TOLD.version}`;
const PAGES = "pages";
const PATIENCE = 5000; // milliseconds that a page of a person's own may take before the kept one
const FRESH = 10 * 60 * 1000; // milliseconds by which a page kept along may be older than My rota
let forgotten = 0; // how often: what was asked for before is not kept after

self.addEventListener("install", (event) => {
  const anew = TOLD.shell.map((path) => new Request(path, { cache: "reload" })); // not what the browser holds of before
  event.waitUntil(caches.open(SHELL).then((kept) => kept.addAll(anew)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOldShells().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (url.pathname === TOLD.sign_in || url.pathname === TOLD.sign_out) event.waitUntil(forget());
  if (url.pathname === TOLD.sign_out) event.respondWith(fetchOr(request, () => caches.match(TOLD.no_signal)));
  else if (request.method === "GET" && request.mode === "navigate") event.respondWith(page(event, url));
  else if (TOLD.shell.includes(url.pathname)) event.respondWith(fetchOr(request, () => caches.match(request)));
});

// Whoever signs in or out on this phone finds nothing of anybody who was there before.
function forget() {
  forgotten += 1;
  return caches.delete(PAGES);
}

async function dropOldShells() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("shell-") && name !== SHELL);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function page(event, url) {
  const own = TOLD.kept.includes(url.pathname) && [...url.searchParams.keys()].every((name) => name === "change");
  const kept = own ? await (await caches.open(PAGES)).match(url.pathname) : undefined;
  const asked = fetch(event.request);
  if (own) event.waitUntil(keepOwn(url, asked, forgotten).catch(() => {}));
  try {
    return await (kept ? Promise.race([asked, late()]) : asked);
  } catch {
    return kept ?? instead(url);
  }
}

async function instead(url) {
  const pages = await caches.open(PAGES);
  if (url.pathname === TOLD.home && (await pages.match(TOLD.kept[0]))) return Response.redirect(TOLD.kept[0]);
  return caches.match(TOLD.no_signal);
}

async function keepOwn(url, asked, before) {
  const answer = (await asked).clone();
  await keep(url.pathname, answer, before);
  if (url.pathname === TOLD.kept[0] && answer.ok) await Promise.all(TOLD.along.map((path) => keepAlong(path, answer, before)));
}

// What a person needs without a signal is kept although they have not opened it on this phone.
async function keepAlong(path, beside, before) {
  const kept = await (await caches.open(PAGES)).match(path);
  if (kept && at(beside) - at(kept) < FRESH) return;
  await keep(path, await fetch(path, { redirect: "manual" }), before);
}

const at = (answer) => Date.parse(answer.headers.get("date")); // the server's clock, both times

async function keep(path, answer, before) {
  const pages = await caches.open(PAGES);
  if (before !== forgotten) return;
  if (answer.ok && !answer.redirected) await pages.put(path, answer);
  else if (answer.status < 500) await forget(); // signed out, or no longer on a rota
}

function late() {
  return new Promise((_, refuse) => setTimeout(() => refuse(new Error("late")), PATIENCE));
}

async function fetchOr(request, otherwise) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await otherwise();
    if (kept) return kept;
    throw error;
  }
}

// ── told at once ──

self.addEventListener("push", (event) => {
  const { title, body, tag, path } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, tag, icon: TOLD.icon, data: { path } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.path));
});
