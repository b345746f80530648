"use strict";
// Reads what is typed: the plain forms that the terminal reads. Words are looked up in the tables
// below and among the letters of the question, nowhere else, and nothing is ever run as a program.

class Unreadable extends Error {}

const GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega".split(" ");
const SIGNS = new Map([
  ...[..."‐‑‒–—―−"].map((sign) => [sign, "-"]),
  ...[..."×·⋅∙∗•⨯✕✖"].map((sign) => [sign, "*"]),
  ...[..."÷∕⁄"].map((sign) => [sign, "/"]),
  ["≈", "="], ["→", "->"], ["∣", "|"], ["⟨", "("], ["⟩", ")"], ["⊤", "T"], ["∆", " Delta"], ["√", " sqrt "],
  ...GREEK.map((word, place) => [String.fromCharCode(0x3b1 + place), ` ${word}`]),
  ...GREEK.map((word, place) => [String.fromCharCode(0x391 + place), ` ${word[0].toUpperCase()}${word.slice(1)}`]),
]);
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ", RAISED_PLAIN = "0123456789+-()n";
const LOWERED = "₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙₜᵧ", LOWERED_PLAIN = "0123456789ijknty";
const MAGNITUDES = {k: 3, K: 3, thousand: 3, M: 6, million: 6, mio: 6, G: 9, B: 9, bn: 9, billion: 9, T: 12, trillion: 12};
const LONGEST = 400, DEEPEST = 24, MOST_TOKENS = 200, LARGEST_ROW = 64;

const plainScript = (found, from, to) => [...found].map((char) => to[from.indexOf(char)]).join("");

function clean(typed) {
  if (typed.length > LONGEST) throw new Unreadable(`That is longer than ${LONGEST} characters; write less.`);
  const raised = typed
    .replace(new RegExp(`[${RAISED}]+`, "g"), (found) => `^(${plainScript(found, RAISED, RAISED_PLAIN)})`)
    .replace(new RegExp(`[${LOWERED}]+`, "g"), (found) => `_${plainScript(found, LOWERED, LOWERED_PLAIN)} `)
    .replace(/[¼-¾⅐-⅞]/g, (found) => `(${found.normalize("NFKC").replace("⁄", "/")})`);
  let plain = "", wasGreek = false;
  for (const char of raised) {
    const sign = SIGNS.get(char) ?? char.normalize("NFKC");
    if (sign.startsWith(" ") && !/[A-Za-z0-9]$/.test(plain)) plain += sign.trimStart();
    else plain += wasGreek && /^[A-Za-z]/.test(sign) ? ` ${sign}` : sign;
    wasGreek = sign.startsWith(" ") && sign !== " ";
  }
  plain = plain.replace(/\s+/g, " ").trim();
  const stray = plain.match(/[^\x20-\x7e⌊⌋⌈⌉]/u);
  if (stray) throw new Unreadable(`I cannot read the character “${stray[0]}”; use letters, digits and + - * / ^.`);
  if (!plain) throw new Unreadable("Nothing was typed; write an answer.");
  return plain;
}

const unlabelled = (text) => text.replace(/^ *(?:[A-Za-z](?:\w|\{\w+\})*(?:'?\([\w ,]*\))?'?(?: *\/ *[A-Za-z]\w*)?)? *:?=(?!=) */, "");

// Formulas -------------------------------------------------------------------------------------

const FUNCTIONS = {
  exp: Math.exp, ln: (x) => (x > 0 ? Math.log(x) : NaN), log2: (x) => (x > 0 ? Math.log2(x) : NaN),
  log10: (x) => (x > 0 ? Math.log10(x) : NaN), log: (x, base) => (base === undefined ? FUNCTIONS.ln(x) : FUNCTIONS.ln(x) / FUNCTIONS.ln(base)),
  sqrt: Math.sqrt, abs: Math.abs, floor: Math.floor, ceil: Math.ceil, sign: Math.sign,
  relu: (x) => Math.max(x, 0), positive: (x) => (x > 0 ? 1 : 0), max: Math.max, min: Math.min,
  sin: Math.sin, cos: Math.cos, tan: Math.tan, sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh,
  sech: (x) => 1 / Math.cosh(x), sigmoid: (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))),
};
const ARGUMENTS = {log: [1, 2], max: [2, 8], min: [2, 8]};
const ALIASES = {sigma: "sigmoid", sgn: "sign", ceiling: "ceil", log_2: "log2", log_10: "log10", maximum: "max", minimum: "min"};
const SYNONYMS = {epsilon: "eps", eps: "epsilon", lam: "lambda", lambd: "lambda"};
const CONSTANTS = {e: Math.E, pi: Math.PI, Pi: Math.PI, PI: Math.PI};
const BRACKETS = {"(": ")", "[": "]", "{": "}", "⌊": "⌋", "⌈": "⌉"};
const TOKEN = /(\d{1,3}(?:([,'_])\d{3})(?:\2\d{3})*(?!\d|[,'_]\d)(?:\.\d*)?(?:[eE][+-]?\d+(?!\d|\.\d))?|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+(?!\d|\.\d))?)|([A-Za-z][A-Za-z0-9]*(?:_(?:\{[A-Za-z0-9]+\}|[A-Za-z0-9]+))*)|(\*\*|\/\/|[-+*\/^()\[\]{},|%⌊⌋⌈⌉])/y;

