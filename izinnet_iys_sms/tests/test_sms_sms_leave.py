from odoo.tests import tagged

from odoo.addons.izinnet_iys.iys_api.recipients import normalise

from .common import IysSmsCase


@tagged("post_install", "-at_install")
class TestSmsWall(IysSmsCase):
    """Nothing commercial reaches the gateway without a consent, whatever the door."""

    def _make_merchant(self, person):
        proof = {"iys_recipient_type_proof": "Ticaret sicili 101"}
        person.write({"iys_recipient_type": "TACIR", **proof})

    def test_only_who_approved_gets_a_commercial_sms(self):
        lot = [self._make_sms(number) for number in (self.yes, self.no, self.new)]
        self.assertEqual(self.send(*lot), [self.yes])

    def test_the_middle_one_being_no_number_the_others_leave(self):
        """Three records, the middle one broken."""
        other = "+905321112209"
        self._approve(other)
        lot = [self._make_sms(number) for number in (self.yes, "abc", other)]
        self.assertEqual(self.send(*lot), [self.yes, other])

    def test_what_was_not_sent_says_why(self):
        """L-64"""
        sms = self._make_sms(self.no)
        self.send(sms)
        self.assertRecordValues(
            sms,
            [
                {
                    "state": "canceled",
                    "failure_type": "iys_refused",
                    "iys_rule": "refused",
                }
            ],
        )

    def test_what_was_sent_names_the_consent_that_allowed_it(self):
        """L-64"""
        sms = self._make_sms(self.yes)
        self.send(sms)
        self.assertEqual(sms.iys_consent_id.recipient, self.yes)

    def test_an_informational_sms_leaves_without_a_consent(self):
        """L-38"""
        sms = self._make_sms(
            self.no, iys_message_class="INFORMATIONAL", iys_is_released=True
        )
        self.assertEqual(self.send(sms), [self.no])

    def test_a_class_nobody_released_needs_a_consent(self):
        """L-38"""
        sms = self._make_sms(self.new, iys_message_class="INFORMATIONAL")
        self.assertEqual(self.send(sms), [])

    def test_an_emergency_stop_holds_even_codes_back(self):
        self.alpha.emergency_stop = True
        sms = self._make_sms(
            self.yes,
            iys_message_class="OTP",
            iys_is_released=True,
            iys_brand_id=self.alpha.id,
        )
        self.assertEqual(self.send(sms), [])

    def test_a_number_in_any_spelling_meets_its_refusal(self):
        for spelling in ("0532 111 22 02", "532-111-2202", "00905321112202"):
            self.assertEqual(normalise("MESAJ", spelling), self.no)
            self.assertEqual(self.send(self._make_sms(spelling)), [], spelling)

    def test_a_masked_number_gets_nothing(self):
        """L-58"""
        sms = self._make_sms("+90 532 *** ** 01")
        self.send(sms)
        self.assertEqual(sms.failure_type, "iys_no_address")

    def test_a_refusal_after_queueing_is_obeyed(self):
        """R-26"""
        sms = self._make_sms(self.yes)
        self._refuse(self.yes)
        self.assertEqual(self.send(sms), [])

    def test_one_brands_approval_is_not_anothers(self):
        """L-6"""
        sms = self._make_sms(self.yes, iys_brand_id=self.gamma.id)
        self.assertEqual(self.send(sms), [])

    def test_a_company_without_a_brand_sends_nothing_commercial(self):
        bare = self.env["res.company"].create({"name": "Markasız Ltd."})
        sms = self.env["sms.sms"].sudo().with_company(bare)
        sms = sms.create({"number": self.yes, "body": "Merhaba"})
        self.send(sms)
        self.assertEqual(sms.failure_type, "iys_no_brand")

    def test_the_private_way_past_send_meets_the_same_wall(self):
        """`_send` is what core's queue calls."""
        lot = self._make_sms(self.yes) + self._make_sms(self.no)
        with self.mockSMSGateway():
            lot._send()
        self.assertEqual(self.numbers_sent(), [self.yes])

    def test_sms_of_two_companies_leave_by_one_call(self):
        self._approve(self.new, brand_id=self.gamma.id)
        other = self.env["sms.sms"].sudo().with_company(self.other_company)
        other = other.create({"number": self.new, "body": "Merhaba"})
        lot = self._make_sms(self.yes) + other
        with self.mockSMSGateway():
            lot._send()
        self.assertEqual(self.numbers_sent(), [self.yes, self.new])

    def test_a_stale_update_makes_sms_wait_and_cancels_nothing(self):
        """L-15"""
        self.alpha.last_good_pull = False
        sms = self._make_sms(self.yes)
        self.send(sms)
        self.assertRecordValues(sms, [{"state": "outgoing", "iys_rule": "stale"}])

    def test_a_failed_sms_is_asked_about_again_when_retried(self):
        sms = self._make_sms(self.yes)
        with self.mockSMSGateway(sim_error="server_error"):
            sms.send()
        self._refuse(self.yes)
        with self.mockSMSGateway():
            sms.resend_failed()
        self.assertEqual((self.numbers_sent(), sms.state), ([], "canceled"))

    def test_who_retries_reads_why_it_was_not_sent(self):
        sms = self._make_sms(self.yes)
        with self.mockSMSGateway(sim_error="server_error"):
            sms.send()
        self._refuse(self.yes)
        with self.mockSMSGateway():
            told = sms.resend_failed()
        self.assertIn("Refused by the recipient", told["params"]["message"])

    def test_a_merchant_who_refused_nothing_gets_it(self):
        """L-36"""
        merchant = self._make_people(self.new)
        self._make_merchant(merchant)
        self.assertEqual(self.send(self._make_sms(self.new)), [self.new])

    def test_a_number_of_a_merchant_and_a_person_needs_a_consent(self):
        """L-36"""
        both = self._make_people(self.new, self.new)
        self._make_merchant(both[0])
        self.assertEqual(self.send(self._make_sms(self.new)), [])


