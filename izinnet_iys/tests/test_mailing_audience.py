"""The audience by SQL says what the gate says, for everybody."""

import random
from datetime import timedelta

from odoo.fields import Domain

from ..iys_api.gate import RULES, SEND
from ..iys_api.recipients import is_email, normalise
from ..models.gate.iys_audience_address import PLAIN_MAIL
from .mailing_case import MailingCase

SPELLINGS = (
    "kisi{n}@deneme.example.com",
    "Kisi{n}@Deneme.example.com",
    "kisi{n}+etiket@deneme.example.com",
    "kisi{n}@şirket{n}.example.com",
    "kİsi{n}@deneme.example.com",
    "o'kisi{n}@deneme.example.com",
    '"Kişi" <kisi{n}@deneme.example.com>',
    "adres degil {n}",
    False,
)


class TestMailingAudience(MailingCase):
    """Hundreds of random people and acts, decided by SQL and by ``gate.decide``."""

    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: people first, then what they said, in any order."""
        super().setUpClass()
        cls.dice = random.Random(20260105)
        cls.people = cls.env["res.partner"].create(
            [cls._draw_person(number) for number in range(240)]
        )
        said = [person for person in cls.people if person.email or person.phone]
        cls._record(*[cls._draw_act(cls.dice.choice(said)) for _act in range(900)])
        mails = [person.email_normalized for person in said if person.email_normalized]
        for number, mail in enumerate(cls.dice.sample(mails, 60)):
            place = (cls.alpha, "EPOSTA", mail)
            if normalise("EPOSTA", mail):
                cls.env["iys.pause"]._ask(*place, 1, {})
            if number % 3 == 0:
                cls.env["iys.pause"]._end(*place, {})
        for person in cls.dice.sample(said, 40):
            cls.env["iys.pause"]._ask(cls.beta, "MESAJ", person.phone, 6, {})

    @classmethod
    def _draw_person(cls, number):
        # about one in four shares an address with another one
        address = number if cls.dice.random() < 0.75 else cls.dice.randrange(240)
        email = cls.dice.choice(SPELLINGS[:1] * 8 + SPELLINGS)
        merchant = cls.dice.random() < 0.35
        return {
            "name": f"Kişi {number}",
            "email": email and email.format(n=address),
            "phone": f"+90532111{address:04}",
            "active": cls.dice.random() < 0.9,
            "iys_recipient_type": "TACIR" if merchant else "BIREYSEL",
            "iys_recipient_type_proof": "Vergi levhası" if merchant else False,
        }

    @classmethod
    def _draw_act(cls, person):
        type_ = cls.dice.choice(("EPOSTA", "MESAJ")) if person.email else "MESAJ"
        recipient_type = cls.dice.choice(("BIREYSEL", "TACIR"))
        dated = recipient_type == "BIREYSEL" or cls.dice.random() < 0.8
        values = {
            "brand_id": cls.dice.choice((cls.alpha, cls.beta)).id,
            "recipient": person.email if type_ == "EPOSTA" else person.phone,
            "type": type_,
            "status": cls.dice.choice(("ONAY", "RET")),
            "recipient_type": recipient_type,
            "consent_date": cls._now() - timedelta(minutes=cls.dice.randrange(5, 2000)),
        }
        if cls.dice.random() < 0.25:
            return cls._make_act(**values)  # İYS has not answered yet
        act = cls._make_received(**values)
        return act if dated else cls._make_received(**{**values, "consent_date": None})

    def _decisions(self, records, brand, type_, field):
        given = [record[field] for record in records if record[field]]
        decided = self.env["iys.consent"]._decide_send(brand, type_, given)
        return {
            record.id: decided[record[field]].rule if record[field] else "no_address"
            for record in records
        }

    def _rules_by_sql(self, records, brand, type_):
        domain = Domain("id", "in", records.ids)
        model = records.with_context(active_test=False).env["iys.consent"]
        _query, standings = model._iys_standings(records._name, domain, brand, type_)
        return {row[0]: row[2] for row in self.env.execute_query(standings.judged())}

    def _everybody(self):
        return self.people.with_context(active_test=False)

    def test_sql_and_the_gate_name_the_same_rule_for_mails(self):
        """Law.md section 3, steps 3 and 5, for every random history."""
        people = self._everybody()
        by_gate = self._decisions(people, self.alpha, "EPOSTA", "email_normalized")
        by_sql = self._rules_by_sql(people, self.alpha, "EPOSTA")
        self.assertEqual(by_sql, by_gate)

    def test_sql_and_the_gate_name_the_same_rule_for_sms(self):
        people = self._everybody()
        by_gate = self._decisions(people, self.beta, "MESAJ", "phone_sanitized")
        by_sql = self._rules_by_sql(people, self.beta, "MESAJ")
        self.assertEqual(by_sql, by_gate)

    def test_the_histories_meet_every_rule(self):
        """Otherwise the two tests above would compare too little."""
        rules = set(
            self._decisions(
                self._everybody(), self.alpha, "EPOSTA", "email_normalized"
            ).values()
        )
        wanted = "refused approved merchant no_address waiting no_consent"
        wanted += " paused_by_person"
        self.assertEqual(rules, set(wanted.split()))

    def test_the_domain_finds_exactly_whom_the_gate_lets_through(self):
        """R-25: nobody outside the set, nobody of the set left out."""
        by_gate = self._decisions(
            self.people.filtered("active"), self.alpha, "EPOSTA", "email_normalized"
        )
        allowed = {i for i, rule in by_gate.items() if RULES[rule] == SEND}
        domain = self.env["iys.consent"]._iys_allowed_domain(
            "res.partner", self.alpha, "EPOSTA"
        )
        mine = Domain("id", "in", self.people.ids)
        self.assertEqual(
            set(self.env["res.partner"].search(mine & domain).ids), allowed
        )

    def test_the_negated_domain_finds_the_others(self):
        domain = self.env["iys.consent"]._iys_allowed_domain(
            "res.partner", self.alpha, "EPOSTA"
        )
        mine = Domain("id", "in", self.people.ids)
        partners = self.env["res.partner"]
        both = partners.search(mine & domain) | partners.search(mine & ~domain)
        self.assertEqual(both, partners.search(mine))
        self.assertFalse(partners.search(mine & domain & ~domain))

    def test_the_counts_add_up_to_everybody(self):
        mine = Domain("id", "in", self.people.ids)
        counts = self.env["iys.consent"]._iys_reach(
            "res.partner", mine, self.alpha, "EPOSTA"
        )
        self.assertEqual(sum(counts.values()), len(self.people.filtered("active")))

    def test_a_masked_refusal_still_keeps_a_merchant_out(self):
        """L-58: the address is gone from the act, its key is not."""
        merchant = self._make_people(
            "tacir", iys_recipient_type="TACIR", iys_recipient_type_proof="Sicil 1"
        )
        refusal = self._say("RET", merchant)
        domain = self.env["iys.consent"]._iys_allowed_domain(
            "res.partner", self.alpha, "EPOSTA"
        )
        self.env.cr.execute(
            "UPDATE iys_consent SET recipient = NULL WHERE id = %s", [refusal.id]
        )
        found = self.env["res.partner"].search(Domain("id", "=", merchant.id) & domain)
        self.assertFalse(found)

    def test_members_of_lists_are_judged_by_their_address(self):
        contacts = self.env["mailing.contact"].create(
            [{"name": p.name, "email": p.email} for p in self.people if p.email]
        )
        by_gate = self._decisions(contacts, self.alpha, "EPOSTA", "email_normalized")
        self.assertEqual(self._rules_by_sql(contacts, self.alpha, "EPOSTA"), by_gate)

    def test_no_brand_reaches_nobody(self):
        """L-1: without a brand the domain is closed."""
        domain = self.env["iys.consent"]._iys_allowed_domain(
            "res.partner", self.env["iys.brand"], "EPOSTA"
        )
        self.assertTrue(domain.is_false())

    def test_a_model_without_addresses_reaches_nobody(self):
        domain = self.env["iys.consent"]._iys_allowed_domain(
            "res.country", self.alpha, "EPOSTA"
        )
        self.assertTrue(domain.is_false())

    def test_sql_and_python_agree_on_what_an_address_is(self):
        texts = [person.email_normalized for person in self.people]
        texts += [
            "a@b.co",
            "a@b",
            "ab@c.d",
            "a@xn--b.xn--c",
            "a@b..co",
            "a" * 270 + "@b.co",
        ]
        self.env.cr.execute(
            "SELECT t, t ~ %s AND length(t) BETWEEN 6 AND 265 FROM unnest(%s) t",
            [PLAIN_MAIL, [text for text in texts if text]],
        )
        for text, plain in self.env.cr.fetchall():
            with self.subTest(text):
                self.assertEqual(plain, is_email(text))
