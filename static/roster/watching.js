// A page about work under way follows it: what is marked is renewed by its id, and once none of it
// is left the page is loaded again. What is marked as done is renewed too, and stays where it is.
// Without a script its link does the same.

const PAUSE = 2000; // milliseconds
const from = document.querySelector("[data-from]")?.dataset.from ?? location.pathname;

async function look() {
  try {
    const response = await fetch(from);
    if (!response.ok || response.redirected) throw new Error(response.statusText);
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const live = [...fresh.querySelectorAll("[data-live]")];
    if (!live.length) return location.assign(location.pathname);
    for (const now of live) {
      const old = document.getElementById(now.id);
      if (old && old.innerHTML !== now.innerHTML) old.innerHTML = now.innerHTML;
    }
    if (live.every((one) => one.dataset.live === "done")) return;
  } catch {
    // It is asked again.
  }
  setTimeout(look, PAUSE);
}

if (document.querySelector("[data-live]")) setTimeout(look, PAUSE);
