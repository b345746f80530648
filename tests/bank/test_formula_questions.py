"""Questions of formulas: every fault at its place, and the bundled ones proven."""

# ruff: noqa: E501 - the texts of faults stand whole

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from formula_toys import WIDTH, broken

from dldrill.bank.library import load
from dldrill.bank.question import FormulaQuestion
from dldrill.bank.revision import revision
from dldrill.bank.toml import read_file
from dldrill.cli.app import run
from dldrill.dealing.counts import variants
from dldrill.dealing.dealer import Dealer
from dldrill.dealing.source import Source, original, with_givens
from dldrill.derivation.mistakes import answers_after, mistakes_of
from dldrill.faults import Fault
from dldrill.grading.marking import grade
from dldrill.maths.compare import close
from dldrill.proving.formulas import formula_faults
from dldrill.proving.roads import prove

BUNDLED = [question for question in load() if isinstance(question, FormulaQuestion)]
CHECK = 'check = "count(i, 0, n + 2*p - k, i mod s = 0)"'
VARIANTS = sum(
    2 * p < k <= n and room // s >= 1 and (not p or (room - p) // s != room // s)
    for n in (8, 12, 16, 20)
    for k in (1, 3, 5)
    for s in (1, 2, 3)
    for p in (0, 1, 2)
    for room in [n + 2 * p - k]
)
"""Those that fit, and in which forgetting half of the padding makes a difference."""
PROVEN = 200  #: variants of each bundled question that are proven in a test run


def question(tmp_path: Path, text: str = WIDTH) -> FormulaQuestion:
    """The question of a bank's text."""
    path = tmp_path / "toys.toml"
    path.write_text(text, "utf-8")
    (found,) = read_file(path)
    assert isinstance(found, FormulaQuestion)
    return found


def test_a_question_is_asked_graded_and_proven(tmp_path: Path) -> None:
    """It is dealt, marked with its mistakes and carried errors, and proven, as a family's is."""
    width = question(tmp_path)
    assert formula_faults(width) == []
    assert (width.type, width.family, variants(width)) == ("compute", "", VARIANTS)
    dealt = with_givens(width, {"n": "12", "k": "3", "s": "2", "p": "1"})
    assert dealt.family is None
    assert "A $3\\times 3$ window with stride $2$ and padding $1$ on $12\\times 12$" in dealt.ask
    assert grade(dealt, {"width": "6"}).verdict == "right"
    (part,) = grade(dealt, {"width": "5"}).parts
    assert part.mistake == "no-plus-one"
    assert dealt.problem is not None
    assert prove(dealt.problem).ok


def test_dealing_is_repeatable(tmp_path: Path) -> None:
    """The same seed gives the same numbers, all different until all were seen."""
    width = question(tmp_path)
    first, second = Source(width, "a"), Source(width, "a")
    asked = [first.deal(index).ask for index in range(VARIANTS)]
    assert asked == [second.deal(index).ask for index in range(VARIANTS)]
    assert len(set(asked)) == VARIANTS
    with pytest.raises(Fault, match=f"toys/width has {VARIANTS} variants"):
        first.deal(VARIANTS)


def test_original_numbers(tmp_path: Path) -> None:
    """An exam's own numbers can be given, as for a family."""
    own = question(tmp_path, broken(CHECK, f"{CHECK}\noriginal = {{ n = 9, k = 3, s = 2, p = 0 }}"))
    assert original(own).parts[0].right == 4


