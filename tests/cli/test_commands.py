"""The commands, as a script sees them: what is printed where, and the exit codes."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dldrill.bank.exam import exams
from dldrill.cli.app import run

WRONG = """
[sum]
type = "compute"
minutes = 1
ask = "What is 3 at @{n}?"
given = { n = "1..4" }
answer = { step = "total" }
check = "n + max(0, n - 2)*max(0, 4 - n)"
how = "read it"

[[sum.step]]
name = "total"
is = "n"
why = "it is"
"""


@dataclass
class Ran:
    """What became of a command line."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Its output as JSON."""
        return json.loads(self.out)


@pytest.fixture
def dldrill(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a command line in this process."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("DLDRILL_BANKS", raising=False)

    def call(*args: str) -> Ran:
        code = run(list(args))
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


class TestSolve:
    """``dldrill solve``."""

    def test_dqn_total(self, dldrill: Any) -> None:
        """The exam's network has 1,693,362 parameters, with the layers' counts as steps."""
        ran = dldrill("solve", "ist-feb23/P1.1", "--json")
        assert ran.code == 0
        assert ran.data["answers"][-1]["value"] == 1693362
        counts = {step["name"]: step["value"] for step in ran.data["steps"]}
        layers = {"conv1": 8224, "conv2": 32832, "conv3": 36928, "linear1": 1606144, "linear2": 9234}
        assert layers.items() <= counts.items()
        assert ran.data["verified"]["ok"] is True
        assert ran.data["verified"]["roads"] == ["steps", "sympy", "numpy"]

    def test_replacement_layer(self, dldrill: Any) -> None:
        """The replacement layer is given with and without biases, and the note tells what the key lacks."""
        ran = dldrill("solve", "ist-feb23/P1.2", "--json")
        values = {step["value"] for step in ran.data["steps"] if not isinstance(step["value"], list)}
        assert {88513600, 88510464, 90128978} <= values
        assert "3,136" in ran.data["note"].replace("3136", "3,136")

    def test_clip_loss_in_closed_form(self, dldrill: Any) -> None:
        """The ideal CLIP loss is an expression in B."""
        ran = dldrill("solve", "uw-sp24-q4/3.1", "--json")
        answer = ran.data["answers"][-1]
        assert answer["kind"] == "expression"
        assert "B" in answer["value"]
        assert dldrill("check", "uw-sp24-q4/3.1", "-log(e/(e+(B-1)/e))").code == 0

    def test_own_numbers(self, dldrill: Any) -> None:
        """A family is solved with the reader's numbers; one number means both sides of a pair."""
        ran = dldrill(
            *("solve", "conv_shape", "--in-channels", "3", "--height", "84", "--width=84"),
            *("--kernel-size", "8", "--stride", "4", "--out-channels", "32", "--json"),
        )
        assert ran.data["answers"][0]["value"] == [20, 20, 32]
        assert ran.data["givens"]["kernel_size"] == [8, 8]

    def test_screen_names_reason_formula_and_value(self, dldrill: Any) -> None:
        """The screen has the reasons, the formulas and the verification."""
        ran = dldrill("solve", "conv-shape")
        assert "one place, and one more for every stride" in ran.out
        assert "verified by steps, sympy, numpy" in ran.out
        assert ran.err == ""

    @pytest.mark.parametrize(
        ("args", "says"),
        [
            (("conv_shape", "--kernel-size", "99"), "larger than the padded"),
            (("conv_shape", "--hieght", "3"), "--height"),
            (("conv_shape", "--height"), "needs a value"),
            (("conv_shape", "--height", "x"), "--height"),
            (("conv_shape", "--height", "3.5"), "whole number"),
            (("conv_shap",), "conv_shape"),
            (("ist-feb23/P1.11",), "ist-feb23/P1.1"),
            (("conv_shape", "--seed", "a", "--height", "9"), "not both"),
            (("conv_shape", "--index", "3"), "--seed"),
        ],
    )
    def test_refuses_with_one_line(self, dldrill: Any, args: tuple[str, ...], says: str) -> None:
        """What cannot be solved is refused with one line that says what to write instead."""
        ran = dldrill("solve", *args)
        assert ran.code == 2
        assert ran.out == ""
        assert ran.err.count("\n") == 1
        assert says in ran.err


class TestCheck:
    """``dldrill check``."""

    def test_missing_biases_are_named(self, dldrill: Any) -> None:
        """A total short by 18 lacks the biases of the output layer."""
        ran = dldrill("check", "ist-feb23/P1.1", "1693344", "--json")
        assert ran.code == 1
        part = ran.data["parts"][0]
        assert part["mistake"] == "no-bias"
        assert part["right"] == 1693362
        assert "bias" in part["says"]
        assert "linear2" in part["says"] or "output" in part["says"] or "last" in part["says"]

    def test_error_is_carried_forward(self, dldrill: Any) -> None:
        """A total that follows from a wrong conv1 is accepted as carried."""
        ran = dldrill("check", "ist-feb23/P1.1", "conv1=8192", "params=1693330", "--json")
        assert ran.code == 1
        assert ran.data["verdict"] == "partly"
        conv1, params = ran.data["parts"]
        assert (conv1["verdict"], conv1["mistake"]) == ("wrong", "no-bias")
        assert (params["verdict"], params["carried"]) == ("right", True)

    def test_total_names_the_result(self, dldrill: Any) -> None:
        """``total=`` is another name of the last part."""
        assert dldrill("check", "ist-feb23/P1.1", "total=1,693,362").code == 0

    def test_answers_may_begin_with_a_minus(self, dldrill: Any) -> None:
        """An answer like -3 or -log(…) is not taken for an option, with or without --."""
        assert dldrill("check", "uw-sp24-q4/3.1", "-log(e)").code == 1
        assert dldrill("check", "uw-sp24-q4/3.1", "--", "-log(e)").code == 1
        assert dldrill("check", "conv_shape", "-3").code == 2

    def test_unreadable(self, dldrill: Any) -> None:
        """What cannot be read exits with 2 and tells how to write it."""
        ran = dldrill("check", "conv_shape", "big", "--json")
        assert ran.code == 2
        assert ran.data["verdict"] == "unreadable"
        assert ran.data["parts"][0]["says"]

    @pytest.mark.parametrize(
        ("args", "says"),
        [
            (("conv_shape",), "give an answer"),
            (("conv_shape", "1x1x1", "2x2x2"), "2 answers for 1 part: give one for shape"),
            (("conv_shape", "shape=1x1x1", "shape=2x2x2"), "twice"),
        ],
    )
    def test_refuses_with_one_line(self, dldrill: Any, args: tuple[str, ...], says: str) -> None:
        """A usage that makes no sense is refused with one line."""
        ran = dldrill("check", *args)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert says in ran.err


class TestDraw:
    """``dldrill draw``."""

    @pytest.mark.parametrize(
        ("args", "says"),
        [
            (("-n", "9"), "counting/few has 4 variants: give -n 4 or less"),
            (("-n", "3", "--start", "2"), "counting/few has 4 variants: give -n 2 or less"),
            (("--start", "4"), "counting/few has 4 variants: give a --start below 4"),
        ],
    )
    def test_more_than_there_are(
        self, args: tuple[str, ...], says: str, dldrill: Any, tmp_path: Path
    ) -> None:
        """They are refused before the first is shown, by the option to change."""
        bank = tmp_path / "counting.toml"
        bank.write_text(WRONG.replace("sum", "few"), "utf-8")
        ran = dldrill("draw", "counting/few", "--bank", str(bank), *args)
        assert (ran.code, ran.out, ran.err) == (2, "", f"dldrill: {says}\n")

    def test_json_lines(self, dldrill: Any) -> None:
        """One variant a line, each verified, and the same bytes for the same seed."""
        first = dldrill("draw", "conv_shape", "-n", "3", "--seed", "s", "--json")
        again = dldrill("draw", "conv_shape", "-n", "3", "--seed", "s", "--json")
        assert first.out == again.out
        rows = [json.loads(row) for row in first.out.splitlines()]
        assert [row["index"] for row in rows] == [0, 1, 2]
        assert all(row["verified"]["ok"] for row in rows)
        assert len({json.dumps(row["givens"]) for row in rows}) == 3

    def test_start(self, dldrill: Any) -> None:
        """--start goes on where another call ended."""
        rows = dldrill("draw", "conv_shape", "-n", "3", "--seed", "s", "--json").out.splitlines()
        last = dldrill("draw", "conv_shape", "--start", "2", "--seed", "s", "--json").out.splitlines()
        assert last == rows[2:]

    def test_solve_rebuilds_a_variant(self, dldrill: Any) -> None:
        """The seed and index of a variant give it back."""
        drawn = dldrill("draw", "conv_shape", "--seed", "s", "--start", "2", "--json").data
        solved = dldrill("solve", "conv_shape", "--seed", "s", "--index", "2", "--json").data
        assert solved == drawn


class TestList:
    """``dldrill list``."""

    def test_exam(self, dldrill: Any) -> None:
        """An exam's questions are listed with their sources."""
        rows = dldrill("list", "--exam", "ist-feb23", "--type", "compute", "--json").data
        assert {"ist-feb23/P1.1"} <= {source for row in rows for source in row["sources"]}
        keys = {"id", "type", "topic", "sources", "family", "points", "minutes", "variants"}
        assert all(set(row) == keys for row in rows)

    def test_family_shows_givens(self, dldrill: Any) -> None:
        """A family's givens are listed as options."""
        assert "--kernel-size" in dldrill("list", "--family", "conv_shape").out

    @pytest.mark.parametrize("args", [("--topic", "x"), ("--exam", "x"), ("--type", "x"), ("--family", "x")])
    def test_unknown_names(self, dldrill: Any, args: tuple[str, ...]) -> None:
        """A name that nothing has is refused with what there is."""
        ran = dldrill("list", *args)
        assert (ran.code, ran.err.count("\n")) == (2, 1)


class TestVerify:
    """``dldrill verify``."""

    def test_json(self, dldrill: Any) -> None:
        """A sampled family reports its counts."""
        (row,) = dldrill("verify", "rnn_caption", "-n", "4", "--jobs", "1", "--json").data
        assert row["family"] == "rnn_caption"
        assert (row["variants"], row["proven"], row["disagreements"]) == (None, 4, 0)

    def test_a_question_is_proven_for_itself(self, dldrill: Any) -> None:
        """Of a question only its own variants are proven, and only its own exam's numbers."""
        (row,) = dldrill("verify", "uw-sp24-q4/3.1", "--jobs", "1", "--json").data
        assert (row["family"], row["variants"], row["proven"]) == ("contrastive/perfect-encoders", 400, 400)
        told = dldrill("verify", "uw-sp24-q4/3.1", "--jobs", "1").out
        assert "400 of 400 variants proven; 1 exam problem with the exam's own numbers" in told

    def test_a_disagreement_is_shown_by_a_command(self, dldrill: Any, tmp_path: Path) -> None:
        """The command finds the question in its bank, with the numbers on which the roads part."""
        bank = tmp_path / "my banks" / "toys.toml"
        bank.parent.mkdir()
        bank.write_text(WRONG)
        ran = dldrill("verify", "toys/sum", "--jobs", "1", "--bank", str(bank))
        assert ran.code == 1
        command, says = ran.err.splitlines()
        assert command == f"dldrill solve toys/sum --n=3 --bank '{bank}'"
        assert "total: steps say 3" in says
        shown = dldrill(*shlex.split(command)[1:])
        assert shown.code == 1
        assert "n = 3" in shown.out

    def test_claims_have_no_numbers(self, dldrill: Any) -> None:
        """A claim cannot be verified, and is told so."""
        claim = dldrill("list", "--type", "claim", "--json").data[0]["id"]
        assert dldrill("verify", claim).code == 2


class TestProgram:
    """What all commands share."""

    def test_exams_are_listed(self, dldrill: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without a name ``exam`` lists what can be sat: a row each, with minutes and points."""
        monkeypatch.setenv("COLUMNS", "110")
        ran = dldrill("exam")
        assert (ran.code, ran.err) == (0, "")
        rows = ran.out.splitlines()[2:]
        assert [row.split()[0] for row in rows] == list(exams())
        (quiz,) = [row for row in rows if "uw-sp24-q4" in row]
        assert quiz.split("  ")[0].strip() == "uw-sp24-q4"
        assert "Spring 2024, Quiz 4" in quiz
        assert quiz.endswith("20   20 + 4 extra")

    @pytest.mark.parametrize("option", [("--resume",), ("--original",), ("--fresh",), ("--seed", "a")])
    def test_no_exam_was_named(self, dldrill: Any, option: tuple[str, ...]) -> None:
        """How an exam is sat cannot be said without saying which."""
        ran = dldrill("exam", *option)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == "dldrill: say which exam: dldrill exam without options lists them\n"

    def test_no_arguments(self, dldrill: Any) -> None:
        """Alone it says what there is and what to do next."""
        ran = dldrill()
        assert ran.code == 0
        assert "dldrill drill" in ran.out

    @pytest.mark.parametrize("command", ["drill", "solve", "check", "draw", "verify", "list"])
    def test_help_has_examples(self, dldrill: Any, command: str) -> None:
        """Every command's help fits 80 columns and ends with examples."""
        ran = dldrill(command, "--help")
        assert ran.code == 0
        assert "Examples:" in ran.out
        text = ran.out.split("Examples:")[0]
        assert max(map(len, text.splitlines())) <= 80

    @pytest.mark.parametrize("args", [("nonsense",), ("solve",), ("draw", "conv_shape", "-n", "0"), ("--x",)])
    def test_usage_errors_are_one_line(self, dldrill: Any, args: tuple[str, ...]) -> None:
        """A wrong command line costs one line on stderr and exit code 2."""
        ran = dldrill(*args)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.count("\n") == 1


def test_a_claim_runs_its_experiment(capsys: pytest.CaptureFixture[str]) -> None:
    """Solving a claim shows what was measured, as text and as JSON."""
    assert run(["solve", "generalisation/double-descent"]) == 0
    shown = capsys.readouterr().out
    assert "measured: " in shown
    assert "test error" in shown
    assert run(["solve", "generalisation/double-descent", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["experiment"]
    assert found["holds"] is True
    assert found["table"][0] == ["features", "test error"]
    assert found["says"]