const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);
const spelling = (name) => name.replace(/[{}]/g, "").replace(/_(?=\d)/g, "");

function tokens(text) {
  const found = [], calls = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === " ") { at += 1; continue; }
    if (found.length === MOST_TOKENS) throw new Unreadable(`That has more than ${MOST_TOKENS} parts; simplify it.`);
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) throw new Unreadable(`I cannot read “${text[at]}” here; use numbers, names and + - * / ^ ( ).`);
    let typed = match[0];
    if (match[1] !== undefined) {
      const inCall = calls.includes(true);
      if (match[2] && inCall) typed = typed.split(match[2])[0];
      const rest = text.slice(at + typed.length);
      if ((!inCall && /^,\d/.test(rest)) || (match[2] === "," && typed.startsWith("0")))
        throw new Unreadable("Write decimals with a point (0.5); a comma only parts thousands (8,224).");
      if (/^\./.test(rest)) throw new Unreadable("A number has one decimal point; write 1.5.");
      found.push({kind: "number", value: Number(typed.replace(/[,'_]/g, "")), text: typed});
    } else if (match[3] !== undefined) found.push({kind: "word", text: typed});
    else {
      const sign = typed === "**" ? "^" : typed;
      if (own(BRACKETS, sign)) calls.push(sign === "(" && found.at(-1)?.kind === "word");
      else if (Object.values(BRACKETS).includes(sign)) calls.pop();
      found.push({kind: "sign", text: sign});
    }
    at += typed.length;
  }
  return [...found, {kind: "end", text: ""}];
}

/** What a word stands for, as factors: BC is B·C where B and C are names of the question. */
function pieces(word, names) {
  const known = new Map(names.map((name) => [spelling(name), name]));
  const key = spelling(word);
  const whole = (part) => {
    const name = known.get(part) ?? known.get(own(SYNONYMS, part));
    if (name !== undefined) return {kind: "name", text: name};
    return own(CONSTANTS, part) === undefined ? null : {kind: "value", value: CONSTANTS[part]};
  };
  const low = word.replace(/[{}]/g, "").toLowerCase();
  const fn = own(ALIASES, low) ?? low;
  const single = whole(key) ?? (own(FUNCTIONS, fn) && word.length > 1 ? {kind: "function", text: fn} : null);
  if (single) return [single];
  const dead = new Set();
  const rest = (start) => {
    if (start === key.length) return [];
    if (dead.has(start)) return null;
    for (let end = key.length; end > start; end -= 1) {
      const part = key.slice(start, end);
      const piece = whole(part) ?? (own(FUNCTIONS, part) ? {kind: "function", text: part} : null);
      if (!piece) continue;
      let tail = rest(end);
      if (!tail && piece.kind === "function" && part !== "log" && /^\d+$/.test(key.slice(end)))
        tail = [{kind: "number", value: Number(key.slice(end)), text: key.slice(end)}];
      if (tail) return [piece, ...tail];
    }
    dead.add(start);
    return null;
  };
  const parts = GREEK.includes(key.toLowerCase()) ? null : rest(0);
  if (parts) return parts;
  const joined = names.filter((name) => spelling(name).replace(/_/g, "") === key);
  if (joined.length === 1) return [{kind: "name", text: joined[0]}];
  const advice = names.length ? `the names here are ${names.join(", ")}, e and pi.` : "write numbers, e, pi and functions such as sqrt, exp and ln.";
  throw new Unreadable(`I do not know “${word}”; ${advice}`);
}

/** Precedence climbing; a tree is a function from the values of the names to a number. */
class Parser {
  constructor(text, names) {
    this.lexemes = tokens(unlabelled(text)).flatMap((token) => (token.kind === "word" ? pieces(token.text, names) : [token]));
    this.at = 0;
    this.bars = 0;
  }

  get next() { return this.lexemes[this.at]; }

  is(sign) { return this.next.kind === "sign" && this.next.text === sign; }

  take() { return this.next.kind === "end" ? this.next : this.lexemes[this.at++]; }

  whole() {
    const tree = this.expression(0, 0);
    if (this.next.kind !== "end") throw this.unexpected(this.next);
    return tree;
  }

  expression(power, depth) {
    if (depth > DEEPEST) throw new Unreadable(`Brackets are nested more than ${DEEPEST} deep; simplify it.`);
    let left = this.operand(depth);
    for (;;) {
      const infix = this.next.kind === "sign" ? own(OPERATORS, this.next.text) : undefined;
      if (infix && infix.left >= power) {
        this.take();
        const a = left, b = this.expression(infix.right, depth + 1);
        left = (values) => infix.run(a(values), b(values));
      } else if (this.is("%")) {
        this.take();
        if (this.startsOperand() || this.next.kind === "number") throw new Unreadable("% stands for percent; write it after a number, as in 20%.");
        const a = left;
        left = (values) => a(values) / 100;
      } else if (power <= 20 && this.startsOperand()) {
        const a = left, b = this.expression(21, depth + 1);
        left = (values) => a(values) * b(values);
      } else return left;
    }
  }

  startsOperand() {
    if (this.next.kind === "sign") return own(BRACKETS, this.next.text) !== undefined || (this.is("|") && !this.bars);
    return ["name", "value", "function"].includes(this.next.kind);
  }

  operand(depth) {
    const lexeme = this.take();
    if (lexeme.kind === "number") {
      if (this.next.kind === "number") throw new Unreadable("Two numbers stand side by side; write a sign between them.");
      return () => lexeme.value;
    }
    if (lexeme.kind === "value") return () => lexeme.value;
    if (lexeme.kind === "name") return (values) => values[lexeme.text];
    if (lexeme.kind === "function") return this.call(lexeme.text, depth);
    if (lexeme.kind === "end") throw new Unreadable("That stops too early; something is missing at its end.");
    if (own(BRACKETS, lexeme.text)) {
      const inside = this.bracketed(lexeme.text, depth);
      if (inside.length > 1) throw new Unreadable("Write one value here, without commas.");
      const round = {"⌊": Math.floor, "⌈": Math.ceil}[lexeme.text];
      return round ? (values) => round(inside[0](values)) : inside[0];
    }
    if (lexeme.text === "|") {
      this.bars += 1;
      const inner = this.expression(0, depth + 1);
      this.close("|");
      this.bars -= 1;
      return (values) => Math.abs(inner(values));
    }
    if (lexeme.text === "+" || lexeme.text === "-") {
      const inner = this.expression(30, depth + 1);
      return lexeme.text === "+" ? inner : (values) => -inner(values);
    }
    throw this.unexpected(lexeme);
  }

  bracketed(opening, depth) {
    const outside = this.bars;
    this.bars = 0;
    const inside = [this.expression(0, depth + 1)];
    while (this.is(",")) {
      this.take();
      inside.push(this.expression(0, depth + 1));
    }
    this.close(BRACKETS[opening]);
    this.bars = outside;
    return inside;
  }

  close(sign) {
    if (!this.is(sign)) throw this.next.kind === "end" ? new Unreadable(`A “${sign}” is missing; close every bracket.`) : this.unexpected(this.next);
    this.take();
  }

  call(name, depth) {
    let power = 1;
    if (this.is("^")) {
      this.take();
      const bracket = this.is("(") ? this.take() : null, exponent = this.take();
      if (exponent.kind !== "number" || !/^\d+$/.test(exponent.text)) throw new Unreadable(`Write the power after the brackets: (${name}(x))^n.`);
      if (bracket) this.close(")");
      power = exponent.value;
    }
    const opens = this.next.kind === "sign" && "([{".includes(this.next.text);
    const inside = opens ? this.bracketed(this.take().text, depth) : [this.bareArgument(name, depth)];
    const [least, most] = own(ARGUMENTS, name) ?? [1, 1];
    if (inside.length < least || inside.length > most) throw new Unreadable(`${name} takes ${least === most ? least : `${least} to ${most}`} values, not ${inside.length}.`);
    const run = FUNCTIONS[name];
    return (values) => OPERATORS["^"].run(run(...inside.map((argument) => argument(values))), power);
  }

  bareArgument(name, depth) {
    if (!["number", "name", "value", "function"].includes(this.next.kind)) throw new Unreadable(`Put brackets after ${name}: ${name}(x).`);
    const argument = this.expression(30, depth + 1);
    const isClear = name === "sqrt" && (this.is("(") || this.next.text === "sqrt");
    if (this.next.kind === "number" || (this.startsOperand() && !isClear)) throw new Unreadable(`Put brackets around all that ${name} applies to: ${name}(…).`);
    return argument;
  }

  unexpected(lexeme) {
    return new Unreadable(`I did not expect “${lexeme.text}” here; write a number, a name or (.`);
  }
}

const OPERATORS = {
  "+": {left: 10, right: 11, run: (a, b) => a + b},
  "-": {left: 10, right: 11, run: (a, b) => a - b},
  "*": {left: 20, right: 21, run: (a, b) => a * b},
  "/": {left: 20, right: 21, run: (a, b) => (b === 0 ? NaN : a / b)},
  "//": {left: 20, right: 21, run: (a, b) => (b === 0 ? NaN : Math.floor(a / b))},
  "^": {left: 40, right: 40, run: (a, b) => (a === 0 && b < 0 ? NaN : a ** b)},
};

const formula = (text, names) => new Parser(text, names).whole();
