from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.izinnet_iys_sms.sms_gateways import (
    Ambiguous,
    ContentError,
    DuplicateError,
    RateLimited,
    RecipientError,
    RequestError,
    SendResult,
    Transient,
    UnexpectedAnswer,
)

from ..models.sending.failure_words import FAILURE_OF, OWN
from .gateway_case import GatewayCase


@tagged("post_install", "-at_install")
class TestSmsOwnErrors(GatewayCase):
    """What each kind of answer means for the SMS, as the table of sms.md §9.3 has it."""

    def run_again(self):
        """Let an operator's rest pass and work the queue."""
        self.gateway.resume_at = False
        self.env["sms.sms"].sudo().search([("state", "=", "outgoing")]).write(
            {"iys_ask_again_at": False}
        )
        self.run_queue()

    def test_a_refused_whole_lot_is_halved_until_the_faulty_number_is_found(self):
        sms = self.make_many(8)
        faulty = sms[5].number

        def refuse(fake, messages, options):
            if faulty in {message.to for message in messages}:
                raise RecipientError("one of them")
            return SendResult({m.ref: None for m in messages}, job_ids=("1",))

        self.answer(refuse)
        self.run_queue()
        failed = sms.filtered(lambda one: one.state == "error")
        self.assertEqual(
            (failed.number, failed.failure_type, set((sms - failed).mapped("state"))),
            (faulty, "sms_invalid_destination", {"pending"}),
        )

    def test_only_the_named_recipients_end(self):
        sms = self.make_many(3)

        def refuse(fake, messages, options):
            bad = [m.ref for m in messages if m.to == sms[1].number]
            if bad:
                raise RecipientError("named", refs=bad)
            return SendResult({m.ref: None for m in messages}, job_ids=("1",))

        self.answer(refuse)
        self.run_queue()
        self.assertEqual(sms.mapped("state"), ["pending", "error", "pending"])

    def test_a_refused_text_ends(self):
        self.answer(ContentError("forbidden"))
        sms = self.make_info()
        self.run_queue()
        self.assertEqual((sms.state, sms.failure_type), ("error", "iys_sms_content"))

    def test_a_repetition_ends_as_duplicate(self):
        self.answer(DuplicateError("451"))
        sms = self.make_info()
        self.run_queue()
        self.assertEqual((sms.state, sms.failure_type), ("error", "sms_duplicate"))

    def test_a_limit_makes_the_account_rest_and_nothing_fails(self):
        self.answer(RateLimited("slow", retry_after=30))
        sms = self.make_info()
        self.run_queue()
        wait = self.gateway.resume_at - self._now()
        self.assertEqual((sms.state, wait > timedelta(seconds=25)), ("outgoing", True))

    def test_a_rest_asked_for_in_nineteen_digits_wakes_the_queue_in_minutes(self):
        """The number comes from a header the other side writes; nothing may overflow."""
        calls = self.answer(RateLimited("slow", retry_after=1e18))
        self.make_info()
        self.run_queue()
        self.assertEqual(
            (len(calls), self.gateway.resume_at < self._now() + timedelta(days=2)),
            (1, True),
        )

    def test_a_numbers_own_limit_holds_up_that_number_alone(self):
        """Netgsm 85"""
        busy = self.make_info(self.yes)

        def limit(fake, messages, options):
            if messages[0].to == self.yes:
                raise RateLimited("85", per_number=True)
            return SendResult({m.ref: None for m in messages}, job_ids=("1",))

        self.answer(limit)
        other = self.make_info(self.new)
        self.run_queue()
        self.assertEqual(
            (busy.state, bool(busy.iys_ask_again_at), other.state),
            ("outgoing", True, "pending"),
        )

    def test_an_operator_that_cannot_be_reached_is_tried_three_times(self):
        calls = self.answer(Transient("down"))
        sms = self.make_info()
        for _time in range(5):
            self.run_again()
        self.assertEqual((len(calls), sms.failure_type), (3, "sms_server"))

    def test_a_fault_of_ours_is_no_success(self):
        self.answer(RequestError("70"))
        sms = self.make_info()
        self.run_queue()
        self.assertEqual((sms.state, self.left()), ("outgoing", []))

    def test_an_answer_nobody_described_is_unknown(self):
        self.answer(UnexpectedAnswer("<html>"))
        sms = self.make_info()
        self.run_queue()
        self.assertEqual(sms.failure_type, "iys_sms_ambiguous")

    def test_a_fault_in_the_client_is_unknown_and_does_not_escape(self):
        """sms.md trap 4"""
        self.answer(ZeroDivisionError("bug"))
        sms = self.make_info()
        with self.assertLogs("odoo.addons.izinnet_iys_sms", "ERROR"):
            self.run_queue()
        self.assertEqual(sms.failure_type, "iys_sms_ambiguous")

    def test_whom_the_answer_does_not_name_is_unknown(self):
        """sms.md trap 5"""
        sms = self.make_many(2)

        def forget(fake, messages, options):
            return SendResult({messages[0].ref: None}, job_ids=("1",))

        self.answer(forget)
        self.run_queue()
        self.assertEqual(sms.mapped("failure_type"), [False, "iys_sms_ambiguous"])

    def test_every_failure_is_declared_wherever_it_is_kept(self):
        """sms.md trap 3"""
        kinds = {kind for kind, _label in OWN} | set(FAILURE_OF.values())
        for model in ("sms.sms", "mail.notification", "mailing.trace"):
            declared = {
                key for key, _label in self.env[model]._fields["failure_type"].selection
            }
            self.assertFalse(kinds - declared, model)

    def test_landline_foreign_and_nonsense_numbers_end_without_a_call(self):
        wanted = {
            "+902121112233": "sms_number_format",
            "+4915112345678": "sms_country_not_supported",
            "merhaba": "sms_number_format",
        }
        made = {number: self.make_info(number) for number in wanted}
        self.run_queue()
        told = {number: sms.failure_type for number, sms in made.items()}
        self.assertEqual((told, self.left()), (wanted, []))

    def test_a_number_with_a_zero_too_many_is_read_rightly(self):
        """+9005…"""
        self.make_info("+9005321112299")
        self.run_queue()
        texts = [text.number.e164 for job in self.jobs() for text in job.texts]
        self.assertEqual(texts, ["+905321112299"])

    def test_an_emoji_has_its_own_alphabet(self):
        self.make_info(self.yes, body="Merhaba 😀")
        self.make_info(self.new, body="Merhaba")
        self.run_queue()
        told = sorted(job.options.encoding for job in self.jobs())
        self.assertEqual(told, ["gsm", "ucs2"])

    def test_retry_leaves_out_what_may_have_left(self):
        self.answer(Ambiguous("lost"), None)
        unknown = self.make_info(self.yes)
        self.run_queue()
        unknown.resend_failed()
        unknown.action_set_outgoing()
        self.assertEqual(unknown.state, "error")

    def test_a_person_may_send_again_what_is_unknown(self):
        self.answer(Ambiguous("lost"), None)
        unknown = self.make_info(self.yes)
        self.run_queue()
        unknown.action_iys_send_anyway()
        self.run_again()
        self.assertEqual((unknown.state, self.left()), ("pending", [self.yes]))
