// A finger held still on a cell: what a mouse would ask for with its second button.

const LONG = 550; // milliseconds
const FAR = 10; // pixels a finger moves before it is not still

export function heldDown(event, act) {
  if (event.pointerType !== "touch") return;
  const [x, y] = [event.clientX, event.clientY];
  const ends = ["pointerup", "pointercancel"];
  const stop = () => {
    clearTimeout(timer);
    removeEventListener("pointermove", move);
    for (const name of ends) removeEventListener(name, stop);
  };
  const move = (later) => Math.hypot(later.clientX - x, later.clientY - y) > FAR && stop();
  const timer = setTimeout(() => {
    stop();
    act();
  }, LONG);
  addEventListener("pointermove", move);
  for (const name of ends) addEventListener(name, stop);
}
