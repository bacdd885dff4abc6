"""A thousand masked people are still refused on every road, in any spelling (R-38)."""

import random
from collections import Counter
from datetime import timedelta, timezone

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..iys_api.fake_store import Movement
from ..iys_api.messages import Consent
from .form_case import FormCase
from .import_case import ImportCase
from .privacy_case import PrivacyCase

PEOPLE = 1000
#: Of these each goes the roads that take one at a time: form and capture screen.
VISITORS = 100


@tagged("-at_install", "post_install")
class TestMaskedThousand(PrivacyCase, FormCase, ImportCase):
    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: a thousand people refuse SMS and e-mail, all are
        masked."""
        super().setUpClass()
        cls.random = random.Random(38)
        numbers = cls.random.sample(range(10**7), PEOPLE)
        cls.phones = [f"+90535{number:07d}" for number in numbers]
        cls.mails = [f"ilgili.{number}@ornek.example.com" for number in numbers]
        cls._refuse(*cls.phones)
        cls._refuse(*cls.mails, type_="EPOSTA")
        run = cls.rule.with_user(cls.users["manager"]).action_prepare()["res_id"]
        run = cls.env["iys.destruction"].browse(run)
        run.sudo()._step()
        run.with_user(cls.second).action_approve()
        while run.sudo().state in ("approved", "running"):
            run.sudo()._step()
        cls.env.invalidate_all()

    def _typed(self, phone):
        """Spell a phone as somebody may type it."""
        area, rest = phone[3:6], phone[6:]
        parts = (rest[:3], rest[3:5], rest[5:])
        prefix = self.random.choice(["0", "+90 ", "+90", "0090 ", "90", ""])
        blank = self.random.choice([" ", "", "-", ".", "\u00a0"])
        area = self.random.choice([area, f"({area})"])
        return prefix + blank.join((area, *parts))

    def _typed_mail(self, mail):
        mail = "".join(self.random.choice((c.upper, c.lower))() for c in mail)
        return self.random.choice(["", " "]) + mail.replace("İ", "I") + " "

    def _plain(self):
        """Acts that show an address of theirs."""
        return self.env["iys.consent"].search_count(
            [("recipient", "in", self.phones + self.mails)]
        )

    def _rules(self, type_, addresses):
        """What the gate says: {rule: how often}."""
        told = self.env["iys.consent"]._decide_send(self.alpha, type_, addresses)
        return Counter(decision.rule for decision in told.values())

    def test_all_are_masked(self):
        self.assertEqual(self._plain(), 0)

    def test_no_sms_goes_to_any_of_them(self):
        phones = [self._typed(phone) for phone in self.phones]
        self.assertEqual(self._rules("MESAJ", phones), {"refused": PEOPLE})

    def test_no_mail_goes_to_any_of_them(self):
        mails = [self._typed_mail(mail) for mail in self.mails]
        self.assertEqual(self._rules("EPOSTA", mails), {"refused": PEOPLE})

    def test_a_list_from_excel_takes_none_of_them(self):
        """New approvals and those of years ago; two thousand rows in one real file."""
        rows = [self._row(phone=self._typed(phone)) for phone in self.phones]
        rows += [
            self._old(phone=None, email=self._typed_mail(mail), type="E-posta")
            for mail in self.mails
        ]
        job = self._run(rows)
        self.assertEqual(job.count_blocked, 2 * PEOPLE)
        self.assertEqual(self._consents(job).ids, [])
        reasons = set(job.fault_ids.mapped("reason"))
        self.assertEqual({reason[:13] for reason in reasons}, {"Masked person"})

    def test_the_feed_of_iys_brings_no_address_back(self):
        """T-29: refusals that İYS repeats, read by the job itself."""
        given = (self._now() - timedelta(days=2)).replace(tzinfo=timezone.utc)
        repeats = [
            Consent(
                phone, "MESAJ", "RET", "IYS_WEB", given,
                creation_date=given, transaction_id=f"again{phone}",
            )
            for phone in self.phones
        ]  # fmt: skip
        book = self.env["iys.demo.movement"]._get_book(self.alpha)
        book.store.append([Movement(consent, "RET") for consent in repeats])
        before = self.env["iys.consent"].search_count([])
        with self.enter_registry_test_mode():
            self.env.ref("izinnet_iys.ir_cron_pull").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.env["iys.consent"].search_count([]), before + PEOPLE)
        self.assertEqual(self._plain(), 0)

    def test_an_approval_from_before_the_refusal_brings_no_address_back(self):
        """T-29: a comparison with İYS's day files finds it years later."""
        given = self._now() - timedelta(days=400)
        self._record(
            *[
                self._make_received(
                    recipient=phone, consent_date=given, person_name="Ayşe Deneme"
                )
                for phone in self.phones
            ]
        )
        self.assertEqual(self._plain(), 0)
        self.assertEqual(self._rules("MESAJ", self.phones), {"refused": PEOPLE})

    def test_an_answer_to_a_form_opens_no_road(self):
        """L-50: nothing counts until the person has confirmed."""
        accept = self.env["iys.form"]._accept
        for phone, mail in [*zip(self.phones, self.mails, strict=True)][:VISITORS]:
            phone, mail = self._typed(phone), self._typed_mail(mail)
            answer = self._answer("MESAJ", "EPOSTA", phone=phone, email=mail)
            taken = accept(self.version, self.point, answer, is_proved=True)
            self.assertEqual(taken.outcome, "taken")
        self._record_answers()
        self.assertEqual(self._rules("MESAJ", self.phones), {"refused": PEOPLE})
        self.assertEqual(self._rules("EPOSTA", self.mails), {"refused": PEOPLE})
        waiting = self.env["iys.consent"].search(
            [("recipient", "in", self.phones + self.mails)]
        )
        self.assertEqual(set(waiting.mapped("state")) - {"unconfirmed"}, set())

    def _record_answers(self):
        """Let the job take all answers; on a slow machine it needs several turns."""
        job = self.env.ref("izinnet_iys.ir_cron_form_answer")
        waiting = self.env["iys.form.answer"].search_count([])
        while waiting:
            with self.enter_registry_test_mode():
                job.method_direct_trigger()
            self.env.invalidate_all()
            left = self.env["iys.form.answer"].search_count([])
            self.assertLess(left, waiting)
            waiting = left

    def test_a_stranger_at_a_form_does_not_end_the_masking(self):
        """T-29: what nobody confirmed is no act of the person."""
        for phone in self.phones[:VISITORS]:
            self._take(self._answer("MESAJ", phone=phone))
        keyed = self.env["iys.key"]._hasher()
        keys = {keyed(phone) for phone in self.phones}
        self.assertEqual(self.env["iys.erasure"]._masked_among(keys), keys)

    def test_the_capture_screen_lets_none_of_them_through(self):
        """L-50: a collector is told to wait or to ask a manager."""
        given = self._now() - timedelta(minutes=5)
        screens = self.as_role("collector", self.env["iys.capture"]).create(
            [
                {
                    "brand_id": self.alpha.id, "person_name": "Ayşe Deneme",
                    "phone": self._typed(phone), "given_at": given,
                    "method": "web", "choice_mesaj": "ONAY", "reason": "own wish",
                }
                for phone in self.phones[:VISITORS]
            ]
        )  # fmt: skip
        told = [screen for screen in screens if "refused" in (screen.todo or "")]
        self.assertEqual(len(told), VISITORS)
        with self.assertRaises(UserError):
            screens[0].action_record()
