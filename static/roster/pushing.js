// My notices: asks the browser for an address at which this phone is told at once.
const form = document.querySelector("form[data-push-key]");
const said = document.querySelector("[data-push-said]");
const lost = document.querySelector("[data-push-lost]");
const DENIED = "Your browser does not let Fairweek tell you. Allow notifications for this site in its settings, then try again.";
const FAILED = "Your browser could not reach its own service for this. Try again later.";

if ("PushManager" in window && "serviceWorker" in navigator) {
  if (form) {
    form.hidden = false;
    said.textContent = "";
    form.addEventListener("submit", switchOn);
  }
  if (lost) navigator.serviceWorker.ready.then(showWhetherLost);
}

async function switchOn(event) {
  event.preventDefault();
  said.textContent = "Asking your browser…";
  try {
    const given = (await subscribed()).toJSON();
    form.elements.endpoint.value = given.endpoint;
    form.elements.p256dh.value = given.keys.p256dh;
    form.elements.auth.value = given.keys.auth;
    form.submit();
  } catch (fault) {
    said.textContent = Notification.permission === "denied" || fault.name === "NotAllowedError" ? DENIED : FAILED;
  }
}

async function subscribed() {
  const { pushManager } = await navigator.serviceWorker.ready;
  const old = await pushManager.getSubscription();
  if (old) await old.unsubscribe(); // it may be of another key, or of whoever was here before
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: form.dataset.pushKey });
}

async function showWhetherLost({ pushManager }) {
  lost.hidden = (await pushManager.getSubscription()) !== null;
}
