"""Banks that are made to take long, to take much room, or to break what reads them.

Each is made when it is wanted, with the line and the words of its first fault; no words: it has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

MEG = 1 << 20
CLAIM = """[one]
type = "claim"
claim = 'A ReLU is zero below zero.'
true = true
why = 'It is max(0, x).'
"""
SELECT = '[which]\ntype = "choose"\npool = "layers"\nask = "Which are true?"\n'
MATCH = '[pairs]\ntype = "match"\nask = "Which?"\npairs = [["a", "one"], ITEMS]\n'
EXPLAIN = '[why]\ntype = "explain"\nask = "Why?"\nmodel = "Because."\nrubric = [ITEMS]\n'
ORDER = '[steps]\ntype = "order"\nask = "In which order?"\nlines = [ITEMS]\n'
FAMILY = '[pool]\ntype = "compute"\nfamily = "pool_shape"\n'
ONE = """[one]
type = "compute"
ask = "Double @{x}."
given = { x = "1..9" }
answer = "y"
check = "x + x"

[[one.step]]
name = "y"
is = "2*x"
why = "twice"
"""
VECTORS = """[one]
type = "compute"
ask = "Take @{a} and @{b}."
given = { "(" = "3 of -2..2", a = "3 of -2..2", b = "3 of -2..2" }
answer = "y"
check = "sum(i, 1, 3, a[i]*b[i])"

