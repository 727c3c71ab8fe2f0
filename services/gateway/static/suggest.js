// Suggests titles and tags under the search box while one types: an ARIA combobox with a list box.
// Without it the box is a box, and the form a form.

const box = document.querySelector("[data-suggest]");
const list = document.querySelector("[data-suggestions]");
const said = document.querySelector("[data-suggested]");
const WAIT = 200;
let waiting = 0;
let asked = "";
let active = -1;

box.setAttribute("role", "combobox");
box.setAttribute("aria-autocomplete", "list");
box.setAttribute("aria-controls", list.id);
box.setAttribute("autocomplete", "off");

function close() {
  list.hidden = true;
  active = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function mark(place) {
  const options = [...list.children];
  active = (place + options.length + 1) % (options.length + 1);
  if (active === options.length) active = -1;
  options.forEach((each, index) => {
    each.setAttribute("aria-selected", String(index === active));
    const shown = document.createElement(index === active ? "mark" : "span");
    shown.textContent = each.textContent;
    each.replaceChildren(shown);
  });
  if (active < 0) box.removeAttribute("aria-activedescendant");
  else box.setAttribute("aria-activedescendant", options[active].id);
}

function choose(option) {
  box.value = option.textContent;
  close();
  if (option.dataset.page) location.assign(option.dataset.page);
  else box.form.requestSubmit();
}

function show(found) {
  list.replaceChildren(
    ...found.map(({ text, page }, index) => {
      const option = document.createElement("li");
      option.id = `suggestion-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = text;
      if (page) option.dataset.page = page;
      // Before the box loses focus, which closes the list.
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => choose(option));
      return option;
    }),
  );
  close();
  said.textContent = found.length ? said.dataset.some.replace("0", found.length) : "";
  if (!found.length) return;
  list.hidden = false;
  box.setAttribute("aria-expanded", "true");
}

async function suggest() {
  const typed = box.value.trim();
  if (typed === asked) return;
  asked = typed;
  if (typed.length < 2) return show([]);
  try {
    const answer = await fetch(`${box.dataset.suggest}?${new URLSearchParams({ q: typed })}`, {
      headers: { Accept: "application/json" },
    });
    const found = answer.ok ? (await answer.json()).suggestions : [];
    if (typed === asked) show(found);
  } catch {
    show([]); // Away: what is typed is searched for as without us.
  }
}

box.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(suggest, WAIT);
});
box.addEventListener("blur", close);
box.addEventListener("keydown", (event) => {
  if (list.hidden) return;
  if (event.key === "ArrowDown") mark(active + 1);
  else if (event.key === "ArrowUp") mark(active < 0 ? list.children.length - 1 : active - 1);
  else if (event.key === "Escape") close();
  else if (event.key === "Enter" && active >= 0) choose(list.children[active]);
  else return;
  event.preventDefault();
});
close();
