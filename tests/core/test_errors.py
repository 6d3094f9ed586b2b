import inspect

from core import errors


def _all() -> list[type[errors.KashiraError]]:
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]
    return [kind for kind in kinds if issubclass(kind, errors.KashiraError)]


def test_every_error_ends_the_command_with_a_status_that_is_not_success() -> None:
    assert len(_all()) > 10
    assert all(1 <= kind.exit_status <= 255 for kind in _all())


def test_every_error_has_a_code_of_its_own_for_the_engine() -> None:
    codes = [kind.code for kind in _all()]
    assert len(set(codes)) == len(codes)


def test_a_bad_file_is_named_with_its_fault_and_the_way_out() -> None:
    assert str(errors.BadFile("a.png", "is truncated", "copy it again")) == (
        "a.png is truncated: copy it again"
    )