def test_rewording_changes_the_revision(tmp_path: Path) -> None:
    """A formula belongs to the wording of a question; its place does not."""
    first = revision(question(tmp_path))
    assert first == revision(question(tmp_path, "\n\n" + WIDTH))
    assert first != revision(question(tmp_path, broken("floor(room/s) + 1", "1 + floor(room/s)")))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('given = { n = "8..20 by 4", k = "1, 3, 5", s = "1..3", p = "0..2" }', 'given = {}',
         'given is empty: write at least one'),
        ('n = "8..20 by 4"', 'n = true',
         'given n must be a string like "16..64 by 4", a number or a list of numbers'),
        ('n = "8..20 by 4"', 'n = { from = 3 }',
         'given n must be a string like "16..64 by 4", a number or a list of numbers'),
        ('require = ["k <= n", "2*p < k", "width >= 2"]', 'require = "k <= n"',
         "require must be a list, not 'k <= n'"),
        ('answer = "width"', 'answer = "widht"',
         "answer names no step 'widht': did you mean width?"),
        ('answer = "width"', 'answer = ["width", "width"]',
         "answer names 'width' twice: name it once"),
        ('answer = "width"', 'answer = ["room", "width"]',
         'check must have a formula for every answer: { room = "…", width = "…" }'),
        ('answer = "width"', 'answer = { step = "width", lable = "w" }',
         "an answer has no key 'lable': did you mean label?"),
        ('answer = "width"', 'answer = { step = "width", points = 0 }',
         'an answer: points must be above 0 and at most 1,000'),
        ('answer = "width"', 'answer = []',
         'answer is empty: write at least one'),
        ('answer = "width"\n', '',
         'answer is missing: write answer = "…", the name of a step'),
        ('check = "count(i, 0, n + 2*p - k, i mod s = 0)"', 'check = { width = "k", room = "n" }',
         "check has a formula for 'room', which is no answer: remove it"),
        ('check = "count(i, 0, n + 2*p - k, i mod s = 0)"', 'check = { room = "n" }',
         "check has a formula for 'room', which is no answer: rename it to width"),
        ('check = "count(i, 0, n + 2*p - k, i mod s = 0)"\n', '',
         'check is missing: write check = "…", the answer found in another way'),
        ('why = "room left for the window to move"\n', '',
         'step room needs why'),
        ('why = "room left', 'becuase = "room left',
         "step room has no key 'becuase': write one of name, is, why, mistakes"),
        ('name = "pad-once", ', '',
         'step room: a mistake needs name'),
        ('name = "pad-once"', 'name = "Pad_once"',
         'step room, mistake Pad_once: write its name in small letters, digits and hyphens, as in no-bias'),
        ('is = "n + p - k", says', 'is = 3, says',
         'step room, mistake pad-once: is must be a string, not 3'),
        ('[{ name = "pad-once", is = "n + p - k", says = "padding is added on both sides" }]', '["pad-once"]',
         'step room: a mistake must be a table: { name = …, is = …, says = … }'),
        ('tests = [{ n = 8, k = 3, s = 1, p = 1, width = 8 }]', 'tests = [{ n = 8, k = 3, s = 1, width = 8 }]',
         'a test needs a value for every given: p is missing'),
        ('tests = [{ n = 8, k = 3, s = 1, p = 1, width = 8 }]', 'tests = [{ n = 8, k = 3, s = 1, p = 1 }]',
         'a test needs a known value: write one for width'),
        ('p = 1, width = 8 }', 'p = 1, q = 3, width = 8 }',
         "a test names 'q', which is neither a given nor a step: write one of n, k, s, p, room, width"),
        ('type = "compute"', 'type = "compute"\nfamily = "conv_shape"',
         'a question has a family or steps of its own: remove one'),
        ('type = "compute"', 'type = "compute"\npart = ["a"]',
         "a compute question has no key 'part': write one of answer, ask, check, given, how, minutes, note, "
         'original, points, require, see, sources, step, tests, type, within'),
        ('type = "compute"', 'type = "compute"\noriginal = { q = 3 }',
         "original names 'q', which is no given: write one of n, k, s, p"),
    ],
)  # fmt: skip
def test_faults_of_form(old: str, new: str, says: str, tmp_path: Path) -> None:
    """What is wrong with the tables is found when the bank is read."""
    with pytest.raises(Fault) as caught:
        question(tmp_path, broken(old, new))
    assert str(caught.value) == f"toys.toml:1: toys/width: {says}"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"n + 2*p - k"\nwhy', '"n + 2*q - k"\nwhy',
         "step room: 'n + 2*q - k': I do not know 'q'; the names here are k, n, p, s."),
        ('"n + 2*p - k"\nwhy', '"n + 2*p - width"\nwhy',
         "step room: 'n + 2*p - width': width is not known yet: use the givens and the steps before"),
        ('"floor(room/s) + 1"', '"flor(room/s) + 1"',
         "step width: 'flor(room/s) + 1': I do not know 'flor'; did you mean floor?"),
        ('"floor(room/s) + 1"', '"floor(rooms/s) + 1"',
         "step width: 'floor(rooms/s) + 1': I do not know 'rooms'; did you mean room?"),
        ('"n + 2*p - k"\nwhy', '"n + 2p - k"\nwhy',
         "step room: 'n + 2p - k': A sign is missing before 'p'; write *, as in 2*n."),
        ('"n + 2*p - k"\nwhy', '"n + 2*p - k)"\nwhy',
         "step room: 'n + 2*p - k)': A bracket does not match at ')'; open and close each once."),
        ('"n + 2*p - k"\nwhy', '""\nwhy',
         "step room: '': It is empty; write a formula."),
        ('"n + 2*p - k"\nwhy', '"9^9^9^9 + n + 2*p - k"\nwhy',
         "step room: '9^9^9^9 + n + 2*p - k': That number is too large; write a smaller one."),
        ('"n + 2*p - k"\nwhy', '"n.__class__ + 2*p - k"\nwhy',
         "step room: 'n.__class__ + 2*p - k': I cannot read '.' here; use numbers, names and + - * / ^ ( )."),
        ('"n + 2*p - k"\nwhy', '"sum(i, 0, n, 1) + 2*p - k"\nwhy',
         "step room: 'sum(i, 0, n, 1) + 2*p - k': sum over a range belongs in the check: write a formula without it"),
        ('"k <= n"', '"k"',
         "require: 'k': A comparison is missing; write one of = != < <= > >= between two formulas."),
        ('"k <= n"', '"k <= n <= 3"',
         "require: 'k <= n <= 3': Comparisons belong in require and in count, one at a time, as in k <= n."),
        ('"k <= n"', '"k <= m"',
         "require: 'k <= m': I do not know 'm'; the names here are k, n, p, room, s, width."),
        ('i mod s = 0', 'i % s = 0',
         "check: 'count(i, 0, n + 2*p - k, i % s = 0)': % stands for percent; write a mod b for a remainder."),
        ('i mod s = 0', 'i mod s',
         "check: 'count(i, 0, n + 2*p - k, i mod s)': count over a range needs a comparison as its last part"),
        ('count(i, 0, n + 2*p - k, i mod s = 0)', 'floor(room/s) + 1',
         "check: 'floor(room/s) + 1': room is a step: write the check of the givens alone"),
        ('count(i, 0, n + 2*p - k, i mod s = 0)', 'floor((n + 2*p - k)/s) + 1',
         "check: it is the steps' own formula: find the answer in another way"),
        ('count(i, 0, n + 2*p - k, i mod s = 0)', 'count(n, 0, n + 2*p - k, i mod s = 0)',
         "check: 'count(n, 0, n + 2*p - k, i mod s = 0)': I do not know 'i'; the names here are k, n, p, s."),
        ('count(i, 0, n + 2*p - k, i mod s = 0)', 'count(i, 0, i mod s = 0)',
         "check: 'count(i, 0, i mod s = 0)': i is known only inside the brackets where it runs over a range."),
        ('count(i, 0, n + 2*p - k, i mod s = 0)', 'sum(i, 0, n, 1) + i',
         "check: 'sum(i, 0, n, 1) + i': i is known only inside the brackets where it runs over a range."),
        ('n = "8..20 by 4"', 'n = "20..8"',
         "given n = '20..8': it is empty: write the smaller number first"),
        ('n = "8..20 by 4"', 'n = "8..20 by 0"',
         "given n = '8..20 by 0': it is empty: write a step above 0 after by"),
        ('n = "8..20 by 4"', 'n = "many"',
         'given n = \'many\': \'many\' is no number: write "16..64 by 4", "1, 3, 5" or "3 distinct of -3..3"'),
        ('n = "8..20 by 4"', 'n = "3 distinct of 1..2"',
         "given n = '3 distinct of 1..2': there are no 3 distinct values among 2: write a wider range"),
        ('n = "8..20 by 4"', 'n = "3 distinct of 1..9"',
         "step width: 'floor(room/s) + 1': floor takes numbers, not vectors: use a component, as in z[1]"),
        ('n = "8..20 by 4"', 'n = "1, 2, 2"',
         "given n = '1, 2, 2': a value is listed twice: write each once"),
        ('n = "8..20 by 4"', 'n = "1..9999999999999"',
         "given n = '1..9999999999999': that has too many values: write a narrower range"),
        ('name = "room"', 'name = "n"',
         "the name 'n' stands twice: rename one of the two"),
        ('@{n}\\times @{n}', '@{n}\\times @{m}',
         'ask: @{m} names no given: write one of n, k, s, p'),
        ('padding $@{p}$', 'padding',
         'ask: the given p is not in the text: write @{p}'),
        ('is = "n + p - k"', 'is = "n + 2*p - k"',
         "step room, mistake pad-once: it is the step's own formula: write what people get wrong"),
        ('is = "width - 1"', 'is = "width"',
         "step width, mistake no-plus-one: it is the step's own formula: write what people get wrong"),
        ('answer = "width"', 'answer = "room"\nwithin = "5 figures"',
         'the step width leads to no answer: remove it, or add it to answer'),
        ('answer = "width"', 'answer = "width"\nwithin = "half"',
         'within \'half\': write "0.5 %" (up to 20 %) or "4 figures" (2 to 9)'),
        ('answer = "width"', 'answer = "width"\nwithin = "50 %"',
         'within \'50 %\': write "0.5 %" (up to 20 %) or "4 figures" (2 to 9)'),
    ],
)  # fmt: skip
def test_faults_of_formulas(old: str, new: str, says: str, tmp_path: Path) -> None:
    """What is wrong with the formulas is found when the question is checked, and when it is asked."""
    bad = question(tmp_path, broken(old, new))
    assert str(formula_faults(bad)[0]) == f"toys.toml:1: toys/width: {says}"
    with pytest.raises(Fault) as caught:
        bad.problems()
    assert str(caught.value) == f"toys.toml:1: toys/width: {says}"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('i mod s = 0', 'i mod s = 1',
         ['the check disagrees for n = 20, k = 5, s = 1 and p = 1: width: steps say 18, second formula says 0']),
        ('count(i, 0, n + 2*p - k, i mod s = 0)', 'count(i, 0, 1000*n, i mod s = 0)',
         ['the check of width has no value for n = 20, k = 5, s = 3 and p = 1: it takes more than 10,000 terms']),
        ('"k <= n"', '"k > n + 10"',
         ['test n = 8, k = 3, s = 1 and p = 1: k > n + 10 must hold, but k = 3 and n = 8: change one of them', "none of 108 variants fits; most often 'k > n + 10' must hold: widen given, or loosen require"]),
        ('"k <= n"', '"k < 0*n"',
         ['test n = 8, k = 3, s = 1 and p = 1: k < 0*n must hold, but k = 3 and n = 8: change one of them', "none of 108 variants fits; most often 'k < 0*n' must hold: widen given, or loosen require"]),
        ('is = "width - 1"', 'is = "width + 0*p"',
         ['step width, mistake no-plus-one: it never makes a difference: remove it, or mend its formula']),
        ('is = "n + p - k"', 'is = "n + 2*p - k + 0*s"',
         ['step room, mistake pad-once: it never makes a difference: remove it, or mend its formula']),
        ('is = "n + p - k"', 'is = "n + 2*p - k - s"',
         ['the mistakes no-plus-one and pad-once always lead to the same answer: remove one of them']),
        ('width = 8', 'width = 9',
         ['test n = 8, k = 3, s = 1 and p = 1: the steps give width = 8, the test says 9']),
        ('width = 8', 'room = 8.5',
         ['test n = 8, k = 3, s = 1 and p = 1: the steps give room = 7, the test says 8.5']),
        ('tests = [{ n = 8', 'tests = [{ n = 2',
         ['test n = 2, k = 3, s = 1 and p = 1: k <= n must hold, but k = 3 and n = 2: change one of them']),
        ('"floor(room/s) + 1"', '"floor(room/s)/(k - 3) + 1"',
         ['test n = 8, k = 3, s = 1 and p = 1: these numbers have no answer (it divides by zero): change one of them', 'the check disagrees for n = 20, k = 5, s = 3 and p = 1: width: steps say 7/2, second formula says 6']),
    ],
)  # fmt: skip
def test_faults_of_numbers(old: str, new: str, says: list[str], tmp_path: Path) -> None:
    """What only numbers show: a check or a test that disagrees, nothing that fits, idle mistakes."""
    found = [str(fault) for fault in formula_faults(question(tmp_path, broken(old, new)))]
    assert found == [f"toys.toml:1: toys/width: {line}" for line in says]


