"use strict";
// Plays a module without a browser: the player's own scripts, steps as JSON, answers as JSON.
// node player_walk.cjs <folder of the player> <launch address> <lesson> <parts> <steps>
const fs = require("node:fs");
const vm = require("node:vm");

const [folder, address, lessonText, parts, stepsText] = process.argv.slice(2);
for (const name of ["cmi5.js", "lesson.js"])
  vm.runInThisContext(fs.readFileSync(`${folder}/${name}`, "utf8"), { filename: name });

const browser = {
  fetch: (...all) => fetch(...all),
  now: () => Date.now(),
  random: (bytes) => crypto.getRandomValues(bytes),
  pause: () => Promise.resolve(),
};

async function walk() {
  const unit = await IspCmi5.Cmi5.launched(address, browser);
  const lesson = new IspLesson.Lesson(JSON.parse(lessonText), Number(parts), unit);
  await lesson.open();
  const seen = [{ part: lesson.part, answers: lesson.answers, passed: lesson.passed }];
  for (const [name, ...given] of JSON.parse(stepsText)) {
    try {
      const came = await lesson[name](...given);
      seen.push(name === "marked" ? { ...came, right: [...came.right] } : (came ?? null));
    } catch (error) {
      if (!(error instanceof IspCmi5.NotSaved)) throw error;
      seen.push({ notSaved: error.message, lasting: error.lasting });
    }
  }
  return { seen, part: lesson.part, passed: lesson.passed, completed: lesson.completed };
}

walk().then(
  (came) => console.log(JSON.stringify(came)),
  (error) => {
    if (!(error instanceof IspCmi5.NotSaved)) throw error;
    console.log(JSON.stringify({ over: error.message }));
  },
);
