// On what a phone keeps: opened on a later day, what a page says of today goes by the unit's date of now.
const asOf = document.querySelector("time[data-as-of]");
const zone = { timeZone: asOf.dataset.zone };
const written = (how, at) => new Intl.DateTimeFormat("en-GB", { ...zone, ...how }).format(at);
const isoOf = (at) => new Intl.DateTimeFormat("sv-SE", { ...zone, dateStyle: "short" }).format(at); // 2026-11-27
const LONG = { day: "numeric", month: "long", year: "numeric" };
const CLOCK = { hour: "2-digit", minute: "2-digit" };
const readAt = Date.parse(asOf.dateTime);
let shown = readAt; // the moment that the page goes by

function goBy(now) {
  if (isoOf(now) !== isoOf(shown)) goByDate(now);
  const time = document.querySelector("[data-now]"); // as long as nobody typed another
  if (time?.value === written(CLOCK, shown)) time.value = written(CLOCK, now);
  shown = now;
  sayNext(now);
}

function goByDate(now) {
  const today = isoOf(now);
  for (const input of document.querySelectorAll("form:not([data-entry]) :is([name=first], [name=back])")) {
    if (input.type === "hidden") input.value = today;
    else if (input.value === written(LONG, shown)) input.value = written(LONG, now);
  }
  for (const said of document.querySelectorAll("[data-today-said]")) said.textContent = written({ weekday: "short", day: "numeric", month: "short" }, now);
  for (const part of document.querySelectorAll("[data-on]")) part.hidden = part.dataset.on !== today;
  for (const part of document.querySelectorAll("[data-after]")) part.open ||= today > part.dataset.after; // in place of what is pressed today
  markDays(today);
  markBoxes(today);
}

function markDays(today) {
  const mark = document.querySelector(".day-row__today") ?? Object.assign(document.createElement("span"), { className: "day-row__today", textContent: "today" });
  mark.remove();
  for (const row of document.querySelectorAll(".day-row")) {
    const on = row.id.replace("day-", "");
    row.classList.toggle("day-row--past", on < today);
    row.classList.toggle("day-row--today", on === today);
    if (on === today) row.querySelector(".day-row__date").append(mark);
  }
}

function markBoxes(today) {
  for (const box of document.querySelectorAll(".month__box[data-date]")) {
    box.classList.toggle("month__box--today", box.dataset.date === today);
    box.querySelector("a")?.toggleAttribute("aria-current", false);
    if (box.dataset.date === today) box.querySelector("a")?.setAttribute("aria-current", "date");
  }
}

// The shift above all others may have begun, or be over.
function sayNext(now) {
  const box = document.querySelector(".next[data-starts]");
  if (!box) return;
  const [begun, over] = [now >= Date.parse(box.dataset.starts), now >= Date.parse(box.dataset.ends)];
  box.querySelector(".next__label").textContent = over ? "Over since this was read" : begun ? "On duty now" : "Next shift";
  const stands = isoOf(now) === isoOf(readAt) && !over && begun === readAt >= Date.parse(box.dataset.starts);
  box.querySelector(".next__soon").hidden = !stands;
}

const goByNow = () => goBy(Math.max(Date.now(), readAt)); // a phone's clock may be slow
goByNow();
setInterval(goByNow, 30000);
addEventListener("pageshow", goByNow);
document.addEventListener("visibilitychange", goByNow);
