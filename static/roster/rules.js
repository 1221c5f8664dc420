// Says minutes as hours beside the input while they are typed; the page says them on its own too.
function hours(minutes) {
  const whole = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [whole && `${whole} h`, rest && `${rest} min`].filter(Boolean).join(" ") || "0 min";
}

for (const input of document.querySelectorAll("input[data-minutes]")) {
  const output = document.querySelector(`output[for="${input.id}"]`);
  input.addEventListener("input", () => {
    output.value = /^\d{1,6}$/.test(input.value) ? hours(Number(input.value)) : "";
  });
}
