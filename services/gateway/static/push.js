// Subscribes this browser to notifications, or ends that: the browser is asked here, and the form
// tells our server. Nothing happens before a button is pressed.

const form = document.querySelector("[data-push]");
const LONGEST_WAIT = 20_000;

function show(state, ...deeds) {
  for (const each of form.querySelectorAll("[data-push-state]"))
    each.hidden = each.dataset.pushState !== state;
  for (const each of form.querySelectorAll("[data-push-do]"))
    each.hidden = !deeds.includes(each.dataset.pushDo);
}

// The server's key, from base64url to what the Push API takes.
function keyBytes() {
  const text = form.dataset.pushKey.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
}

function sameKey(subscription) {
  const theirs = subscription.options?.applicationServerKey;
  if (!theirs) return true; // the browser does not say
  const ours = keyBytes();
  const bytes = new Uint8Array(theirs);
  return bytes.length === ours.length && bytes.every((each, at) => each === ours[at]);
}

// What a browser does not settle is not waited for: without a network it may ask for hours.
function soon(promise) {
  return new Promise((settle, fail) => {
    setTimeout(() => fail(new Error("too slow")), LONGEST_WAIT);
    promise.then(settle, fail);
  });
}

async function manager() {
  return (await soon(navigator.serviceWorker.ready)).pushManager;
}

async function subscribed(push) {
  const asked = push.subscribe({ userVisibleOnly: true, applicationServerKey: keyBytes() });
  try {
    return await soon(asked);
  } catch (error) {
    asked.then((late) => late.unsubscribe()).catch(() => {}); // nobody would tell our server
    throw error;
  }
}

function send(deed, said) {
  form.elements.do.value = deed;
  form.elements.endpoint.value = said.endpoint;
  form.elements.p256dh.value = said.keys?.p256dh ?? "";
  form.elements.auth.value = said.keys?.auth ?? "";
  form.submit();
}

async function on() {
  show("waiting");
  try {
    if ((await Notification.requestPermission()) !== "granted") return look();
    const push = await manager();
    const before = await push.getSubscription();
    if (before && !sameKey(before)) await before.unsubscribe(); // the server's key is another by now
    send("on", (await subscribed(push)).toJSON());
  } catch {
    show("failed", "on");
  }
}

async function off() {
  show("waiting");
  try {
    const there = await (await manager()).getSubscription();
    if (!there) return look();
    const said = there.toJSON();
    await there.unsubscribe();
    send("off", said);
  } catch {
    show("failed", "off");
  }
}

async function look() {
  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!able) return show("unsupported");
  if (Notification.permission === "denied") return show("denied");
  show("waiting");
  try {
    const there = await (await manager()).getSubscription();
    if (there && Notification.permission === "granted") show("on", "off");
    else show("off", "on");
  } catch {
    show("failed", "on");
  }
}

form.querySelector("[data-push-do=on] button").addEventListener("click", on);
form.querySelector("[data-push-do=off] button").addEventListener("click", off);
look();
