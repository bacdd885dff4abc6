"""Ten thousand people of every kind, and who of them may be written to.

The expected set comes from this table alone: no rule of the addon is asked. One brand
(``alpha``) writes; ``beta`` is another brand of its company, ``gamma`` another company's.
"""

from typing import NamedTuple

BRANDS = ("alpha", "beta", "gamma")
#: kind: (people in ten thousand, may alpha write to them?)
KINDS = {
    "approved": (300, True),
    "spelled": (80, True),  # capitals, +tags, IDN; phones with blanks and zeros
    "foreign": (60, True),
    "twice": (60, True),  # two contacts on one address
    "merchant": (100, True),  # TACIR without any act
    "waiting": (1300, False),  # İYS has not confirmed the approval
    "refused": (1700, False),
    "never": (2000, False),
    "other_brand": (900, False),
    "other_type": (900, False),
    "other_company": (900, False),
    "merchant_refused": (400, False),
    "merchant_shared": (300, False),  # a private person uses the address too
    "foreign_never": (300, False),
    "masked": (300, False),  # refused, and the ledger's address blanked since
    "changed": (300, False),  # approved with the address before this one
    "no_address": (100, False),
}
#: Kinds with a second contact on the same address, and what that one is.
SHARED = {"twice": "BIREYSEL", "merchant_shared": "BIREYSEL"}


class Person(NamedTuple):
    """One contact as it is typed in; ``to_mail`` and ``to_phone`` are what a server sees.

    Both are None when there is nothing to send to.
    """

    number: int
    kind: str
    email: str
    phone: str
    to_mail: str | None
    to_phone: str | None

    @property
    def may(self):
        """Whether alpha may write to this person."""
        return KINDS[self.kind][1]

    @property
    def recipient_type(self):
        """What the contact is marked as."""
        return "TACIR" if self.kind.startswith("merchant") else "BIREYSEL"


def people(share=1.0, first=0):
    """Make a list of everybody; ``share`` of them (at least two of each kind)."""
    kinds = [
        kind
        for kind, (count, _may) in KINDS.items()
        for _ in range(max(2, round(count * share)))
    ]
    return [person(first + number, kind) for number, kind in enumerate(kinds)]


def person(number, kind):
    """Make the n-th person of a kind."""
    mail, phone = f"{kind}.{number}@set.example.com", f"+90532{number:07d}"
    typed, dialled = mail, phone
    if kind == "spelled":
        mail, typed = _spelled_mail(number)
        dialled = f"0532 {phone[6:9]} {phone[9:11]} {phone[11:]}"
    elif kind.startswith("foreign"):
        mail = typed = f"{kind}.{number}@beispiel.example.de"
        phone = dialled = f"+49151{10000000 + number}"
    elif kind == "no_address":
        return Person(number, kind, "nobody at nowhere", "12", None, None)
    return Person(number, kind, typed, dialled, mail, phone)


def _spelled_mail(number):
    """Return an address as the wire has it, and one of three ways to type it."""
    ways = (
        (f"ayse.{number}@set.example.com", f"Ayse.{number}@SET.Example.COM"),
        (f"ali.{number}+liste@set.example.com", f"ali.{number}+Liste@set.example.com"),
        (f"ece.{number}@xn--rnek-4qa.example.com", f"ece.{number}@örnek.example.com"),
    )
    return ways[number % len(ways)]


def before(one):
    """Return the mail and phone somebody of kind ``changed`` approved with."""
    return f"old.{one.to_mail}", f"+90533{one.number:07d}"


def acts(one):
    """List what the ledger holds of a person: (brand, channel, address, status, how).

    ``how`` is ``received`` (İYS told of it: it counts) or ``queued`` (ours, waiting).
    """
    both = (("EPOSTA", one.to_mail), ("MESAJ", one.to_phone))
    yes = [("alpha", *there, "ONAY", "received") for there in both]
    no = [("alpha", *there, "RET", "received") for there in both]
    match one.kind:
        case "approved" | "spelled" | "foreign" | "twice":
            return yes
        case "refused" | "masked":
            return yes + no
        case "merchant_refused":
            return no
        case "waiting":
            return [("alpha", *there, "ONAY", "queued") for there in both]
        case "other_brand":
            return [("beta", *there, "ONAY", "received") for there in both]
        case "other_company":
            return [("gamma", *there, "ONAY", "received") for there in both]
        case "other_type":
            return [("alpha", "ARAMA", one.to_phone, "ONAY", "received")]
        case "changed":
            mail, phone = before(one)
            old = (("EPOSTA", mail), ("MESAJ", phone))
            return [("alpha", *there, "ONAY", "received") for there in old]
        case _:
            return []


def expected(everybody, channel):
    """Return the addresses that may be written to, as the wire spells them."""
    places = {"EPOSTA": "to_mail", "MESAJ": "to_phone"}
    return {getattr(one, places[channel]) for one in everybody if one.may}
