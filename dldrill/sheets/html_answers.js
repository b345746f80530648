// The kinds of answers: reading what was typed, and whether it is the right one.

const finite = (value) => {
  if (Number.isNaN(value)) throw new Unreadable("That has no value.");
  if (!Number.isFinite(value)) throw new Unreadable("That number is too large; write a smaller one.");
  return value;
};
const cell = (text) => finite(formula(text, [])({}));

function readNumber(typed, part) {
  let text = clean(typed).replace(/^~ */, "").replace(/\.$/, ""), power = 0;
  const unit = part.unit || "";
  if (unit && text.toLowerCase().endsWith(unit.toLowerCase())) text = text.slice(0, text.length - unit.length).trim();
  else if (/[\d.)] *[xX*]$/.test(text)) text = text.replace(/ *[xX*]$/, "");
  else {
    const found = text.match(new RegExp(`[\\d.)]( *(${Object.keys(MAGNITUDES).join("|")}))$`));
    if (found) {
      text = text.slice(0, -found[1].length);
      power = MAGNITUDES[found[2]];
    }
  }
  if (/^[+-]? *\d{1,3}(?: \d{3})+(?:\.\d*)?$/.test(text)) text = text.replace(/ /g, "");
  const value = cell(text.replace(/([\d.)] *)[xX](?= *[\d.(])/g, "$1*"));
  return power ? finite(value * 10 ** power) : value;
}

function readInteger(typed, part) {
  const digits = typed.trim().replace(/^\+/, "").replace(/(\d),(?=\d{3}(?!\d))/g, "$1");
  if (/^[-−]?\d{16,40}$/.test(digits)) return BigInt(digits.replace("−", "-"));
  return readNumber(typed, part);
}

function readShape(typed) {
  const how = "write a shape as whole numbers, 4x4x5 or (4, 4, 5).";
  let text = unlabelled(clean(typed)).replace(/^ *(?:(?:torch\.)?size|(?:[a-z]\w*\.)?shape|tensor)\b *[:=]? */i, "");
  text = text.replace(/^[ .]+|[ .]+$/g, "");
  while (own(BRACKETS, text[0] ?? "")) {
    if (!text.endsWith(BRACKETS[text[0]])) throw new Unreadable(`The brackets do not match; ${how}`);
    text = text.slice(1, -1).trim();
  }
  if (!text) return [];
  const sides = text.split(/ *(?:[xX*,;]|by) *| +/i);
  if (sides.length > 1 && !sides.at(-1)) sides.pop();
  if (sides.length > 8 || sides.some((side) => !/^\d{1,9}$/.test(side))) throw new Unreadable(`That is no shape; ${how}`);
  return sides.map(Number);
}

// Rows and cells -------------------------------------------------------------------------------

function depths(text) {
  const open = [], found = [];
  const refuse = () => new Unreadable("The brackets do not match; write rows as 1 2; 3 4 or [[1, 2], [3, 4]].");
  for (const char of text) {
    found.push(open.length);
    if ("([{".includes(char)) {
      open.push(BRACKETS[char]);
      if (open.length > DEEPEST) throw refuse();
    } else if (")]}".includes(char) && open.pop() !== char) throw refuse();
  }
  if (open.length) throw refuse();
  return [...found, 0];
}

function unwrapped(text) {
  for (;;) {
    text = text.trim();
    if (!"([{".includes(text[0] || " ") || depths(text).indexOf(0, 1) !== text.length) return text;
    text = text.slice(1, -1);
  }
}

/** Whether a space stands between two cells and not inside 1 - 2 or sqrt 2. */
function parts(text, at) {
  const before = text.slice(0, at).trimEnd(), after = text.slice(at + 1).trimStart();
  if (text[at + 1] === " " || !before || !after) return false;
  const word = before.match(/[A-Za-z0-9]+$/);
  if (/[-+*\/^]$/.test(before) || /^[*\/^%]/.test(after) || (word && own(FUNCTIONS, word[0]))) return false;
  return !/^[-+] /.test(after);
}

function split(text, sign) {
  const open = depths(text), found = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] !== sign || open[at] || (sign === " " && !parts(text, at))) continue;
    found.push(text.slice(start, at).trim());
    start = at + 1;
  }
  const last = text.slice(start).trim();
  return last || !found.length ? [...found, last] : found;
}

