"""The judge of the mutation tests: a score that is too low must be red."""

from tests.mutation.part import GOALS, MODULES, judge, read_results

LINES = """\
    iys_api.gate.x_decide__mutmut_1: killed
    iys_api.gate.x__refusal__mutmut_12: timeout
    iys_api.rules.x_check_item__mutmut_3: survived
words that are none of the results
    iys_api.rules.x_check_item__mutmut_4: no tests
"""
FUNCTIONS = ("decide", "_before_recipient", "_refusal", "_approval", "_is_overtaken")


def results(ended="killed", **last):
    """A good run: one change noticed everywhere; ``last`` ends for some modules."""
    good = [("gate", name, "killed") for name in FUNCTIONS]
    return good + [(module, "any", last.get(module, ended)) for module in GOALS]


def test_the_results_are_read_line_by_line():
    """Module, function and end of each change; other lines are none."""
    assert read_results(LINES) == [
        ("gate", "decide", "killed"),
        ("gate", "_refusal", "timeout"),
        ("rules", "check_item", "survived"),
        ("rules", "check_item", "no tests"),
    ]


def test_a_run_that_noticed_everything_is_good():
    """R-23."""
    assert judge(results()) == (len(results()), 0, ())


def test_one_unnoticed_change_of_the_gate_is_red():
    """R-23: 100 %, not nearly."""
    _noticed, bad, complaints = judge(results(gate="survived"))
    assert (bad, complaints[0]) == (1, "gate: 83.3 % noticed, 100 % wanted")


def test_a_function_that_was_not_changed_at_all_is_red():
    """R-23: a renamed or forgotten function is no success."""
    without = [entry for entry in results() if entry[1] != "decide"]
    assert judge(without)[2] == ("gate.decide: 0.0 % noticed, 100 % wanted",)


def test_a_run_without_results_is_red():
    """Nothing tried is nothing proved."""
    noticed, bad, _complaints = judge([])
    assert noticed == 0
    assert bad >= len(GOALS)


def test_changes_that_were_not_tried_are_red():
    """An interrupted run proves nothing."""
    more = [*results(), *[("rules", "any", "killed")] * 9]
    complaints = judge([*more, ("rules", "any", "not checked")])[2]
    assert complaints == ("1 changes were not tried",)


def test_every_module_has_a_goal():
    """No module is changed without anybody looking at the score."""
    assert GOALS.keys() == MODULES.keys()
