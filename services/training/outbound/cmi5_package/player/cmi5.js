"use strict";
// A unit's side of the conversation with the platform that launched it (cmi5 Quartz, 8 to 11).
// It knows nothing of pages: what it needs of the browser is handed to it.

const VERBS = {
  initialized: "http://adlnet.gov/expapi/verbs/initialized",
  completed: "http://adlnet.gov/expapi/verbs/completed",
  passed: "http://adlnet.gov/expapi/verbs/passed",
  failed: "http://adlnet.gov/expapi/verbs/failed",
  terminated: "http://adlnet.gov/expapi/verbs/terminated",
};
const OF_CMI5 = "https://w3id.org/xapi/cmi5/context/";
const MASTERY = `${OF_CMI5}extensions/masteryscore`;
const TRIES = 3;

// The platform has said no, or cannot be reached; `lasting` tells which.
class NotSaved extends Error {
  constructor(message, lasting) {
    super(message);
    this.lasting = lasting;
  }
}

class Cmi5 {
  // Begin with a launch address (8.1); null for one without a launch, which is only read.
  static async launched(address, browser) {
    const said = new URL(address).searchParams;
    if (!said.get("fetch") || !said.get("endpoint")) return null;
    const unit = new Cmi5(said, browser);
    await unit.begin();
    return unit;
  }