@tagged("post_install", "-at_install")
class TestSmsLog(IysSmsCase):
    """What left is kept with its words and reason (L-33, L-34)."""

    def _logged(self, number):
        return self.env["iys.message"].search([("recipient", "=", number)])

    def test_a_commercial_sms_that_left_is_in_the_log(self):
        sms = self._make_sms(self.yes)
        self.send(sms)
        self.assertRecordValues(
            self._logged(self.yes),
            [
                {
                    "type": "MESAJ",
                    "rule": "approved",
                    "consent_id": sms.iys_consent_id.id,
                    "message_ref": sms.uuid,
                    "brand_id": self.alpha.id,
                }
            ],
        )

    def test_an_sms_that_did_not_leave_is_not_in_the_log(self):
        self.send(self._make_sms(self.no))
        self.assertFalse(self._logged(self.no))

    def test_an_sms_the_gateway_refused_is_not_in_the_log(self):
        sms = self._make_sms(self.yes)
        with self.mockSMSGateway(sim_error="server_error"):
            sms.send()
        self.assertFalse(self._logged(self.yes))

    def test_the_link_in_the_text_opens_the_row_of_the_log(self):
        """L-43"""
        self.send(self._make_sms(self.yes))
        row = self._logged(self.yes).sudo()
        self.env.cr.execute("SELECT token FROM iys_message WHERE id = %s", [row.id])
        token = self.env.cr.fetchone()[0]
        self.assertIn(f"/iys/refuse/{token}", self._sms[0]["body"])

    def test_a_code_is_not_kept_in_clear(self):
        sms = self._make_sms(
            self.yes,
            body="Kodunuz 481516",
            iys_message_class="OTP",
            iys_is_released=True,
        )
        self.send(sms)
        self.assertNotIn("481516", self._logged(self.yes).body_text)
