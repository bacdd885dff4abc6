"""What a form and a confirmation can be, as data (L-4, L-25, L-27)."""

from typing import NamedTuple


class Place(NamedTuple):
    """Where a form is filled in: its label and İYS's source for it (L-4)."""

    label: str
    source: str


#: The source of an act is derived from the place, never typed.
PLACES = {
    "website": Place("On the website", "HS_WEB"),
    "link": Place("By a link or QR code, on the person's own phone", "HS_WEB"),
    "event": Place("At an event or fair", "HS_ETKINLIK"),
    "kiosk": Place("On a tablet of ours", "HS_EORTAM"),
    # offered so that the check can say why it is refused (L-20)
    "message": Place("In an e-mail or SMS to a list", "HS_EPOSTA"),
    "paper": Place("On paper, signed", "HS_ISLAK_IMZA"),
}

#: A form's life; only ``published`` takes answers.
FORM_STATES = [
    ("draft", "Draft"),
    ("published", "Published"),
    ("paused", "Paused"),
    ("ended", "Ended"),
]

#: Beside name and addresses a form may ask for these and nothing else (KVKK: as little
#: as the purpose needs).
EXTRA_FIELDS = [
    ("company_name", "Company"),
    ("city", "City"),
    ("birth_year", "Year of birth"),
    ("note", "Message"),
]

#: One confirmation, one purpose (L-25). ``verify`` and ``preferences`` have no path to
#: the ledger; a test proves it.
PURPOSES = [
    ("confirm_eposta", "Confirm consent to e-mails"),
    ("confirm_mesaj", "Confirm consent to SMS"),
    ("confirm_arama", "Confirm consent to calls"),
    ("confirm_explicit", "Confirm explicit consents"),
    ("verify", "Check the address only"),
    ("preferences", "Open the preference page"),
]
#: How an address can be confirmed.
METHODS = [("email_link", "Link by e-mail"), ("sms_code", "Code by SMS")]
#: Ways in which the person types something on the very page: nobody who left can be asked so.
ON_SCREEN = frozenset({"sms_code"})
CONFIRMS = {
    "EPOSTA": "confirm_eposta",
    "MESAJ": "confirm_mesaj",
    "ARAMA": "confirm_arama",
}
