"""What people read about the send check: classes, reasons, next steps."""

from ...iys_api.gate import BLOCK, RULES

CLASSES = [
    ("COMMERCIAL", "Commercial"),
    ("INFORMATIONAL", "Informational"),
    ("AFTER_SALE", "After-sale"),
    ("OTP", "Code"),
]
#: Why a message is not commercial: the law's own list (L-37, L-38).
CLASS_REASONS = [
    ("subscription", "Ongoing subscription, membership or partnership"),
    ("collection", "Collection or debt reminder"),
    ("update", "Update of information"),
    ("delivery", "Purchase and delivery"),
    ("notice", "Notice required by law"),
    ("after_sale", "Change, use or maintenance of something supplied"),
    ("confirmation", "Confirmation of a consent or an address"),
    ("code", "One-time code"),
]
RULE_WORDS = [
    ("stopped", "Emergency stop of the brand"),
    ("informational", "Informational message"),
    ("after_sale", "After-sale message"),
    ("otp", "One-time code"),
    ("no_brand", "No brand"),
    ("not_registered", "Brand not registered at İYS"),
    ("no_address", "No valid address"),
    ("refused", "Refused by the recipient"),
    ("stale", "Last update from İYS too old"),
    ("unreachable", "İYS does not answer"),
    ("waiting", "Approval not confirmed by İYS yet"),
    ("no_consent", "No consent"),
    ("paused_by_person", "On a break the person asked for"),
    ("content", "Message lacks what the law demands"),
    ("quiet_hours", "Quiet hours"),
    ("approved", "Approved"),
    ("merchant", "Merchant, not refused"),
]
#: Failure types for mails, notifications, traces and SMS: rules that end in "not sent".
FAILURES = [
    (f"iys_{rule}", words) for rule, words in RULE_WORDS if RULES[rule] == BLOCK
]


def failure_of(decision):
    """Return the failure type (key of ``FAILURES``) of a `Decision` that blocks."""
    return f"iys_{decision.rule}"


def next_steps(env):
    """Return {rule: the next lawful step for people left out by it}, in words."""
    return {
        "stopped": env._(
            "Lift the emergency stop on the brand when its cause is mended."
        ),
        "no_brand": env._("Choose the brand this message is sent for."),
        "not_registered": env._("Finish the brand's set-up at İYS."),
        "no_address": env._("Correct the address on the contact."),
        "refused": env._(
            "Do not write. Only the person can approve again: own page, paper or İYS."
        ),
        "stale": env._(
            "Nothing to do: sending goes on after the next update from İYS."
        ),
        "unreachable": env._("Nothing to do: sending goes on when İYS answers again."),
        "waiting": env._("Send again later: İYS has yet to confirm the approval."),
        "no_consent": env._(
            "Ask in person, by QR, website form or paper; never by a message."
        ),
        "paused_by_person": env._(
            "Do not write before the break is over; the person may end it on the"
            " preference page. The consent stands."
        ),
        "content": env._("Complete the brand's identity and contact, then send again."),
        "quiet_hours": env._("Nothing to do: it leaves when the quiet hours end."),
    }