def test_all_faults_are_found_in_one_pass(tmp_path: Path) -> None:
    """Three formulas with a fault give three lines."""
    text = broken("n + p - k", "n + q").replace('"k <= n"', '"k"').replace("count(i, 0", "count(0")
    assert len(formula_faults(question(tmp_path, text))) == 3


HOSTILE = (
    *('__import__("os").system("id")', "().__class__", "n.__class__", "lambda: n", "[x for x in n]"),
    *("n if n else 1", "9^9^9^9", "n^n^n^n", "exp(exp(exp(n)))", "0.1^(10^9*n)", "10^300*10^300*10^300*n"),
    *(
        "1/(n - n)",
        "ln(n - n)",
        "(" * 30 + "n" + ")" * 30,
        "+".join("n" * 150),
        "n;k",
        "n\x1b[2J",
        "n\u202ek",
    ),
    *(
        "a:=3",
        "n!",
        "open(n)",
        "'a'*n",
        "n[1]",
        "sum(n)",
        "e(n)",
        "1e999999999",
        "n^1e300",
        "@{n}",
        "\\input n",
    ),
    *("sum(i, 0, 10^9, 1)", "sum(i, 0, n, sum(j, 0, 10^9, 1))", "product(i, 1, 9999, 10^300)", "n\nk"),
)


