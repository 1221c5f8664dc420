// A page about work under way follows it: what is marked is renewed by its id, and once any of it
// is gone the page is loaded again, or the one named to come then. What is marked as done is renewed too, and stays where it is.
// Without a script its link does the same.

const PAUSE = 2000; // milliseconds
const from = document.querySelector("[data-from]")?.dataset.from ?? location.pathname;

async function look() {
  try {
    const response = await fetch(from);
    if (!response.ok || response.redirected) throw new Error(response.statusText);
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const pairs = [...document.querySelectorAll("[data-live]")].map((old) => [old, fresh.getElementById(old.id)]);
    if (pairs.some(([, now]) => !now)) return location.assign(document.querySelector("[data-then]")?.dataset.then ?? location.pathname);
    for (const [old, now] of pairs) {
      if (old.innerHTML !== now.innerHTML) old.innerHTML = now.innerHTML;
    }
    if (pairs.every(([, now]) => now.dataset.live === "done")) return;
  } catch {
    // It is asked again.
  }
  setTimeout(look, PAUSE);
}

if (document.querySelector("[data-live]")) setTimeout(look, PAUSE);
