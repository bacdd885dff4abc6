"""Random people and acts for the tests of filters and lists."""

import random
from datetime import timedelta

from .common import IysCommon

#: One mailbox in several spellings, what is no address, and none at all.
EMAILS = (
    "kisi{n}@deneme.example.com",
    "Kisi{n}@DENEME.example.com",
    "kisi{n}@şirket.example.com",
    "kisi {n}",
    False,
)


class RandomPeople(IysCommon):
    """Sixty contacts, some sharing an address, and two hundred acts of three brands."""

    @classmethod
    def setUpClass(cls):
        """Override of `IysCommon`: people first, then what they said, in any order."""
        super().setUpClass()
        cls._make_ready(cls.alpha, cls.beta, cls.gamma)
        cls.dice = random.Random(1957)
        cls.people = cls.env["res.partner"].create(
            [cls._draw_person(number) for number in range(60)]
        )
        cls._record(*[cls._draw_act() for _act in range(200)])
        for _break in range(50):
            cls._draw_break()
        cls.env.flush_all()

    @classmethod
    def _draw_break(cls):
        """A wish of some address, now and then taken back by the next one."""
        number, type_ = cls.dice.randrange(60), cls.dice.choice(("MESAJ", "EPOSTA"))
        email = cls.dice.choice((EMAILS[0], EMAILS[0], EMAILS[2])).format(n=number)
        place = (
            cls.dice.choice((cls.alpha, cls.alpha, cls.beta)),
            type_,
            email if type_ == "EPOSTA" else f"+90532111{number:04}",
        )
        cls.env["iys.pause"]._ask(*place, 3, {})
        if cls.dice.random() < 0.3:
            cls.env["iys.pause"]._end(*place, {})

    @classmethod
    def _draw_person(cls, number):
        mailbox = number if cls.dice.random() < 0.7 else cls.dice.randrange(60)
        email = cls.dice.choice(EMAILS[:1] * 6 + EMAILS)
        merchant = cls.dice.random() < 0.4
        return {
            "name": f"Kişi {number}",
            "email": email and email.format(n=mailbox),
            "phone": cls.dice.choice((f"+90532111{mailbox:04}",) * 8 + (False,)),
            "active": cls.dice.random() < 0.9,
            "iys_recipient_type": "TACIR" if merchant else "BIREYSEL",
            "iys_recipient_type_proof": "Vergi levhası" if merchant else False,
        }

    @classmethod
    def _draw_act(cls):
        number, type_ = cls.dice.randrange(60), cls.dice.choice(("MESAJ", "EPOSTA"))
        email = cls.dice.choice((EMAILS[0], EMAILS[0], EMAILS[2])).format(n=number)
        values = {
            "brand_id": cls.dice.choice((cls.alpha, cls.alpha, cls.beta, cls.gamma)).id,
            "type": type_,
            "recipient": email if type_ == "EPOSTA" else f"+90532111{number:04}",
            "status": cls.dice.choice(("ONAY", "ONAY", "RET")),
            "recipient_type": cls.dice.choice(("BIREYSEL", "BIREYSEL", "TACIR")),
            "consent_date": cls._now() - timedelta(minutes=cls.dice.randrange(5, 999)),
        }
        if cls.dice.random() < 0.3:
            return cls._make_act(**values)  # İYS has not answered yet
        if values["recipient_type"] == "TACIR" and cls.dice.random() < 0.3:
            return cls._make_received(**{**values, "consent_date": None})
        return cls._make_received(**values)

    def _found(self, *domain, model=None, **context):
        model = (self.people if model is None else model).with_context(
            active_test=False, **context
        )
        return model.search([("id", "in", self.people.ids), *domain])

    def _shown(self, field, value, **context):
        """The people of whom the gate itself says so, one by one."""
        people = self.people.with_context(**context)
        return people.filtered(lambda person: person[field] == value)