  constructor(said, browser) {
    this.browser = browser;
    this.endpoint = said.get("endpoint").replace(/\/*$/, "/");
    this.fetchAddress = said.get("fetch");
    this.actor = JSON.parse(said.get("actor"));
    this.registration = said.get("registration");
    this.activityId = said.get("activityId");
    this.etags = new Map();
    this.unsent = [];
    this.said = new Set();
    this.lastAt = 0;
    this.over = false;
  }

  async begin() {
    // 8.2: once, by POST. A page that is loaded again gets an error, and is then only read.
    const given = await this.browser.fetch(this.fetchAddress, { method: "POST" });
    const token = given.ok ? await given.json() : {};
    if (!token["auth-token"]) throw new NotSaved("The session is over.", true);
    this.token = token["auth-token"];
    const launch = await this.read("LMS.LaunchData");
    if (!launch) throw new NotSaved("The platform gave no launch data.", true);
    this.template = launch.contextTemplate ?? {};
    this.mode = launch.launchMode ?? "Normal";
    this.masteryScore = launch.masteryScore ?? null;
    this.returnURL = launch.returnURL ?? null;
    // 11: asked for at every start. We have one language and no sound, so no answer changes a page.
    await this.ask("agents/profile", { agent: this.agent, profileId: "cmi5LearnerPreferences" });
    this.beganAt = this.now();
    await this.say("initialized");
  }

  // 10.2.2: only in Normal a unit says how well somebody did, and keeps where they were.
  get judges() {
    return this.mode === "Normal";
  }

  get agent() {
    return JSON.stringify(this.actor);
  }

  async complete() {
    await this.say("completed", { completion: true });
  }

  // `score` is from 0 to 1.
  async judge(score, passed) {
    await this.say(passed ? "passed" : "failed", { success: passed, score: { scaled: score } });
  }

  // What is said at the very end goes in one request, so that it comes in its order.
  async terminate(before = []) {
    if (!this.over) {
      for (const [verb, result] of before) this.add(verb, result);
      this.add("terminated", {});
      this.over = true;
    }
    await this.flush({ keepalive: true });
  }

  async say(verb, result) {
    if (this.over || this.said.has(verb)) return;
    this.add(verb, result);
    await this.flush({});
  }

  add(verb, result) {
    this.said.add(verb);
    this.unsent.push(this.statement(verb, result));
  }

  statement(verb, result) {
    const context = JSON.parse(JSON.stringify(this.template));
    const activities = (context.contextActivities ??= {});
    const has = result && ("success" in result || "completion" in result);
    activities.category = [
      ...[activities.category ?? []].flat(),
      { id: `${OF_CMI5}categories/cmi5` },
      ...(has ? [{ id: `${OF_CMI5}categories/moveon` }] : []),
    ].filter((each, place, all) => all.findIndex((other) => other.id === each.id) === place);
    context.registration = this.registration;
    context.extensions ??= {};
    if (result?.score && this.masteryScore !== null)
      context.extensions[MASTERY] = this.masteryScore;
    const at = this.now();
    const seconds = Math.max(0, at - this.beganAt) / 1000;
    return {
      id: this.uuid(),
      actor: this.actor,
      verb: { id: VERBS[verb], display: { en: verb } },
      object: { objectType: "Activity", id: this.activityId },
      context,
      ...(result ? { result: { ...result, duration: `PT${seconds}S` } } : {}),
      timestamp: new Date(at).toISOString(),
    };
  }

  // Send what was not sent, in its order. What the platform refuses is not said again.
  async flush({ keepalive = false }) {
    if (!this.unsent.length) return;
    const sent = [...this.unsent];
    const answer = await this.send("statements", {}, { method: "POST", keepalive }, sent);
    this.unsent = this.unsent.filter((each) => !sent.includes(each));
    // 409: it has them already, from a try whose answer was lost.
    if (!answer.ok && answer.status !== 409) throw new NotSaved(await answer.text(), true);
  }

  async read(stateId) {
    const answer = await this.ask("activities/state", this.place(stateId));
    if (answer.status === 404) return null;
    if (!answer.ok) throw new NotSaved(await answer.text(), true);
    this.etags.set(stateId, answer.headers.get("ETag"));
    return answer.json();
  }

  async write(stateId, value) {
    const put = () => {
      const options = { method: "PUT", headers: this.condition(stateId) };
      return this.send("activities/state", this.place(stateId), options, value);
    };
    let answer = await put();
    if ([409, 412, 428].includes(answer.status)) {
      // Another window wrote it: the newest word of the same learner stands.
      await this.read(stateId);
      answer = await put();
    }
    if (!answer.ok) throw new NotSaved(await answer.text(), true);
    this.etags.set(stateId, answer.headers.get("ETag"));
  }

  // What must still stand there: nothing, what was read, or anything where no tag was shown to us.
  condition(stateId) {
    if (!this.etags.has(stateId)) return { "If-None-Match": "*" };
    const tag = this.etags.get(stateId);
    return tag ? { "If-Match": tag } : {};
  }

  place(stateId) {
    return {
      activityId: this.activityId,
      agent: this.agent,
      registration: this.registration,
      stateId,
    };
  }

  ask(resource, query) {
    return this.send(resource, query, { method: "GET" });
  }

  // A few tries, since a train goes through tunnels; then the caller is told.
  async send(resource, query, { headers = {}, ...options }, body) {
    const address = new URL(resource, this.endpoint);
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    const request = {
      ...options,
      headers: {
        Authorization: `Basic ${this.token}`,
        "X-Experience-API-Version": "1.0.3",
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    for (let number = 1; ; number += 1) {
      try {
        const answer = await this.browser.fetch(address, request);
        if (answer.status < 500 || number === TRIES) {
          if (answer.status >= 500) throw new NotSaved("The platform has a fault.", false);
          return answer;
        }
      } catch (error) {
        if (error instanceof NotSaved) throw error;
        if (number === TRIES) throw new NotSaved("There is no connection.", false);
      }
      await this.browser.pause(300 * number);
    }
  }

  // Never earlier than what was said before: a clock may be set back meanwhile.
  now() {
    this.lastAt = Math.max(this.browser.now(), this.lastAt);
    return this.lastAt;
  }

  // crypto.randomUUID is not there on a platform without TLS.
  uuid() {
    const bytes = this.browser.random(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }
}

globalThis.IspCmi5 = { Cmi5, NotSaved };
