"""Texts of people: a refusal in every spelling, once, for the right brand (R-30, L-43)."""

from datetime import datetime, timedelta, timezone

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .push_case import PushCase

REFUSALS = (
    "RET", "ret", "Ret", "rEt", "Ret.", "RET!", "ret!!!", " RET ", "RET\n", "\tret",
    "“RET”", "'ret'", '"RET"', "(RET)", "R.E.T", "r e t", "RET 🙏", "🛑RET", "RET…",
    "ret\u200b", "RED", "red", "İPTAL", "iptal", "IPTAL", "İptal.", "ıptal", "İPTAL!",
    "DUR", "dur", "STOP", "Stop.", "stop!!", "durdur", "Durdurun", "çık", "ÇIKAR",
    "istemiyorum", "İSTEMİYORUM", "reddet", "lütfen ret", "RET ALFA", "ret B038",
    "RET SMS", "sms iptal", "kampanya istemiyorum", "artık mesaj atmayın",
    "bir daha gönderme", "RET lütfen", "RÊT",
)  # fmt: skip
UNCLEAR = (
    "retro", "ret etmiyorum", "iptal istemiyorum", "evet", "ONAY", "tamam", "reddit",
    "iptal oldu mu siparişim", "Durak nerede?", "EVET RET",
)  # fmt: skip


@tagged("-at_install", "post_install")
class TestSmsInboundRoute(PushCase, HttpCase):
    def test_sixty_texts_through_the_route(self):
        """R-30: fifty spellings of a refusal stop the brand, ten others wait."""
        self.alpha.iys_sms_word = "ALFA"
        numbers = self.numbers(len(REFUSALS) + len(UNCLEAR))
        url = f"/iys/sms/{self.verimor.id}/{self.verimor.sudo().push_token}/inbound"
        for number, text in zip(numbers, REFUSALS + UNCLEAR, strict=True):
            answer = self.url_open(
                url,
                data=self.body_of_text(text, number),
                headers={"Content-Type": "application/json"},
            )
            self.assertEqual(answer.status_code, 200)
        self.run_sms("texts")
        told = self.env["iys.consent"]._decide_send(self.alpha, "MESAJ", numbers)
        rules = [told[number].rule for number in numbers]
        wrong = [
            text
            for text, rule in zip(REFUSALS + UNCLEAR, rules, strict=True)
            if (rule == "refused") != (text in REFUSALS)
        ]
        self.assertEqual((len(numbers), wrong), (60, []))