[[one.step]]
name = "y"
is = "dot(a, b)"
why = "the sum of products"
"""
OUT = "written out in the givens it has"
LONG = "characters are too long for a sheet"
WORD = "is too long for a line: break it"
DEEP = "nested more than 20 deep: write them flat"


def reason(text: str, quote: str = "'") -> str:
    """A claim with this reason."""
    return CLAIM.replace("'It is max(0, x).'", f"{quote}{text}{quote}")


def why(text: str, quote: str = "'") -> Callable[[], str]:
    """The same, when it is wanted."""
    return lambda: reason(text, quote)


def full(sign: str, quote: str = "'") -> Callable[[], str]:
    """A claim with a reason of one mebibyte."""
    return lambda: reason(sign * ((MEG - 300) // len(sign)), quote)


def some(sign: str) -> Callable[[], str]:
    """A claim with a reason as long as may be."""
    return lambda: reason(sign * (3900 // len(sign)))


def listed(bank: str, items: Callable[[], Iterable[str]]) -> Callable[[], str]:
    """A bank with entries."""
    return lambda: bank.replace("ITEMS", ", ".join(items()))


def steps(first: str, next_one: str, given: str = "1/2, 1/3", count: int = 40) -> Callable[[], str]:
    """Steps, each made from the one before, `Y`."""
    formulas = [first, *(next_one.replace("Y", f"y{at}") for at in range(count - 1))]
    tables = "".join(
        f'[[one.step]]\nname = "y{at}"\nis = "{formula}"\nwhy = "so"\n' for at, formula in enumerate(formulas)
    )
    head = (
        ONE.partition("[[")[0]
        .replace("1..9", given)
        .replace('"y"', f'"y{count - 1}"')
        .replace('"x + x"', '"x"')
    )
    return lambda: head + tables


def pool(count: int) -> str:
    """Claims of a pool."""
    return "".join(
        f"[claim-{at}]\ntype = 'claim'\nclaim = 'Statement {at}.'\ntrue = {str(at % 2 == 0).lower()}\n"
        f"why = 'Reason {at}.'\npool = 'layers'\n"
        for at in range(count)
    )


def mistakes(count: int) -> Iterable[str]:
    """Mistakes that differ."""
    return (f'{{ name = "m{at}", is = "x + {at + 1}", says = "s" }}' for at in range(count))


Bomb = tuple[Callable[[], str | bytes], int, str]

BOMBS: dict[str, Bomb] = {
    # long texts, and runs of the signs that regular expressions look for
    "text-of-a-mebibyte": (full("so "), 5, LONG),
    "backticks-of-a-mebibyte": (full("`"), 5, LONG),
    "dollars-of-a-mebibyte": (full("$"), 5, LONG),
    "quotes-of-a-mebibyte": (full('\\"', '"'), 5, LONG),
    "brackets-of-a-mebibyte": (full("["), 5, LONG),
    "backslashes-of-a-mebibyte": (full("\\"), 5, LONG),
    "line-ends-of-a-mebibyte": (full("\\n", '"'), 5, "why is empty"),
    "escapes-of-a-mebibyte": (full("\\u001b", '"'), 5, LONG),
    "run-of-backticks": (some("`"), 0, ""),
    "run-of-growing-backticks": (why(" ".join("`" * at for at in range(1, 85))), 5, WORD),
    "run-of-dollars": (some("$"), 5, "longer than 160 signs"),
    "run-of-dollar-pairs": (some("$ $"), 5, "a $ stands alone"),
    "run-of-quotes": (some('"'), 5, WORD),
    "run-of-brackets": (some("["), 5, WORD),
    "run-of-backslashes": (some("\\"), 5, WORD),
    "run-of-pictures": (some("!["), 5, WORD),
    "run-of-links": (some("[x]("), 5, WORD),
    "run-of-slots": (some("@{"), 5, "a @{ has no end"),
    "run-of-stars": (some("*"), 0, ""),
    "run-of-stars-in-words": (some("*a"), 0, ""),
    "run-of-angles": (some("<"), 5, WORD),
    "run-of-braces": (some("{"), 5, WORD),
    "nested-quotes": (why("\n" + ">" * 3000 + " x\n", "'''"), 0, ""),
    "nested-lists": (why("\n" + "\n".join("  " * at + "- x" for at in range(60)) + "\n", "'''"), 0, ""),
    "slots-of-a-mebibyte": (lambda: ONE.replace("@{x}.", "@{x}" * 200_000), 3, LONG),
    "slots-of-a-family": (lambda: f"{FAMILY}ask = '{'@{height}' * 100_000}'\n", 4, LONG),
    # quotes that are left open again and again
    "quotes-left-open": (lambda: (CLAIM + "hue = 1\n[two]\n" + '"""\n\\' * 100_000), 6, "no key 'hue'"),
    "long-quotes-left-open": (
        lambda: (CLAIM + "hue = 1\n[two]\nx = " + "'''\n'" * 100_000), 6, "no key 'hue'",
    ),
    # many of everything
    "many-keys": (lambda: (CLAIM + "".join(f"k{at} = 1\n" for at in range(10_000))), 6, "no key 'k0'"),
    "many-keys-above": (
        lambda: "".join(f"k{at} = 1\n" for at in range(5_000)), 1, "'k0' stands outside a question",
    ),
    "many-headers": (lambda: "".join(f"[q{at}]\n" for at in range(5_000)), 1, "type is missing"),
    "many-open-headers": (lambda: "".join(f"[q{at}\n" for at in range(50_000)), 1, "has no end"),
    "many-faults-of-syntax": (
        lambda: "".join(f"[q{at}]\nx\n" for at in range(5_000)), 2, "a key stands alone",
    ),
    "many-pairs": (listed(MATCH, lambda: (f'["i{n}", "a{n}"]' for n in range(10_000))), 4, "more than 40"),
    "many-broken-pairs": (listed(MATCH, lambda: (f'["{n}"]' for n in range(10_000))), 4, "a pair is a list"),
    "many-lines": (listed(ORDER, lambda: ['{ says = "x", why = "y" }'] * 10_000), 4, "lines are too many"),
    "many-points": (listed(EXPLAIN, lambda: (f'"r{n}"' for n in range(20_000))), 5, "points are too many"),
    "many-sources": (
        lambda: (CLAIM + f"sources = {[f'ist-feb23/X{n}' for n in range(20_000)]}\n"),
        6, "no question 'X0'",
    ),
    "many-wrong-originals": (
        lambda: (pool(8) + SELECT + f"original = {[f'c{n}' for n in range(20_000)]}\n"),
        53, "original names 'c0', which is no claim",
    ),
    "many-choices-of-a-large-pool": (
        lambda: (pool(800) + "".join(SELECT.replace("which", f"w-{n}") for n in range(60))), 0, "",
    ),
    "many-givens": (
        lambda: ONE.replace('x = "1..9"', ", ".join(f'x{n} = "1..9"' for n in range(10_000))),
        4, "given has more than 40 entries",
    ),
    "many-steps": (
        lambda: (
            ONE + "".join(f'[[one.step]]\nname = "y{n}"\nis = "x + {n}"\nwhy = "w"\n' for n in range(5_000))
        ),
        8, "step has more than 40 entries",
    ),
    "many-tests": (
        lambda: ONE.replace("check", f"tests = [{'{ x = 1, y = 2 }, ' * 10_000}]\ncheck"),
        6, "tests has more than 40 entries",
    ),
    "many-mistakes": (
        lambda: (ONE + f"mistakes = [{', '.join(mistakes(5_000))}]\n"), 8, "5,000 mistakes are too many",
    ),
    "many-requirements": (
        lambda: ONE.replace("check", "require = [" + '"x > 0", ' * 10_000 + "]\ncheck"),
        6, "require has more than 40 entries",
    ),
    "forty-mistakes": (
        lambda: (ONE + f"mistakes = [{', '.join(mistakes(40))}]\n"), 0, "",
    ),
    # depth
    "depth-of-open-lists": (lambda: (CLAIM + "x = " + "[" * 100_000), 1, DEEP),
    "depth-of-lists": (lambda: (CLAIM + "x = " + "[" * 30 + "]" * 30), 1, DEEP),
    "depth-of-tables": (lambda: (CLAIM + "x = " + "{a=" * 100_000), 1, DEEP),
    "depth-of-dots": (lambda: (CLAIM + "a." * 300_000 + "a = 1\n"), 6, DEEP),
    "depth-of-a-header": (lambda: ("[" + "a." * 300_000 + "a]\n"), 1, DEEP),
    "depth-of-quoted-dots": (lambda: (CLAIM + '"a".' * 200_000 + "a = 1\n"), 6, DEEP),
    "depth-of-dots-within": (lambda: (CLAIM + "x = { " + "a." * 300_000 + "a = 1 }\n"), 6, DEEP),
    "depth-of-blanks": (lambda: (CLAIM + " " * 500_000 + "x"), 6, "a key stands alone"),
    # names and numbers
    "id-of-a-mebibyte": (lambda: f"[{'a' * 1_000_000}]\n", 1, "the id has 1,000,000 characters"),
    "key-of-a-mebibyte": (lambda: (CLAIM + "a" * 1_000_000 + " = 1\n"), 6, "no key 'aaaa"),
    "digits-of-a-mebibyte": (lambda: (CLAIM + "x = " + "9" * 1_000_000), 6, "at most 18 digits"),
    "hex-of-a-mebibyte": (lambda: (CLAIM + "x = 0x" + "f" * 1_000_000), 6, "at most 18 digits"),
    "name-that-is-a-pattern": (lambda: VECTORS, 4, "'(' is no name"),
    # numbers that grow from step to step
    "steps-that-square": (steps("x^2000", "Y*Y"), 34, "powers of powers grow too large"),
    "steps-that-divide": (steps("1/(1 + x)", "1/(1 + Y) + 1/(2 + Y)"), 38, OUT),
    "steps-that-bend": (steps("x", "37/10*Y*(1 - Y)"), 38, OUT),
    "steps-that-wave": (steps("x", "tanh(Y + sin(Y))"), 42, OUT),
    "steps-that-double": (steps("x", "Y + Y + Y + Y + Y + Y + Y + Y", "1..9"), 22, OUT),
    "check-of-many-terms": (
        lambda: ONE.replace('"x + x"', '"x + x + sum(i, 1, 9999, 0*sqrt(exp(sin(i))))"'), 0, "",
    ),
    "steps-that-wave-as-far-as-they-may": (steps("x", "Y + tanh(Y)/2", "1/2, 1/3", 8), 6, "the check dis"),
    "steps-that-divide-as-far-as-they-may": (
        steps("1/(1 + x)", "1/(1 + Y) + 1/(2 + Y)", "1234567/7654321", 7), 6, "the check disagrees",
    ),
    "steps-with-many-mistakes": (
        lambda: steps("x", "Y + x", "1..9")().replace('"x"\nwhy', '"2*x"\nwhy').replace(
            'why = "so"\n', f'why = \"so\"\nmistakes = [{", ".join(mistakes(2))}]\n'
        ),
        6, "the check disagrees",
    ),
    # what is no text
    "nul-byte": (lambda: CLAIM.replace("max", "m\0x"), 5, "a control character"),
    "no-utf-8": (lambda: CLAIM.encode("utf-8").replace(b"max", b"m\xff\xfex"), 5, "save it as UTF-8"),
    "utf-16": (lambda: CLAIM.encode("utf-16"), 1, "not UTF-8 text"),
    "latin-1": (lambda: CLAIM.replace("max", "mäx").encode("latin-1"), 5, "not UTF-8 text"),
    "byte-order-mark": (lambda: b"\xef\xbb\xbf" + CLAIM.encode("utf-8"), 0, ""),
    "line-ends-of-windows": (lambda: CLAIM.replace("\n", "\r\n"), 0, ""),
    "fault-behind-line-ends-of-windows": (
        lambda: (CLAIM + "hue = 1\n").replace("\n", "\r\n"), 6, "no key 'hue'",
    ),
    "line-ends-of-an-old-mac": (lambda: CLAIM.replace("\n", "\r"), 1, "something stands behind"),
    "two-mebibytes": (lambda: b"#" * (2 * MEG), 1, "larger than 1 MiB"),
}  # fmt: skip
