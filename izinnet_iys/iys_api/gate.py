"""The send check: may this message go to this address? The order of law.md section 3.

Pure rules, one recipient at a time; the models read what they need in sets. A rule's name
is kept on traces, notifications and the message log for years: names are never changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

COMMERCIAL: Final = "COMMERCIAL"
#: Classes that need no approval (L-37, L-38), with the rule that lets them pass.
FREE_CLASSES: Final = {
    "INFORMATIONAL": "informational",
    "AFTER_SALE": "after_sale",
    "OTP": "otp",
}
MESSAGE_CLASSES: Final = (COMMERCIAL, *FREE_CLASSES)

SEND: Final = "send"
WAIT: Final = "wait"
BLOCK: Final = "block"
#: Every rule and what it does, in the order in which they are asked.
RULES: Final = {
    "stopped": BLOCK,
    "informational": SEND,
    "after_sale": SEND,
    "otp": SEND,
    "no_brand": BLOCK,
    "not_registered": BLOCK,
    "no_address": BLOCK,
    "refused": BLOCK,
    "stale": WAIT,
    "unreachable": WAIT,
    "waiting": BLOCK,
    "no_consent": BLOCK,
    "paused_by_person": BLOCK,
    "content": BLOCK,
    "quiet_hours": WAIT,
    "approved": SEND,
    "merchant": SEND,
}


@dataclass(frozen=True, slots=True)
class Situation:
    """What is the same for all recipients of one message.

    With nothing but the defaults no message leaves: a commercial one needs a brand that
    is registered, up to date, reachable and complete.
    ``is_released``: the class may be relied on (chosen by the right person, released,
    L-38); otherwise the message counts as commercial. ``is_fresh``: the last good update
    from İYS is young enough (L-15); ``is_reachable``: İYS answered the last time.
    """

    message_class: str = COMMERCIAL
    is_released: bool = False
    has_brand: bool = False
    is_stopped: bool = False
    is_registered: bool = False
    is_fresh: bool = False
    is_reachable: bool = False
    has_content: bool = False
    is_quiet: bool = False


class InForce(NamedTuple):
    """An act in force for the address: at most one per recipient type."""

    recipient_type: str
    #: anything but ONAY counts as a refusal
    status: str
    #: when the person decided; naive UTC, None when nobody knows (a merchant listed at
    #: İYS without a date, L-3)
    moment: datetime | None
    consent_id: int | None = None


class Standing(NamedTuple):
    """What stands for one address at one brand and channel.

    ``recipient`` is None when the text is no address. ``recipient_type`` is TACIR only
    when that is proved for everybody who uses the address (L-36). ``is_coming``: an
    approval was given and İYS has not confirmed it yet (L-16). ``is_paused``: the person
    asked for a break that has not ended; a preference, neither a consent nor a refusal.
    """

    recipient: str | None
    recipient_type: str = "BIREYSEL"
    acts: Sequence[InForce] = ()
    is_coming: bool = False
    is_paused: bool = False


class Decision(NamedTuple):
    """The answer for one recipient: ``verdict`` is send, wait or block; ``rule`` says why.

    ``consent_id`` names the act that allowed or forbade it, None when none did.
    """

    verdict: str
    rule: str
    consent_id: int | None = None

    @property
    def may_send(self) -> bool:
        """True only when the message may leave now."""
        return self.verdict == SEND


def by_rule(rule: str, consent_id: int | None = None) -> Decision:
    """Make the decision a rule stands for."""
    return Decision(RULES[rule], rule, consent_id)


def decide(situation: Situation, standing: Standing) -> Decision:
    """Decide for one recipient, in the order of law.md section 3.

    One point differs from the list there: whether the brand is registered is asked after
    the class, because L-1 speaks of commercial messages only and a delivery notice needs
    no registration (L-38). An emergency stop comes first, whatever the class.
    """
    if rule := _before_recipient(situation):
        return by_rule(rule)
    if not standing.recipient:
        return by_rule("no_address")
    refusal, approval = _refusal(standing.acts), _approval(standing)
    if refusal and not _is_overtaken(refusal, approval):
        return by_rule("refused", refusal.consent_id)
    if not situation.is_fresh:
        return by_rule("stale")
    if not situation.is_reachable:
        return by_rule("unreachable")
    if not approval and standing.recipient_type != "TACIR":
        return by_rule("waiting" if standing.is_coming else "no_consent")
    if standing.is_paused:
        return by_rule("paused_by_person")
    if not situation.has_content:
        return by_rule("content")
    if situation.is_quiet:
        return by_rule("quiet_hours")
    if approval:
        return by_rule("approved", approval.consent_id)
    return by_rule("merchant")


def _before_recipient(situation: Situation) -> str | None:
    """Name the rule that decides without looking at the recipient, or None."""
    if situation.is_stopped:
        return "stopped"
    if situation.is_released and situation.message_class in FREE_CLASSES:
        return FREE_CLASSES[situation.message_class]
    if not situation.has_brand:
        return "no_brand"
    if not situation.is_registered:
        return "not_registered"
    return None


def _refusal(acts: Sequence[InForce]) -> InForce | None:
    """Find the latest refusal of the address, whichever recipient type it was said for.

    The person refused the brand on this channel (law.md section 3, step 3); İYS's two
    records of one address must not be played against each other (L-65). A refusal
    without a date counts as the latest.
    """
    refusals = [act for act in acts if act.status != "ONAY"]
    return max(refusals, key=lambda act: act.moment or datetime.max, default=None)


def _approval(standing: Standing) -> InForce | None:
    """Find the approval that counts for this recipient type.

    A merchant's mailbox may be reached on a person's approval too, not the reverse.
    """
    types = {"BIREYSEL", standing.recipient_type}
    approvals = [
        act
        for act in standing.acts
        if act.status == "ONAY" and act.recipient_type in types
    ]
    return max(approvals, key=lambda act: act.moment or datetime.min, default=None)


def _is_overtaken(refusal: InForce, approval: InForce | None) -> bool:
    """Tell whether the person surely approved again after refusing (L-50, L-65)."""
    if not approval or not approval.moment or not refusal.moment:
        return False
    return approval.moment > refusal.moment
