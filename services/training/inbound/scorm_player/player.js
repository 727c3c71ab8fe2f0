"use strict";
// Hosts a SCO with the API object that it looks for (SCORM 1.2 RTE 3.3, 2004 RTE 3.3): what it sets
// goes to the platform on this origin, which says what comes of it.

const OLD = location.pathname.startsWith("/scorm/1.2/");
const NAMES = OLD ? ["API", "Scorm12API"] : ["API_1484_11", "Scorm2004API"];
const [SLOT, LIBRARY] = NAMES;
const FAILED = 101; // "general exception", in both editions
const said = new URL(location.href).searchParams;
const notice = document.getElementById("notice");
let token = "";
let back = "";
let ended = false;
let going = false;
let read = new Set(); // the elements that the platform reads

function tell(words) {
  notice.textContent = words;
  notice.hidden = !words;
}

// A commit answers the SCO by what became of it, so it waits, as the run-time asks; the last one
// of a page that goes away cannot wait, and is sent on: 64 KiB at most, so only what is read.
function sent(elements, finished) {
  const body = JSON.stringify({ elements, finished });
  const headers = { Authorization: `Basic ${token}`, "Content-Type": "application/json" };
  if (going) {
    fetch("commit", { method: "POST", keepalive: true, headers, body }).catch(() => undefined);
    return { result: "true", errorCode: 0 };
  }
  const request = new XMLHttpRequest();
  request.open("POST", "commit", false);
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  try {
    request.send(body);
  } catch {
    tell("There is no connection. What you do is not saved yet.");
    return { result: "false", errorCode: FAILED };
  }
  if (request.status === 204) {
    tell("");
    return { result: "true", errorCode: 0 };
  }
  let why = "";
  try {
    why = JSON.parse(request.responseText).message ?? "";
  } catch {
    why = "";
  }
  tell(`The platform did not take what this unit says. ${why}`);
  return { result: "false", errorCode: FAILED, errorMessage: why };
}

addEventListener("pagehide", () => {
  going = true;
});

// The library tells by `metadata` which commit ends the session.
const service = {
  processHttpRequest(_url, elements, _now, _log, _heard, metadata) {
    const finished = metadata?.trigger === "terminate";
    ended ||= finished;
    return sent(texts(elements), finished);
  },
  updateSettings() {},
};

function texts(elements) {
  const found = {};
  for (const [name, value] of Object.entries(elements))
    if (read.has(name) && value !== null && value !== undefined && typeof value !== "object")
      found[name] = String(value);
  return found;
}

// Where the SCO is: a path of this origin, as the platform wrote it.
function own() {
  const path = said.get("sco") ?? "";
  const address = new URL(path, location.origin);
  return path.startsWith("/") && address.origin === location.origin ? address.href : null;
}

async function asked(address, headers = {}) {
  const answer = await fetch(address, { method: "POST", headers });
  return { ok: answer.ok, ...(await answer.json()) };
}

async function start() {
  const unit = own();
  const given = unit && said.get("fetch") ? await asked(said.get("fetch")) : {};
  if (!given["auth-token"]) {
    tell("This session is over. Close this page, and open the unit again from where you came.");
    return;
  }
  token = given["auth-token"];
  const begun = await asked("begin", { Authorization: `Basic ${token}` });
  if (!begun.ok) {
    tell(`The unit cannot begin. ${begun.message ?? ""}`);
    return;
  }
  back = begun.return_url;
  read = new Set(begun.read);
  const api = new globalThis[LIBRARY]({
    autocommit: true,
    autocommitSeconds: 10,
    lmsCommitUrl: "commit",
    dataCommitFormat: "flattened",
    alwaysSendTotalTime: false,
    mastery_override: false,
    logLevel: 5,
    httpService: service,
  });
  api.loadFromFlattenedJSON(begun.elements);
  globalThis[SLOT] = api;
  api.on(OLD ? "LMSFinish" : "Terminate", leave);
  document.getElementById("unit").src = unit;
  document.documentElement.dataset.ready = "yes";
}

function leave() {
  if (going || !ended) return;
  if (/^https?:/i.test(back)) location.assign(back);
  else tell("The unit is finished. You may close this page.");
}

start();
