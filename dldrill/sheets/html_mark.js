// The page: a button for each question and one for all, verdicts, and the score.

const data = JSON.parse(document.getElementById("marks").textContent);
const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
const short = (value) => String(Number(value.toFixed(2))).replace("-", "−");
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** A question's verdict: what it earns, and what is to be said. */
const verdict = (state, earned, says) => ({state, earned, says});
const WORDS = {right: "✓ Right", partly: "◐ Partly right", wrong: "✗ Wrong", blank: "Left blank", unreadable: "Not read", own: "Mark it yourself"};

class Question {
  constructor(element, marks) {
    this.element = element;
    this.marks = marks;
    this.verdict = null;
    this.inputs = all(".blank input", element);
    this.ticks = all(".choice input", element);
    this.rubric = all(".rubric input", element);
    this.text = element.querySelector("textarea");
    this.output = element.querySelector(".verdict");
    element.querySelector(".check").addEventListener("click", () => this.check());
    this.none = element.querySelector(".none input");
    if (this.none) element.addEventListener("change", (event) => this.exclude(event.target));
    element.addEventListener("input", (event) => (this.rubric.includes(event.target) ? this.check() : this.forget()));
    for (const input of this.inputs)
      input.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        this.check();
      });
  }

  check() {
    this.clear();
    this.verdict = this.ticks.length ? this.ticked() : this.text ? this.own() : this.typed();
    const {state, earned, says} = this.verdict;
    this.element.dataset.state = state;
    const points = `${short(earned)} of ${plural(this.marks.points, "point")}`;
    this.output.textContent = [`${WORDS[state]}${["own", "unreadable"].includes(state) ? "" : `: ${points}`}.`, says].filter(Boolean).join(" ");
    showScores();
  }

  /** A verdict is of the answer that stands there: it goes when the answer changes. */
  forget() {
    if (!this.verdict) return;
    this.clear();
    showScores();
  }

  clear() {
    this.verdict = null;
    delete this.element.dataset.state;
    this.output.textContent = "";
    for (const output of all(".blank output", this.element)) output.textContent = "";
    for (const input of this.inputs) input.removeAttribute("aria-invalid");
    for (const hidden of all(".slip, .why", this.element)) hidden.hidden = true;
  }

  restart() {
    for (const input of [...this.inputs, ...(this.text ? [this.text] : [])]) input.value = "";
    for (const tick of [...this.ticks, ...this.rubric]) tick.checked = false;
    for (const rubric of all(".rubric", this.element)) rubric.hidden = true;
    this.clear();
  }

  ticked() {
    const {points, wrong, error, type, parts: [part]} = this.marks;
    const given = this.ticks.filter((tick) => tick.checked).map((tick) => tick.value);
    const isSingle = this.ticks[0].type === "radio";
    if (!given.length) return verdict("blank", 0, "");
    const errors = this.ticks.filter((tick) => tick !== this.none && tick.checked !== part.right.includes(tick.value));
    for (const tick of errors) this.show(tick.closest(".option").querySelector(".why"));
    if (type === "claim") {
      this.show(this.element.querySelector(".why"));
      return errors.length ? verdict("wrong", wrong, "") : verdict("right", points, "");
    }
    if (!errors.length) return verdict("right", points, "");
    const left = error === null ? 0 : Math.max(0, points + error * errors.length);
    const says = isSingle ? "" : `${plural(errors.length, "wrong or missing tick")}: ${errors.map((tick) => tick.value).join(", ")}.`;
    return verdict(left ? "partly" : "wrong", left, says);
  }

  /** Free text stands as it is; its author ticks what it says. */
  own() {
    if (!this.text.value.trim()) return verdict("blank", 0, "");
    const rubric = this.element.querySelector(".rubric");
    if (rubric.hidden) this.element.querySelector("details.solution").open = true;
    rubric.hidden = false;
    const whole = this.marks.rubric.reduce((a, b) => a + b, 0);
    const got = this.rubric.reduce((sum, tick, place) => sum + (tick.checked ? this.marks.rubric[place] : 0), 0);
    if (!got) return verdict("own", 0, "Tick each point that your answer makes.");
    return verdict(got === whole ? "right" : "partly", (this.marks.points * got) / whole, "");
  }

  /** Options and none of them exclude each other. */
  exclude(ticked) {
    if (!ticked.checked || !this.ticks.includes(ticked)) return;
    for (const tick of this.ticks) if ((tick === this.none) !== (ticked === this.none)) tick.checked = false;
  }

  show(element) {
    if (element) element.hidden = false;
  }

  say(place, text, isWrong) {
    const input = this.inputs[place], output = input.closest(".blank").querySelector("output");
    output.textContent = text;
    if (isWrong) input.setAttribute("aria-invalid", "true");
  }

  typed() {
    const {parts, points} = this.marks;
    const given = parts.map((part, place) => this.read(part, place));
    if (given.every((value) => value === undefined)) return verdict("blank", 0, "");
    if (given.includes(null)) return verdict("unreadable", 0, "Write it as described, and check again.");
    const isRight = parts.map((part, place) => given[place] !== undefined && same(part.right, given[place], part));
    const shares = parts.map((part, place) => (given[place] === undefined ? 0 : this.share(place, given, isRight)));
    const whole = parts.reduce((sum, part) => sum + part.points, 0);
    const got = parts.reduce((sum, part, place) => sum + part.points * shares[place], 0) / whole;
    return verdict(got === 1 ? "right" : got ? "partly" : "wrong", points * got, "");
  }

  /** What was typed for a part; undefined where nothing was, null where it cannot be read. */
  read(part, place) {
    const typed = this.inputs[place].value;
    if (!typed.trim()) return undefined;
    try {
      return read(typed, part);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.say(place, error.message, true);
      return null;
    }
  }

  /** The share of a part, with the mistake named that explains a wrong answer. */
  share(place, given, isRight) {
    const {parts, slips} = this.marks, part = parts[place];
    if (isRight[place]) {
      this.say(place, "✓ right", false);
      return 1;
    }
    const explains = (slip, at) => slip.values[at] !== null && same(slip.values[at], given[at], parts[at]);
    const carried = slips.find((slip) => slip.carried.includes(place) && explains(slip, place) && this.wrongBefore(place, given, isRight, (at) => explains(slip, at)));
    if (carried) {
      this.say(place, "✓ right, given your earlier answer", false);
      return 1;
    }
    this.say(place, "✗ wrong", true);
    const slip = slips.find((one) => explains(one, place));
    if (slip) this.show(all(".slip", this.element)[slip.says]);
    if (part.kind !== "matching" || parts.length > 1) return 0;
    return part.right.filter((letter, at) => letter === given[place][at]).length / part.right.length;
  }

  /** Whether there are wrong answers to earlier parts, and one mistake explains them all. */
  wrongBefore(place, given, isRight, explains) {
    const wrong = given.map((_, at) => at).filter((at) => at < place && !isRight[at]);
    return wrong.length > 0 && wrong.every((at) => given[at] !== undefined && explains(at));
  }
}

const questions = all(".question").map((element, place) => new Question(element, data[place]));
const forms = all(".form");

function showScores() {
  for (const form of forms) {
    const own = questions.filter((question) => form.contains(question.element));
    const marked = own.filter((question) => question.verdict && question.verdict.state !== "unreadable");
    const earned = marked.reduce((sum, question) => sum + question.verdict.earned, 0);
    const most = own.reduce((sum, question) => sum + (question.marks.extra ? 0 : question.marks.points), 0);
    form.querySelector(".score output").textContent = `${short(earned)} of ${plural(Number(short(most)), "point")} · ${marked.length} of ${own.length} checked`;
  }
}

for (const form of forms) {
  const own = questions.filter((question) => form.contains(question.element));
  form.querySelector(".check-all").addEventListener("click", () => own.forEach((question) => question.check()));
  form.querySelector(".restart").addEventListener("click", () => {
    own.forEach((question) => question.restart());
    showScores();
  });
}
for (const hidden of all(".live")) hidden.hidden = false;
showScores();
