"use strict";
// How far somebody is in a module, how their answers are marked, and what is said of it when.

const KEPT = "isp-lesson";

class Lesson {
  // `module` is {passMark, questions: [{id, right, feedback, choices}]}; `unit` is null where
  // nothing is recorded. `parts` counts the parts; the last one asks the questions.
  constructor(module, parts, unit) {
    this.module = module;
    this.parts = parts;
    this.unit = unit;
    this.part = 0;
    this.answers = {};
    this.completed = false;
    this.passed = false;
    this.score = null;
  }

  get keeps() {
    return Boolean(this.unit?.judges);
  }

  // Go on where it was left, though the browser was killed since.
  async open() {
    if (!this.keeps) return;
    const kept = (await this.unit.read(KEPT)) ?? {};
    this.part = Math.min(Math.max(Number(kept.part) || 0, 0), this.parts - 1);
    this.answers = kept.answers ?? {};
    this.completed = kept.completed === true;
    this.passed = kept.passed === true;
  }

  async turnTo(part) {
    this.part = Math.min(Math.max(part, 0), this.parts - 1);
    if (this.keeps && this.part === this.parts - 1 && !this.completed) {
      this.completed = true;
      await this.unit.complete();
    }
    await this.save();
  }

  async answer(answers) {
    this.answers = answers;
    await this.save();
  }

  // Mark answers: right is exactly the right choices.
  marked(answers) {
    const right = this.module.questions.filter(({ id, right: wanted }) => {
      const taken = [...(answers[id] ?? [])].sort();
      return taken.length === wanted.length && taken.every((each, place) => each === wanted[place]);
    });
    // Four places, rounded down: a score never reaches a mark by its rounding (9.5.1, 13.1.4).
    const score = Math.floor((right.length * 10000) / this.module.questions.length) / 10000;
    const passed = score >= (this.unit?.masteryScore ?? this.module.passMark);
    return { score, passed, right: new Set(right.map(({ id }) => id)) };
  }

  // Record how a try went; the last one counts, and nothing after one that passed.
  async handIn(answers) {
    this.answers = answers;
    if (this.keeps && !this.passed) {
      const { score, passed } = this.marked(answers);
      this.score = score;
      this.passed = passed;
      if (passed) await this.unit.judge(score, true);
    }
    await this.save();
  }

  async save() {
    if (!this.keeps || this.unit.over) return;
    await this.unit.flush({});
    const { part, answers, completed, passed } = this;
    await this.unit.write(KEPT, { part, answers, completed, passed });
  }

  // A session says `passed` or `failed`, never both, so what was not passed is said at its end.
  async leave() {
    if (!this.unit) return;
    const failed = this.keeps && this.score !== null && !this.passed;
    const before = failed ? [["failed", { success: false, score: { scaled: this.score } }]] : [];
    await this.unit.terminate(before);
  }
}

globalThis.IspLesson = { Lesson };
