// Shows alerts while the page is open: a ticket from our own origin, then server-sent events.
// Without it the page shows what was in force when it was asked for.

const place = document.querySelector("[data-live]");
const list = place.querySelector("[data-live-list]");
const none = place.querySelector("[data-live-none]");
const said = place.querySelector("[data-live-said]");
const card = place.querySelector("[data-live-card]");
const LONGEST_WAIT = 60_000;
let last = "";
let wait = 1000;

function cardOf(id) {
  return [...list.children].find((each) => each.dataset.alert === id);
}

function show(alert) {
  const there = cardOf(alert.alert_id);
  // An alert's words never change; but who saw what everyone may know may be shown the rest.
  if (there && (alert.part || !there.dataset.part)) return;
  there?.remove();
  const shown = card.content.firstElementChild.cloneNode(true);
  const here = document.documentElement.lang.slice(0, 2);
  const inThis = (each) => each.language.startsWith(here);
  const { headline, action_line: action, language } =
    alert.content.translations?.find(inThis) ?? alert.content;
  shown.dataset.alert = alert.alert_id;
  if (alert.part) shown.dataset.part = "true";
  const link = shown.querySelector("[data-headline]");
  link.textContent = headline;
  link.lang = language;
  link.href = place.dataset.alertAddress + encodeURIComponent(alert.alert_id);
  shown.querySelector("[data-action-line]").textContent = action;
  list.prepend(shown);
  said.textContent = headline;
}

function take(alert) {
  for (const id of alert.thread?.earlier ?? []) cardOf(id)?.remove(); // its place is taken
  if (alert.status === "ISSUED" && alert.content) show(alert);
  else cardOf(alert.alert_id)?.remove();
  if (none) none.hidden = list.children.length > 0;
}

// A change of a threat level: the page's own words for it, fetched anew, not by all at once.
const levels = document.querySelector("[data-threat-levels]");

function follow({ series, version }) {
  const shown = Number(levels?.dataset.threatLevels.match(`\\b${series}:(\\d+)`)?.[1] ?? 0);
  if (levels && version > shown) setTimeout(renew, Math.random() * 10_000);
}

async function renew() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "reload" });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const there = fresh.querySelector("[data-threat-levels]");
    levels.replaceChildren(...there.childNodes);
    levels.dataset.threatLevels = there.dataset.threatLevels;
  } catch {
    setTimeout(renew, 30_000); // an old level must not stay
  }
}

async function open() {
  try {
    const answer = await fetch(place.dataset.ticket, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const { ticket, stream_url: stream } = await answer.json();
    const query = new URLSearchParams({ ticket, ...(last && { last_event_id: last }) });
    const source = new EventSource(`${stream}?${query}`);
    for (const kind of ["alert", "alert-ended"])
      source.addEventListener(kind, (event) => {
        last = event.lastEventId;
        wait = 1000;
        take(JSON.parse(event.data));
      });
    source.addEventListener("threat-level", (event) => {
      last = event.lastEventId;
      follow(JSON.parse(event.data));
    });
    source.addEventListener("reset", () => list.replaceChildren()); // what is current follows
    source.addEventListener("standing", () => { wait = 1000; });
    source.addEventListener("reconnect", (event) => {
      // The server ends this stream, and says when to come back: not all at once.
      last = event.lastEventId;
      source.close();
      setTimeout(open, Math.min(JSON.parse(event.data).retry_milliseconds, LONGEST_WAIT));
    });
    source.addEventListener("error", () => {
      // A ticket opens one stream once: come back with another.
      source.close();
      again();
    });
  } catch {
    again();
  }
}

function again() {
  setTimeout(open, wait * (0.5 + Math.random()));
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

open();
