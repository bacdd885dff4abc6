"""The demo's own check, as a test of part ``e2e``."""

from . import demo_check


def test_the_main_job_works_from_outside(stack):
    """Consent in, registered, refused at İYS, old list loaded; each read back."""
    assert demo_check.main(stack) == 0