function groups(text) {
  const open = depths(text), found = [];
  for (let start = 0; start < text.length;) {
    if (", ".includes(text[start])) { start += 1; continue; }
    if (!"([{".includes(text[start])) return [text];
    const end = open.indexOf(0, start + 1);
    found.push(text.slice(start, end));
    start = end;
  }
  return found.length ? found : [text];
}

function rows(typed) {
  let text = unlabelled(clean(typed));
  text = text.replace(/^ *(?:[A-Za-z]+\.)?(?:tensor|array|asarray|matrix|vector|constant|size) *(?=[(\[])/i, "");
  text = unwrapped(text.replace(/([)\]}]) *(?:\^ *\(?[Tt]\)?|\.T|')$/, "$1"));
  let found = split(text, ";");
  if (found.length === 1) found = groups(text);
  return few(found).map(unwrapped);
}

function cells(row) {
  const found = split(row, ",");
  return few(found.length > 1 ? found : split(row, " "));
}

function few(found) {
  if (found.length > LARGEST_ROW) throw new Unreadable(`That has more than ${LARGEST_ROW} numbers in a row; write fewer.`);
  return found;
}

function readVector(typed, part) {
  const table = rows(typed).map(cells);
  if (table.length > 1 && table.some((row) => row.length !== 1)) throw new Unreadable("That is a matrix; write a vector as (1, 0) or 1 0.");
  const found = table.flat(), wanted = part.size ? part.size[0] * part.size[1] : found.length;
  if (found.length !== wanted) throw new Unreadable(`The answer has ${wanted} numbers, not ${found.length}.`);
  return found.map(cell);
}

function checkSize(table, part, things) {
  const [height, width] = part.size ?? [table.length, table[0].length];
  if (table.length !== height || table.some((row) => row.length !== width))
    throw new Unreadable(`The answer has ${height === 1 ? "1 row" : `${height} rows`} of ${width} ${things}; write a ; between the rows.`);
}

function readMatrix(typed, part) {
  const table = rows(typed).map(cells);
  checkSize(table, part, "numbers");
  return table.map((row) => row.map(cell));
}

const SIGN = /(?:(\+1(?!\d)|\+(?!1)|1(?!\d)|pos(?:itive)?\b)|(-1(?!\d)|-(?!1)|neg(?:ative)?\b)|(0|zero\b))(?!\.\d)/iy;

function readSigns(typed, part) {
  const table = rows(typed).map((row) => {
    const text = row.replace(/[()\[\]{},]/g, " ").trim();
    let found = "";
    for (let at = 0; at < text.length;) {
      if (text[at] === " ") { at += 1; continue; }
      SIGN.lastIndex = at;
      const match = SIGN.exec(text);
      if (!match) throw new Unreadable("Write only the signs + 0 -, and a ; between rows.");
      found += match[1] ? "+" : match[2] ? "-" : "0";
      at = SIGN.lastIndex;
    }
    return found;
  });
  checkSize(table, part, "signs");
  return table;
}

// Letters and words ----------------------------------------------------------------------------

function chosen(text, letters) {
  const found = [];
  for (const [word] of text.matchAll(/[^\s,;&+\/(){}\[\].'"]+/g)) {
    if (word.toLowerCase() === "and") continue;
    for (const letter of word.toUpperCase()) {
      if (!letters.includes(letter)) throw new Unreadable(`Write letters from ${letters[0]} to ${letters.at(-1)}.`);
      found.push(letter);
    }
  }
  return found;
}

function readMatching(typed, part) {
  const text = clean(typed), form = "Write pairs such as 1A 2C 3B, a letter for every number.";
  let found;
  if (/^\d/.test(text)) {
    const pairs = new Map(), pair = /[\s,;()]*(\d{1,2})\s*(?:->|[-:=.)>])?\s*([A-Za-z])(?![A-Za-z])/y;
    for (let at = 0; text.slice(at).replace(/[ ,;.)]/g, ""); at = pair.lastIndex) {
      pair.lastIndex = at;
      const match = pair.exec(text), letter = match?.[2].toUpperCase();
      if (!match || !part.letters.includes(letter) || pairs.has(Number(match[1]))) throw new Unreadable(form);
      pairs.set(Number(match[1]), letter);
    }
    found = [...pairs.keys()].sort((a, b) => a - b).map((place) => pairs.get(place));
    if (!found.every((_, place) => pairs.has(place + 1))) throw new Unreadable(form);
  } else found = chosen(text, part.letters);
  if (found.length !== part.right.length) throw new Unreadable(form);
  return found;
}

function readOrder(typed, part) {
  const text = clean(typed).replace(/->|[<>=-]/g, " ").trim(), {letters} = part;
  let found;
  if (/^\d+$/.test(text.replace(/[\s,;.()\[\]]/g, ""))) {
    let places = text.match(/\d+/g);
    if (places.length === 1) places = [...places[0]];
    found = places.map((place) => letters[Number(place) - 1]);
  } else found = chosen(text, letters);
  if ([...found].sort().join("") !== [...letters].sort().join("")) throw new Unreadable(`Write every letter from ${letters[0]} to ${letters.at(-1)} once, first to last.`);
  return found;
}

const AROUND = /^[ \t\r\n."'“”‘’<>[\](){}]+|[ \t\r\n."'“”‘’<>[\](){}]+$/g;
const fold = (word) => word.replace(AROUND, "").toLowerCase().replace(/[-_\s]+/g, " ").trim();

function readWords(typed, part) {
  const pieces = typed.replace(AROUND, "").split(/\s*(?:,|;|->|→|\||\/)\s*/);
  const found = part.words.some((word) => word.includes(" ")) ? pieces : pieces.flatMap((piece) => piece.split(/\s+/));
  const known = new Map(part.words.map((word) => [fold(word), word]));
  const words = found.filter((word) => fold(word)).map((word) => {
    if (!known.has(fold(word))) throw new Unreadable(`“${word}” is not a word here; write one of ${part.words.join(", ")}.`);
    return known.get(fold(word));
  });
  if (!words.length) throw new Unreadable("Nothing was typed; write a word of the vocabulary.");
  if (part.count && words.length !== part.count)
    throw new Unreadable(part.count === 1 ? "Write one word." : `Write ${part.count} words with commas between.`);
  return words;
}

/** An expression becomes its values at the points where the right one is known. */
function readExpression(typed, part) {
  const tree = formula(clean(typed), part.names);
  return part.at.map((point) => tree(Object.fromEntries(part.names.map((name, place) => [name, point[place]]))));
}

const READERS = {
  integer: readInteger, number: readNumber, shape: readShape, vector: readVector, matrix: readMatrix, signs: readSigns,
  matching: readMatching, order: readOrder, text: readWords, expression: readExpression,
};

// Comparing ------------------------------------------------------------------------------------

function nearly(right, given, part) {
  const tolerance = Math.max(part.rtol * Math.abs(right), part.atol, right === 0 ? 1e-9 : 0);
  return Math.abs(given - right) <= tolerance * (1 + 1e-12);
}

function sameInteger(right, given) {
  if (typeof given === "bigint" || typeof right === "string") {
    if ([right, given].some((value) => typeof value === "number" && !Number.isInteger(value))) return false;
    return BigInt(right) === BigInt(given);
  }
  return Math.abs(given - right) <= 1e-12 * (Number.isInteger(given) ? 0 : Math.max(1, Math.abs(right)));
}

function sameAtPoints(right, given) {
  let agreed = 0;
  for (const [place, value] of right.entries()) {
    const other = given[place];
    if (value === null || Math.abs(other) === Infinity) continue;
    if (!(Math.abs(other - value) <= 1e-9 * Math.abs(value) + 1e-11)) return false;
    agreed += 1;
  }
  return agreed >= 3 || (agreed > 0 && agreed === right.length);
}

const everyCell = (right, given, part) => right.length === given.length && right.every((value, place) => nearly(value, given[place], part));

const SAME = {
  integer: sameInteger,
  number: nearly,
  vector: everyCell,
  matrix: (right, given, part) => right.length === given.length && right.every((row, place) => everyCell(row, given[place], part)),
  text: (right, given) => right.map(fold).join("\n") === given.map(fold).join("\n"),
  expression: sameAtPoints,
};

const read = (typed, part) => READERS[part.kind](typed, part);
const same = (right, given, part) => (SAME[part.kind] ?? ((a, b) => JSON.stringify(a) === JSON.stringify(b)))(right, given, part);
