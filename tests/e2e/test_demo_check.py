"""The demo's own check, as a test of part ``e2e``; and that it can fail."""

import pytest

from . import demo_check, demo_hands, old_list


def test_the_main_job_works_from_outside(stack):
    """Consent in, registered, refused at İYS, old list loaded; each read back."""
    assert demo_check.main(stack) == 0


def test_the_list_has_ten_thousand_rows_with_a_dozen_kinds_of_faults():
    assert sum(old_list.expected().values()) == old_list.ROWS
    codes = {code for _name, code in old_list.left_out().values()}
    assert codes == {*old_list.FAULTS, "too_old", "refused"}


def test_the_check_ends_at_the_first_step_that_fails(capsys):
    def first(_hands):
        """The sun rises."""
        demo_hands.must_equal("dark", "light", "sky")

    assert demo_check.walk(None, [first, None]) == 1
    assert capsys.readouterr().out == (
        "FAILED 1. The sun rises. sky: 'dark', not 'light'\n"
    )


def test_an_unforeseen_error_is_a_failed_step_too(capsys):
    def first(_hands):
        """The sun rises."""
        return {}["sun"]

    assert demo_check.walk(None, [first]) == 1
    assert "FAILED 1. The sun rises. KeyError" in capsys.readouterr().out


def test_waiting_for_what_never_comes_ends_with_what_was_seen():
    with pytest.raises(demo_hands.StepFailed, match="last seen: night"):
        demo_hands.wait("dawn", lambda: "night", bool_of_day, pause=0, patience=0.01)


def bool_of_day(sky):
    """Tell whether it is day."""
    return sky == "day"
