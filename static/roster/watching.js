// A page about work under way follows it: what is marked is renewed by its id, and once none of it
// is left the page is loaded again. Without a script its link does the same.

const PAUSE = 2000; // milliseconds

async function look() {
  try {
    const response = await fetch(location.pathname);
    if (!response.ok || response.redirected) throw new Error(response.statusText);
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!fresh.querySelector("[data-live]")) return location.assign(location.pathname);
    for (const now of fresh.querySelectorAll("[data-live]")) {
      const old = document.getElementById(now.id);
      if (old && old.innerHTML !== now.innerHTML) old.innerHTML = now.innerHTML;
    }
  } catch {
    // It is asked again.
  }
  setTimeout(look, PAUSE);
}

if (document.querySelector("[data-live]")) setTimeout(look, PAUSE);