@pytest.mark.parametrize("formula", HOSTILE)
@pytest.mark.parametrize("place", ['n + 2*p - k"\nwhy', "n + p - k", "width - 1", "k <= n", CHECK[9:-1]])
def test_hostile_formulas_do_no_harm(formula: str, place: str, tmp_path: Path) -> None:
    """Wherever it stands, a hostile formula is one line of fault, or a number."""
    put = json.dumps(formula)[1:-1]
    text = broken(place, put + place[len("n + 2*p - k") :] if place.endswith("why") else put)
    for fault in formula_faults(question(tmp_path, text), 20):
        said = str(fault)
        assert said.startswith("toys.toml:1: toys/width: ")
        assert said.isprintable()
        assert len(said) < 500


def test_hostile_names_do_no_harm(tmp_path: Path) -> None:
    """A given's name is data: nothing is made of it but a name."""
    for name in ("__class__", "a=1): pass #", "solve", "e", "sum", "mod", "n;k", "x" * 99, "ü", "n\nk"):
        text = broken('n = "8..20 by 4"', f'n = "8..20 by 4", {json.dumps(name)} = "1"')
        text = "\n".join(line for line in text.split("\n") if not line.startswith("tests"))
        first = str(formula_faults(question(tmp_path, text))[0])
        assert "is no name" in first or "is taken" in first
        assert first.isprintable()


