"""The ways a consent is given to staff, as data (L-4, L-17 … L-30)."""

from typing import NamedTuple


class Method(NamedTuple):
    """One way: its label, İYS's source for it and the kind of proof an ONAY needs."""

    label: str
    source: str
    proof: str


#: The source is derived from the way, never typed (L-4). ``signed``: scan of the signed
#: page (L-18); ``recording``: the call (L-29); ``capture``: what shows the act (L-30);
#: ``spoken``: nothing to show, so refusals only.
METHODS = {
    "paper": Method("Signed form on paper", "HS_ISLAK_IMZA", "signed"),
    "counter": Method("Signed list or card", "HS_FIZIKSEL_ORTAM", "signed"),
    "call": Method("Telephone call", "HS_CAGRI_MERKEZI", "recording"),
    "event": Method("Event or fair", "HS_ETKINLIK", "capture"),
    "web": Method("Website", "HS_WEB", "capture"),
    "app": Method("Mobile app", "HS_MOBIL", "capture"),
    "device": Method("Tablet or kiosk", "HS_EORTAM", "capture"),
    "mail": Method("E-mail from the person", "HS_EPOSTA", "capture"),
    "sms": Method("SMS from the person", "HS_MESAJ", "capture"),
    "social": Method("Social media", "HS_SOSYAL_MEDYA", "capture"),
    "atm": Method("ATM", "HS_ATM", "capture"),
    "spoken": Method("Told us face to face (refusal)", "HS_FIZIKSEL_ORTAM", "spoken"),
}
