"""Explicit consents wait for the confirmation, too, where the form confirms (L-27, L-54)."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from .form_case import FormCase

SEEN = {"ip": "192.0.2.9", "browser": "Deneme/2.0"}


class ExplicitCase(FormCase):
    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: a form that confirms, with an approval and two purposes."""
        super().setUpClass()
        cls.company.email = "firma@deneme.example.com"
        cls.asking = cls._make_form(channels=("EPOSTA",), purposes=2)
        cls.ours = [("brand_id", "=", cls.alpha.id)]

    def _answer_all(self, *types, purposes=2, **over):
        """Answer with the boxes of channels and so many purposes ticked."""
        answer = self._answer(*types, form=self.asking, **over)
        boxes = self.asking.question_ids.filtered(lambda box: not box.type)[:purposes]
        answer.boxes.update({str(box.id): True for box in boxes})
        return self._take(answer, self.asking)

    def _asked(self):
        return self.env["iys.confirmation"].search(self.ours)

    def _given(self):
        return self.env["iys.explicit.consent"].search(self.ours)


@tagged("post_install", "-at_install")
class TestExplicitConfirmation(ExplicitCase):
    def test_nothing_is_given_before_the_person_confirms(self):
        taken = self._answer_all()
        self.assertEqual((taken.outcome, taken.confirm), ("taken", ("EPOSTA",)))
        self.assertFalse(self._given())

    def test_purposes_alone_get_one_link_and_a_row_each(self):
        """L-54."""
        self._answer_all()
        asked = self._asked()
        self.assertEqual(asked.purpose, "confirm_explicit")
        self.assertTrue(asked._confirm(SEEN))
        self.assertEqual(self._given().mapped("status"), ["given", "given"])
        self.assertFalse(self._acts())

    def test_the_moment_is_that_of_the_confirming_act(self):
        """L-27."""
        self._answer_all()
        with freeze_time(self._now() + timedelta(hours=5)):
            self._asked()._confirm(SEEN)
            self.assertEqual(set(self._given().mapped("consent_date")), {self._now()})

    def test_the_proof_holds_both_moments_and_no_doubt_of_the_address(self):
        """L-32."""
        self._answer_all()
        self._asked()._confirm(SEEN)
        proof = self._given()[0].evidence
        self.assertEqual(
            (proof["ip"], proof["confirmed_ip"]), ("192.0.2.7", SEEN["ip"])
        )
        self.assertNotIn("address", proof)

    def test_purposes_share_the_link_of_an_approval_by_e_mail(self):
        self._answer_all("EPOSTA")
        asked = self._asked()
        self.assertEqual(asked.purpose, "confirm_eposta")
        asked._confirm(SEEN)
        self.assertEqual((len(self._acts()), len(self._given())), (1, 2))

    def test_what_was_not_ticked_is_not_given_by_the_shared_link(self):
        """L-21."""
        self._answer_all("EPOSTA", purposes=1)
        self._asked()._confirm(SEEN)
        self.assertEqual(len(self._given()), 1)

    def test_without_a_confirmation_everything_is_forgotten(self):
        """L-27."""
        self._answer_all("EPOSTA")
        asked = self._asked()
        with freeze_time(asked.expires_at):
            asked._cron_expire()
        self.assertFalse(asked.pending or self._given() or self._acts())

    def test_the_link_works_once(self):
        self._answer_all()
        asked = self._asked()
        asked._confirm(SEEN)
        self.assertFalse(asked._confirm(SEEN))
        self.assertEqual(len(self._given()), 2)

    def test_a_second_answer_with_another_purpose_is_another_wish(self):
        """Nothing a person ticked is lost, even a minute after the first answer."""
        self._answer_all(purposes=1)
        self._answer_all(purposes=2)
        for asked in self._asked():
            asked._confirm(SEEN)
        self.assertEqual(len(self._given().notice_id), 2)

    def test_a_double_click_gets_one_mail(self):
        self._answer_all()
        self._answer_all()
        self.assertEqual(len(self._asked()), 1)

    def test_nobody_s_mailbox_is_filled_by_changing_purposes(self):
        start = self._now()
        for number in range(12):
            with freeze_time(start + timedelta(minutes=2 * number)):
                self._answer_all(purposes=1 + number % 2)
        self.assertEqual(len(self._asked()), 5)

    def test_a_link_with_other_purposes_is_not_stopped_by_its_twin(self):
        self._answer_all("EPOSTA", purposes=2)
        self._answer_all("EPOSTA", purposes=0)
        full = self._asked().filtered("about")
        plain = self._asked() - full
        plain._confirm(SEEN)
        self.assertEqual(full.state, "waiting")
        full._confirm(SEEN)
        self.assertEqual(len(self._given()), 2)

    def test_a_phone_that_cannot_be_proved_asks_for_the_e_mail(self):
        """L-27: fail closed, and the person is told what to do."""
        taken = self._answer_all(email="")
        self.assertEqual(dict(taken.faults), {"email": "email_missing"})
        self.assertFalse(self._given() or self._asked())

    def test_where_no_address_can_be_proved_such_a_form_is_not_published(self):
        form = self._make_form(channels=(), purposes=1, asks_email=False).copy()
        self.assertIn("no_code", [fault.code for fault in form._faults()])

    def test_a_form_that_does_not_confirm_gives_at_once_with_the_moment_of_the_press(
        self,
    ):
        form = self._make_form(channels=(), purposes=1, confirms_address=False)
        reading = form.version_id._read_answer(
            self._answer("explicit_consent", form=form)
        )
        pressed = self._now() - timedelta(minutes=7)
        form.version_id._keep_answer(
            reading, form.point_ids, self.env["res.partner"], at=pressed
        )
        given = self._given()
        self.assertEqual(given.consent_date, pressed)
        self.assertEqual(given.evidence["address"], "not confirmed by the person")

    def test_the_mail_names_each_purpose(self):
        """L-25: what pressing the button leads to is said first."""
        self._answer_all("EPOSTA")
        asked = self._asked()
        domain = [("model", "=", asked._name), ("res_id", "=", asked.id)]
        body = self.env["mail.mail"].search(domain).body_html
        for text in asked._purposes_shown():
            self.assertIn(text.name, body)


@tagged("post_install", "-at_install")
class TestExplicitConfirmationPage(HttpCase, ExplicitCase):
    def _ask(self, *types):
        self._answer_all(*types)
        asked = self._asked()
        domain = [("model", "=", asked._name), ("res_id", "=", asked.id)]
        body = self.env["mail.mail"].search(domain).body_html
        return "/iys/confirm/" + body.partition("/iys/confirm/")[2][:32]

    def test_the_page_shows_each_text_before_the_button(self):
        """L-25, L-52: separate texts under their own headings."""
        page = self.url_open(self._ask("EPOSTA")).text
        for text in self._asked()._purposes_shown():
            self.assertLess(page.index(str(text.body)), page.index("<button"))
        self.assertFalse(self._given())

    def test_pressing_gives_and_the_page_promises_no_receipt(self):
        page = self.url_open(self._ask(), data={"x": "1"}).text
        self.assertEqual(len(self._given()), 2)
        self.assertNotIn("bugün adresinize", page)
