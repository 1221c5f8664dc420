// Long lists to tick: a box above finds names, and says how many are chosen, seen or not.

const LONG = 12; // fewer are seen at a glance

export function choosing(root) {
  for (const list of root.querySelectorAll("fieldset")) {
    if (list.querySelectorAll(":scope > div > .form-check > [type=checkbox]").length > LONG) offer(list);
  }
}

function offer(list) {
  const options = [...list.querySelectorAll(".form-check")];
  const named = `${list.querySelector("legend").textContent.replace("*", "").trim()}: find`;
  const find = Object.assign(document.createElement("input"), { type: "search", autocomplete: "off", placeholder: "Find", className: "form-control choosing__find" });
  find.setAttribute("aria-label", named);
  const said = Object.assign(document.createElement("p"), { className: "form-text choosing__said" });
  said.setAttribute("role", "status");
  list.querySelector("legend").after(find, said);
  const show = () => {
    const words = find.value.trim().toLocaleLowerCase().split(/\s+/);
    for (const option of options) option.hidden = !words.every((word) => option.textContent.toLocaleLowerCase().includes(word));
    say(said, options);
  };
  find.addEventListener("input", show);
  find.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault()); // it finds, and sends nothing
  list.addEventListener("change", () => say(said, options));
  show();
}

function say(said, options) {
  const chosen = options.filter((option) => option.querySelector("input").checked);
  const names = chosen.slice(0, 5).map((option) => option.textContent.trim());
  const rest = chosen.length > 5 ? ` and ${chosen.length - 5} more` : "";
  const shown = options.filter((option) => !option.hidden).length;
  said.textContent = `${chosen.length} chosen${chosen.length ? `: ${names.join("; ")}${rest}` : ""}. ${shown} of ${options.length} shown.`;
}

choosing(document);