def test_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """List, solve, draw, check and verify work; the family in the JSON is null."""
    question(tmp_path)

    def told(*words: str, code: int = 0) -> Any:
        assert run([*words, "--bank", str(tmp_path / "toys.toml")]) == code
        return capsys.readouterr().out

    (row,) = json.loads(told("list", "--topic", "toys", "--json"))
    assert (row["family"], row["variants"]) == (None, VARIANTS)
    solved = json.loads(told("solve", "toys/width", "--n", "12", "--k", "3", "--json"))
    assert solved["family"] is None
    assert solved["verified"]["roads"] == ["steps", "sympy", "second formula"]
    assert [step["formula"] for step in solved["steps"]] == ["n + 2·p − k", "⌊room/s⌋ + 1"]
    assert told("draw", "toys/width", "--seed", "a", "--json") == told(
        "draw", "toys/width", "--seed", "a", "--json"
    )
    told("check", "toys/width", "5", "--n", "8", "--k", "5", code=1)
    proven = json.loads(told("verify", "toys/width", "--jobs", "1", "--json"))
    assert [(row["family"], row["variants"], row["proven"]) for row in proven] == [
        ("toys/width", VARIANTS, VARIANTS)
    ]


def test_some_are_bundled() -> None:
    """There are at least ten, and none has a family of the same name."""
    assert len(BUNDLED) >= 10


@pytest.mark.parametrize("question", BUNDLED, ids=lambda question: question.id)
class TestBundled:
    """Each bundled question of formulas."""

    def test_nothing_is_wrong(self, question: FormulaQuestion) -> None:
        """Its checks, tests and mistakes stand; it says how it is checked, and knows a case."""
        assert formula_faults(question, 60) == []
        assert question.formula.how
        assert question.formula.tests

    @pytest.mark.slow
    def test_it_is_proven(self, question: FormulaQuestion) -> None:
        """All its variants, or 200 of them, are proven by three roads."""
        dealer = Dealer(question.problems(), question.id, "proof", parts=question.parts)
        count = min(PROVEN, variants(question) or PROVEN)
        assert count >= 20
        for index in Random(question.id).sample(range(count), count):
            proof = prove(dealer.variant(index))
            assert proof.ok, proof.disagreements

    def test_mistakes_are_told_apart(self, question: FormulaQuestion) -> None:
        """In variants that are dealt, no mistake leads to the right answers; names and sentences differ."""
        source = Source(question, "apart")
        for index in range(20):
            problem = source.deal(index).problem
            assert problem is not None
            right = problem.altered()
            found = mistakes_of(problem, right, problem.parts)
            assert len({m.says for m in found if "@" not in m.slips[0]}) == len({m.name for m in found})
            for mistake in found:
                led = answers_after(problem, mistake.slips)
                assert led is None or not all(
                    close(right.answers[part], led[part], right.asked[part].rtol) for part in problem.parts
                )

    def test_it_is_dealt_alike(self, question: FormulaQuestion) -> None:
        """Two sources of one seed deal the same; the text has no slot left."""
        first, second = Source(question, "seed").deal(7), Source(question, "seed").deal(7)
        assert (first.ask, first.parts) == (second.ask, second.parts)
        assert "@{" not in first.ask
