// Checks a training passport in the browser: what is behind `#` of the address goes nowhere. It needs
// the issuer's public keys, which the page has, and no network (RFC 7515, 5.2).

const place = document.querySelector("[data-passport-keys]");
const keys = JSON.parse(place.dataset.passportKeys);
const said = place.querySelector("[data-passport-said]");
const TYPE = "isp-training-passport+jwt";
const LEEWAY = 60;

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (each) => each.charCodeAt(0));
}

function part(text) {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes(text)));
}

async function signed(text, signature, jwk) {
  const how = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("jwk", { kty: "RSA", n: jwk.n, e: jwk.e }, how, false, ["verify"]);
  return crypto.subtle.verify(how.name, key, bytes(signature), new TextEncoder().encode(text));
}

// Returns the word for how it stands, and what it says if we signed it.
export async function judge(token, now) {
  let head, claims;
  const [first, second, third, ...more] = token.split(".");
  try {
    [head, claims] = [part(first), part(second)];
    if (more.length || !third || head.typ !== TYPE || head.alg !== "RS256") return ["UNREADABLE"];
  } catch {
    return ["UNREADABLE"];
  }
  const jwk = keys.find((each) => each.kid === head.kid);
  if (!jwk) return ["UNKNOWN_KEY"];
  try {
    if (!(await signed(`${first}.${second}`, third, jwk))) return ["TAMPERED"];
  } catch {
    return ["TAMPERED"];
  }
  if (claims.exp <= now) return ["EXPIRED", claims];
  return [now + LEEWAY < claims.iat ? "NOT_YET" : "GOOD", claims];
}

function line(list, [, title, until], now) {
  const each = document.createElement("li");
  const day = new Date(until * 1000).toLocaleDateString(place.dataset.language === "cy" ? "cy" : "en-GB", { dateStyle: "long", timeZone: "Europe/London" });
  each.textContent = `${title}, ${list.dataset.until} ${day}${until <= now ? `: ${list.dataset.over}` : ""}`;
  list.append(each);
}

async function check() {
  const token = location.hash.slice(1);
  const now = Date.now() / 1000;
  const [standing, claims] = token ? await judge(token, now) : [];
  for (const each of place.querySelectorAll("[data-passport-standing]"))
    each.hidden = each.dataset.passportStanding !== standing;
  said.hidden = !claims;
  if (!claims) return;
  said.querySelector("[data-passport-name]").textContent = claims.name;
  const list = said.querySelector("[data-passport-items]");
  list.replaceChildren();
  for (const each of claims.c) line(list, each, now);
  const field = document.querySelector("form textarea[name=shown]");
  if (!field.value) field.value = token;
}

addEventListener("hashchange", check);
await check();
