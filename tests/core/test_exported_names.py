import core


def test_every_exported_name_is_there() -> None:
    for name in core.__all__:
        assert getattr(core, name).__name__ == name
    assert set(core.__all__) <= set(dir(core))
    assert sorted(core._HOMES) == sorted(core.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    assert not hasattr(core, "kashirra")
