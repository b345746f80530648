"""From a name to what can be dealt."""

from __future__ import annotations

import pytest

from dldrill.bank.library import Library
from dldrill.bank.question import Claim
from dldrill.dealing.locate import locate
from dldrill.families import family, names
from dldrill.faults import Fault

CLAIM = Claim(
    id="toys/even",
    topic="toys",
    sources=("ist-feb23/P1.1",),
    minutes=1,
    points=1,
    claim="c",
    true=True,
    why="w",
)
LIBRARY = Library((CLAIM,))


@pytest.mark.parametrize("name", names())
def test_every_family_is_found(name: str) -> None:
    """By its file's name, with underscores or hyphens."""
    assert locate(name, LIBRARY) is family(name)
    assert locate(name.replace("_", "-"), LIBRARY) is family(name)


@pytest.mark.parametrize("name", ["toys/even", "ist-feb23/P1.1"])
def test_questions_are_found(name: str) -> None:
    """By their id, or by the exam's question."""
    assert locate(name, LIBRARY) is CLAIM


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("conv_shap", "there is no question or family 'conv_shap': did you mean conv_shape?"),
        ("conv-shap", "did you mean conv_shape?"),
        ("zzzz", "see `dldrill list`; banks of your own are added by --bank PATH or DLDRILL_BANKS"),
        ("toys/evn", "there is no question 'toys/evn': did you mean toys/even?"),
        ("even", "there is no question or family 'even'"),
        ("", "there is no question or family ''"),
        ("_layers", "there is no question or family '_layers'"),
    ],
)
def test_what_is_not_there_is_a_fault(name: str, says: str) -> None:
    """With the nearest name there is."""
    with pytest.raises(Fault) as caught:
        locate(name, LIBRARY)
    assert says in str(caught.value)
    assert caught.value.code == "question"