@tagged("-at_install", "post_install")
class TestSmsInbound(PushCase):
    def _text(self, words="RET", number=None, **over):
        """Let a person's text be pushed and read; returns its row."""
        self.note(self.body_of_text(words, number, **over), "inbound")
        self.run_sms("texts")
        return self.texts()[-1:]

    # === A REFUSAL === #

    def test_a_refusal_counts_at_once_and_waits_for_iys(self):
        """L-14"""
        self._text()
        act = self.rets()
        self.assertEqual(
            (self.may_send(), act.source, act.state), (False, "HS_MESAJ", "queued")
        )

    def test_the_proof_tells_the_text_and_how_it_came(self):
        """L-32"""
        text = self._text("İptal lütfen", message_id=4711)
        proof = self.rets().evidence
        self.assertEqual(
            (proof["road"], proof["text"], proof["receiver"], proof["external_id"]),
            ("sms", "İptal lütfen", "4607", "4711"),
        )
        self.assertEqual(text.consent_ids, self.rets())

    def test_the_date_is_when_it_was_written(self):
        at = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(minutes=5)
        self._approve(self.new, consent_date=self._now() - timedelta(hours=1))
        self._text(number=self.new, at=at)
        self.assertEqual(self.rets(self.new).consent_date, at.replace(tzinfo=None))

    def test_a_text_pushed_twice_is_one_refusal(self):
        self._text(message_id=5)
        self.note(self.body_of_text("RET", message_id=5) + b" ", "inbound")
        self.run_sms("texts")
        self.assertEqual((len(self.texts()), len(self.rets())), (1, 1))

    def test_a_waiting_sms_falls(self):
        """R-26"""
        sms = self._make_sms(self.yes)
        self._text()
        self.run_queue()
        kinds = [job.options.kind for job in self.jobs()]
        self.assertEqual((kinds, sms.failure_type), (["info"], "iys_refused"))

    # === WHOSE === #

    def test_the_account_s_only_brand_is_meant(self):
        self._text()
        self.assertEqual(self.rets().brand_id, self.alpha)

    def _with_two_brands(self):
        self._make_ready(self.beta)
        self._make_title(self.verimor, "BETA", self.beta)

    def test_of_two_brands_the_named_one_is_meant(self):
        self._with_two_brands()
        self.beta.iys_sms_word = "BETA"
        self._text("RET BETA")
        self.assertEqual(self.rets().brand_id, self.beta)

    def test_of_two_brands_the_one_that_wrote_last_is_meant(self):
        """L-44"""
        self._with_two_brands()
        for brand, minutes in ((self.alpha, 9), (self.beta, 3)):
            self.env["iys.message"]._log_sent(
                [
                    {
                        "type": "MESAJ",
                        "message_class": "COMMERCIAL",
                        "recipient": self.yes,
                        "brand_id": brand.id,
                        "sent_at": self._now() - timedelta(minutes=minutes),
                    }
                ]
            )
        self._text()
        self.assertEqual(self.rets().brand_id, self.beta)

    def test_a_no_to_nobody_in_particular_is_a_no_to_all(self):
        """L-44"""
        self._with_two_brands()
        self._text()
        self.assertEqual(self.rets().brand_id, self.alpha | self.beta)

    def test_the_other_company_is_not_meant(self):
        self._approve(self.yes, brand_id=self.gamma.id)
        self._text()
        self.assertTrue(self.may_send(brand=self.gamma))

    # === NOT LOST === #

    def test_a_text_that_cannot_be_recorded_is_kept_and_tried_again(self):
        """A missing key file: the text waits, the managers are told, nothing is lost."""
        key = self.env["iys.key"]

        def missing(keys):
            raise UserError(keys.env._("No key"))

        own = type(key)._hasher
        type(key)._hasher = missing
        try:
            text = self._text()
            before = text.state
        finally:
            type(key)._hasher = own
        text.retry_at = self._now()
        self.run_sms("texts")
        self.assertEqual((before, text.state, len(self.rets())), ("failed", "done", 1))

    def test_a_sender_without_a_number_goes_to_a_person(self):
        text = self._text(number="BANKA")
        self.assertEqual((text.state, bool(text.error)), ("person", True))

    def test_what_a_person_wrote_cannot_be_changed(self):
        text = self._text()
        with self.assertRaises(UserError):
            self.as_role("manager", text).write({"text": "EVET"})

    # === THE CONFIRMATION === #

    def _answers(self):
        return (
            self.env["sms.sms"]
            .sudo()
            .search([("iys_origin_model", "=", "iys.sms.inbound")])
        )

    def test_the_person_is_told_once_in_plain_words(self):
        self._text()
        sms = self._answers()
        self.assertEqual(
            (len(sms), sms.number, sms.iys_message_class),
            (1, self.yes, "INFORMATIONAL"),
        )
        self.assertIn("Alfa", sms.body)

    def test_the_confirmation_leaves_although_the_person_refused(self):
        text = self._text()
        self.run_queue()
        self.assertEqual((self.left(), text.answer_state), ([self.yes], "sent"))

    def test_the_delivery_of_the_confirmation_is_noted(self):
        text = self._text()
        self.run_queue()
        with freeze_time(fields.Datetime.now() + timedelta(seconds=11)):
            self.run_sms("poll")
        self.assertEqual(text.answer_state, "delivered")

    def test_a_confirmation_on_its_way_outlives_the_vacuum(self):
        """Its end is still to be told; afterwards it goes like any other."""
        self._text()
        self.run_queue()
        self.env["sms.sms"]._gc_device()
        during = len(self._answers())
        with freeze_time(fields.Datetime.now() + timedelta(seconds=11)):
            self.run_sms("poll")
        self.env["sms.sms"]._gc_device()
        self.assertEqual((during, len(self._answers())), (1, 0))

    def test_a_second_refusal_is_not_answered(self):
        """Two machines must not talk to each other."""
        self._text()
        self._text("iptal")
        self.assertEqual(len(self._answers()), 1)

    def test_an_account_may_leave_it_to_the_operator(self):
        self.verimor.confirms_refusals = False
        self._text()
        self.assertFalse(self._answers())

    def test_an_unclear_text_is_not_answered(self):
        self._text("merhaba")
        self.assertFalse(self._answers())
