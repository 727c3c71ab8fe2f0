// Saves each answer when it is given, and tells how much time is left. Without it the button saves,
// and the server's clock counts all the same.

const form = document.querySelector("[data-answers]");
const said = form.querySelector("[data-answers-said]");
const left = document.querySelector("[data-time-left]");
const GRACE = 16000;
let sending = Promise.resolve();

async function save(changed) {
  const body = new URLSearchParams(new FormData(form));
  if (changed) body.set("changed", changed);
  try {
    const answer = await fetch(form.dataset.answers, {
      method: "POST",
      headers: { Accept: "application/json" },
      body,
    });
    if (!answer.ok) throw new Error(answer.status);
    if ((await answer.json()).over) return location.assign(form.dataset.after);
    said.textContent = said.dataset.saved;
  } catch {
    said.textContent = said.dataset.away;
  }
}

// One after another, so that an earlier choice never overtakes a later one.
form.addEventListener("change", (event) => {
  // A choice in a story is made by its own button.
  if (event.target.closest("[data-scenario]")) return;
  said.textContent = "";
  const { name } = event.target;
  sending = sending.then(() => save(name));
});

if (left) {
  const end = performance.now() + Number(left.dataset.timeLeft) * 1000;
  const tell = () => {
    const minutes = Math.max(0, Math.ceil((end - performance.now()) / 60000));
    const words = left.dataset.minutes.replace("0", minutes);
    if (left.textContent !== words) left.textContent = words;
  };
  // Read out when it becomes urgent, not each minute.
  const warn = () => left.setAttribute("role", "status");
  tell();
  setInterval(tell, 1000);
  const until = Number(left.dataset.timeLeft) * 1000;
  if (until > 300000) setTimeout(warn, until - 300000);
  else warn();
  setTimeout(() => {
    sending = sending.then(() => save(""));
    setTimeout(() => location.assign(form.dataset.after), GRACE);
  }, until);
}
