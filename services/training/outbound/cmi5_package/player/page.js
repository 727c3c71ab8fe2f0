"use strict";
// The page: parts and questions shown, every step by a button that a keyboard reaches.

const find = (name) => document.getElementById(name);
const parts = [...document.querySelectorAll(".part")];
const form = find("questions");
const browser = {
  fetch: (...all) => globalThis.fetch(...all),
  now: () => Date.now(),
  random: (bytes) => globalThis.crypto.getRandomValues(bytes),
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
const ENDED =
  "This session is over, and what you do here is not recorded." +
  " Close this page, and open the module again from where you came.";
const READING = "You are reading without a platform: nothing is recorded.";
let lesson;
let before = Promise.resolve();

function tell(words, wrong = false) {
  const notice = find("notice");
  notice.textContent = words;
  notice.classList.toggle("wrong", wrong);
  notice.hidden = !words;
}

// Record a step after all before it; what could not be is said, and tried again at the next step.
function recorded(step) {
  before = before.then(() => attempted(step));
  return before;
}

async function attempted(step) {
  try {
    await step();
    if (lesson.unit) tell("");
    return true;
  } catch (error) {
    if (!(error instanceof IspCmi5.NotSaved)) throw error;
    tell(
      error.lasting
        ? `The platform did not take what you did: ${error.message}`
        : `What you did is not saved yet. ${error.message} It is tried again at your next step.`,
      true,
    );
    return false;
  }
}

function show() {
  const { part } = lesson;
  for (const [number, each] of parts.entries()) each.hidden = number !== part;
  find("place").textContent = `Part ${part + 1} of ${parts.length}`;
  find("back").hidden = part === 0;
  find("next").hidden = part === parts.length - 1;
  find("ways").hidden = false;
}

async function turn(part) {
  await recorded(() => lesson.turnTo(part));
  show();
  parts[lesson.part].focus();
}

function answers() {
  const taken = {};
  for (const { id } of lesson.module.questions)
    taken[id] = [...form.querySelectorAll("input:checked")]
      .filter(({ name }) => name === id)
      .map(({ value }) => value);
  return taken;
}

function fill() {
  for (const each of form.querySelectorAll("input"))
    each.checked = (lesson.answers[each.name] ?? []).includes(each.value);
}

function paragraph(words) {
  const made = document.createElement("p");
  made.textContent = words;
  return made;
}

function say(question, right, taken) {
  const place = find(`feedback-${question.id}`);
  const told = taken.map((each) => question.choices[each]).filter(Boolean);
  place.classList.toggle("right", right);
  const words = [right ? "Right." : "Not right.", ...told, question.feedback];
  place.replaceChildren(...words.map(paragraph));
  place.hidden = false;
}

async function handIn(event) {
  event.preventDefault();
  const taken = answers();
  // Shown though it may not be recorded: somebody without a connection still learns from it.
  const came = lesson.marked(taken);
  await recorded(() => lesson.handIn(taken));
  for (const each of lesson.module.questions) say(each, came.right.has(each.id), taken[each.id]);
  const total = lesson.module.questions.length;
  find("result").textContent = came.passed
    ? `You answered ${came.right.size} of ${total} right. This module is passed.`
    : `You answered ${came.right.size} of ${total} right, which is not enough. Try again.`;
  find("result").focus();
}

async function leave() {
  if (!(await recorded(() => lesson.leave()))) return;
  const back = lesson.unit?.returnURL;
  // 10.2.6: back to where the learner came from, if the platform says where that is.
  if (back && /^https?:/i.test(back)) location.assign(back);
  else tell("You have left this module. You may close this page.");
  find("ways").hidden = true;
}

async function start() {
  const module = JSON.parse(find("lesson").textContent);
  let unit = null;
  let words = "";
  try {
    unit = await IspCmi5.Cmi5.launched(location.href, browser);
    if (!unit) words = READING;
  } catch (error) {
    if (!(error instanceof IspCmi5.NotSaved)) throw error;
    words = ENDED;
  }
  lesson = new IspLesson.Lesson(module, parts.length, unit);
  await recorded(() => lesson.open());
  fill();
  show();
  if (words) tell(words, words === ENDED);
  find("leave").hidden = !unit;
  find("back").addEventListener("click", () => turn(lesson.part - 1));
  find("next").addEventListener("click", () => turn(lesson.part + 1));
  find("leave").addEventListener("click", leave);
  form.addEventListener("submit", handIn);
  form.addEventListener("change", () => recorded(() => lesson.answer(answers())));
  // The page goes away without a button: what there is to say goes out with it.
  addEventListener("pagehide", () => lesson.leave().catch(() => undefined));
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  document.documentElement.dataset.ready = "yes";
}

start();
