"""Whatever is done to a record in whatever order: it agrees with a replay of its log."""

from __future__ import annotations

import pytest
from attempts import attempts, replayed
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from records import fresh, tables

from dldrill.record.errors import Unrecordable
from dldrill.record.log import Amendment, Line, Logged
from dldrill.record.store import Record
from dldrill.record.transfer import exported, imported


class Two(RuleBasedStateMachine):
    """Two machines with a record each, and a plain list of lines for each of them."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1_770_811_200.0
        self._folders = (fresh(self.clock), fresh(self.clock))
        self.records = [folder.__enter__() for folder in self._folders]
        self.models: list[dict[str, Line]] = [{}, {}]
        self.names = 0

    def clock(self) -> float:
        """The clock on the wall."""
        return self.now

    def teardown(self) -> None:
        """Close the files; those that were reopened are closed by themselves."""
        for record, folder in zip(self.records, self._folders, strict=True):
            record.close()
            folder.__exit__(None, None, None)

    def known(self, machine: int) -> list[str]:
        """The attempts that a machine knows."""
        return [uuid for uuid, line in self.models[machine].items() if isinstance(line, Logged)]

    def newest(self, machine: int) -> Line:
        """The line that was written last; it has to stand behind all the others."""
        known = self.models[machine]
        [line] = [line for line in self.records[machine].lines() if line.uuid not in known]
        assert all(line.clock > other.clock for other in known.values())
        known[line.uuid] = line
        return line

    @rule(machine=st.integers(0, 1), line=attempts(far=6))
    def add(self, machine: int, line: Logged) -> None:
        """An answer."""
        self.names += 1
        line = line._replace(uuid=f"{self.names:032x}")
        card = self.records[machine].add(line)
        assert self.newest(machine)._replace(clock=0) == line
        assert card == self.records[machine].card(line.question)

    @precondition(lambda self: any(map(self.known, (0, 1))))
    @rule(data=st.data(), does=st.sampled_from(["undo", "regrade", "dispute"]), rating=st.integers(1, 4))
    def amend(self, data: st.DataObject, does: str, rating: int) -> None:
        """Something is said about an answer; on a machine that does not have it, that is refused."""
        uuid = data.draw(st.sampled_from(sorted({*self.known(0), *self.known(1)})))
        machine = data.draw(st.integers(0, 1))
        if uuid not in self.models[machine]:
            with pytest.raises(Unrecordable):
                self.records[machine].amend(uuid, does, rating)
            return
        self.records[machine].amend(uuid, does, 0 if does == "undo" else rating)
        line = self.newest(machine)
        assert isinstance(line, Amendment)
        assert (line.attempt, line.does) == (uuid, does)

    @rule(machine=st.integers(0, 1), again=st.booleans())
    def add_twice(self, machine: int, again: bool) -> None:
        """The last answer once more, as after a failure that left in doubt whether it was written."""
        names = self.known(machine)
        if names:
            line = self.models[machine][names[-1]]
            assert isinstance(line, Logged)
            self.records[machine].add(line._replace(hints=line.hints + again))

    @rule(machine=st.integers(0, 1))
    def rebuild(self, machine: int) -> None:
        """Make the cards again."""
        self.records[machine].rebuild()

    @rule(to=st.integers(0, 1))
    def merge(self, to: int) -> None:
        """All lines of the other machine come here, by way of a file."""
        new = self.models[1 - to].keys() - self.models[to].keys()
        assert self.records[to].merge(imported(exported(self.records[1 - to].lines()))) == len(new)
        self.models[to] |= {uuid: self.models[1 - to][uuid] for uuid in new}

    @rule(machine=st.integers(0, 1))
    def reopen(self, machine: int) -> None:
        """Close the file and open it again."""
        self.records[machine].close()
        self.records[machine] = Record(self.records[machine].path, self.clock)

    @rule(seconds=st.sampled_from([-86_400.0, -0.5, 0.0, 0.25, 3_600.0, 400_000.0]))
    def turn_the_clock(self, seconds: float) -> None:
        """Time goes by, or the clock is set back."""
        self.now += seconds

    @invariant()
    def the_log_only_grows(self) -> None:
        """Every line is as it was written, in the order of the log."""
        for record, model in zip(self.records, self.models, strict=True):
            lines = list(record.lines())
            assert {line.uuid: line for line in lines} == model
            for kind in (Logged, Amendment):
                own = [line for line in lines if isinstance(line, kind)]
                assert own == sorted(own, key=lambda line: (line.clock, line.uuid))
            assert record.damaged() == []

    @invariant()
    def the_tables_are_those_of_a_replay(self) -> None:
        """Cards, days and slips are those of the plain model."""
        for record, model in zip(self.records, self.models, strict=True):
            assert tables(record) == replayed(model.values())

    @invariant()
    def a_new_record_of_the_log_is_the_same(self) -> None:
        """A fresh record made from the export has the same tables."""
        record = self.records[0]
        with fresh() as other:
            other.merge(imported(exported(record.lines())))
            assert tables(other) == tables(record)


Two.TestCase.settings = settings(
    max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestTwo = Two.TestCase
