"""The marketer's path in Chromium, believed by what the mail server got."""

from . import marketer


def test_a_campaign_is_composed_sent_and_proved_in_the_browser(stack):
    """L-16, L-64: who was told to get it before Send got it, and nobody else."""
    seen = []
    path, letters = marketer.walk(stack, lambda _browser, name: seen.append(name))
    assert seen == [
        "mailing", "left-out", "result", "not-sent", "message", "proof",
    ]  # fmt: skip
    assert path.reach["left_out"] > 0
    got = letters.addresses(letters.about(marketer.SUBJECT))
    assert sum(got.values()) == len(got) == path.reach["sends"] > 0
