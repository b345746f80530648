"""The commands, as a script sees them: what is printed where, and the exit codes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from dldrill.cli.app import run


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
            (("conv_shape", "1x1x1", "2x2x2"), "give one for each"),
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

    def test_claims_have_no_numbers(self, dldrill: Any) -> None:
        """A claim cannot be verified, and is told so."""
        claim = dldrill("list", "--type", "claim", "--json").data[0]["id"]
        assert dldrill("verify", claim).code == 2


class TestProgram:
    """What all commands share."""

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
