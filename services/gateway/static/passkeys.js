// Makes a passkey, or signs in by one: the browser is asked here, and the form tells our server.
// Nothing happens before the button is pressed.

const form = document.querySelector("[data-passkey]");
const making = form.dataset.passkey === "create";
const button = form.querySelector("[data-passkey-do]");
const MARGIN = 5_000;

// What a browser's refusal is to a person (Web Authentication, Level 3, 5.1.3 and 5.1.4).
const STATES = {
  InvalidStateError: "known",
  NotSupportedError: "unable",
  ConstraintError: "unable",
  SecurityError: "elsewhere",
};

function show(state) {
  for (const each of form.querySelectorAll("[data-passkey-state]"))
    each.hidden = each.dataset.passkeyState !== state;
  button.hidden = ["unsupported", "elsewhere", "waiting", "late"].includes(state);
}

// base64url, as options and answers have bytes in JSON.
function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (each) => each.charCodeAt(0));
}

function text(buffer) {
  const plain = btoa(Array.from(new Uint8Array(buffer), (each) => String.fromCharCode(each)).join(""));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function named(credentials) {
  return (credentials ?? []).map((each) => ({ ...each, id: bytes(each.id) }));
}

async function options() {
  if (making) return JSON.parse(form.dataset.passkeyGiven);
  const answer = await fetch(form.dataset.passkeyAsk, { method: "POST" });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

async function made(said) {
  const publicKey = {
    ...said,
    challenge: bytes(said.challenge),
    user: { ...said.user, id: bytes(said.user.id) },
    excludeCredentials: named(said.excludeCredentials),
  };
  const { id, rawId, type, response } = await navigator.credentials.create({ publicKey });
  return {
    id,
    rawId: text(rawId),
    type,
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
    },
  };
}

async function signed(said) {
  const publicKey = {
    ...said,
    challenge: bytes(said.challenge),
    allowCredentials: named(said.allowCredentials),
  };
  const { id, rawId, type, response } = await navigator.credentials.get({ publicKey });
  return {
    id,
    rawId: text(rawId),
    type,
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle && text(response.userHandle),
    },
  };
}

async function press() {
  // What it is called is asked for by our server, as in every form.
  if (making && !form.elements.name.value.trim()) return form.submit();
  show("waiting");
  let said;
  try {
    said = await options();
  } catch {
    return show("away");
  }
  if (making && performance.now() > said.timeout - MARGIN) return show("late");
  try {
    form.elements.credential.value = JSON.stringify(await (making ? made(said) : signed(said)));
    form.submit();
  } catch (error) {
    show(STATES[error.name] ?? "cancelled");
  }
}

async function look() {
  if (!window.PublicKeyCredential) return show("unsupported");
  const own = await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable();
  show(own ? "ready" : "none");
}

button.querySelector("button").addEventListener("click", press);
form.addEventListener("submit", (event) => {
  event.preventDefault(); // Enter in a field is as the button
  if (!button.hidden) press();
});
look().catch(() => show("none"));
