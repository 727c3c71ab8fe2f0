// Keeps "What to do now" in both languages, with its style, for when there is no network.
// Nothing else is kept: an old alert or an old answer would mislead.

const KEPT = "what-to-do-now-1";
const PAGES = ["/what-to-do-now", "/cy/what-to-do-now"];

async function keep() {
  const cache = await caches.open(KEPT);
  const wanted = new Set();
  for (const page of PAGES) {
    const answer = await fetch(page, { credentials: "omit", cache: "reload" });
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.clone().text();
    const style = text.match(/href="(\/static\/app\.css[^"]*)"/)[1].replaceAll("&amp;", "&");
    await cache.put(page, answer);
    await cache.add(style);
    wanted.add(page).add(style);
  }
  for (const { url } of await cache.keys())
    if (!wanted.has(url.slice(self.location.origin.length))) await cache.delete(url);
}

async function answerTo(request) {
  const { pathname } = new URL(request.url);
  try {
    return await fetch(request);
  } catch (error) {
    const cache = await caches.open(KEPT);
    const kept = await cache.match(request);
    if (kept) return kept;
    if (request.mode !== "navigate") throw error;
    return cache.match(pathname.startsWith("/cy") ? PAGES[1] : PAGES[0]);
  }
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  const ours = origin === self.location.origin && event.request.method === "GET";
  if (ours && PAGES.includes(pathname)) event.waitUntil(keep().catch(() => {}));
  if (ours && (event.request.mode === "navigate" || pathname === "/static/app.css"))
    event.respondWith(answerTo(event.request));
});

// What is pushed was encrypted for this browser. A repeat, and an alert's end, take the place of what
// is shown under the same tag; an end makes itself heard again.
self.addEventListener("push", (event) => {
  const said = event.data.json();
  event.waitUntil(
    self.registration.showNotification(said.title, {
      body: said.body,
      tag: said.tag,
      renotify: true,
      requireInteraction: said.urgent,
      icon: "/static/icon.svg",
      data: { url: said.url },
    }),
  );
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { url } = event.notification.data;
  if (url.startsWith("/") && !url.startsWith("//")) event.waitUntil(self.clients.openWindow(url));
});
