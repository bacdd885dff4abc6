"""What the gate said about a lot of e-mails on its way out; lives as long as the lot."""

from dataclasses import dataclass, field

from ...iys_api.gate import BLOCK, SEND, WAIT, Decision, by_rule

#: Where the context carries a `Leaving`. Nothing that comes by RPC is one.
LEAVING = "iys_leaving"
#: The company's own people: a test of a mailing, or a note about their own record.
STAFF = Decision(SEND, "informational")
NO_ADDRESS = by_rule("no_address")


@dataclass
class Copy:
    """What one recipient gets: ``values`` is Odoo's dict of one conversation by SMTP.

    ``address`` as decisions are kept by, ``text`` as it stands in the header, ``token``
    what the refusal links of this copy carry.
    """

    address: str
    partner_id: int | None
    values: dict
    text: str
    token: str | None = None


@dataclass(frozen=True)
class Kind:
    """What a mail is for the law: brand (record or empty), class, whether relied on."""

    brand: object
    message_class: str
    is_released: bool


@dataclass
class Leaving:
    """Decisions and copies per mail of one lot.

    ``decisions``: {mail id: {address: Decision}}; ``kinds``: {mail id: Kind};
    ``copies``: {mail id: [Copy]}, filled mail by mail right before the wire.
    ``is_committing``: each mail has a transaction, and with it a fresh view, of its own.
    """

    is_committing: bool = False
    kinds: dict = field(default_factory=dict)
    decisions: dict = field(default_factory=dict)
    copies: dict = field(default_factory=dict)

    def decision(self, mail_id, address):
        """The answer for one address; one nobody asked about may not be written to."""
        return self.decisions[mail_id].get(address, NO_ADDRESS)

    def verdict(self, mail_id):
        """What becomes of a whole mail: sent to some, waiting, or blocked for all.

        A mail without recipients is `mail`'s business: it fails there by its own words.
        """
        said = {decision.verdict for decision in self.decisions[mail_id].values()}
        if SEND in said or not said:
            return SEND
        return WAIT if WAIT in said else BLOCK

    def reason(self, mail_id, verdict):
        """The decision that stands for a mail: the first of this verdict, or None."""
        decisions = self.decisions[mail_id].values()
        return next((said for said in decisions if said.verdict == verdict), None)

    def left_out(self, mail_id):
        """The addresses that do not get a mail: {address: Decision}."""
        return {
            address: decision
            for address, decision in self.decisions[mail_id].items()
            if not decision.may_send
        }
