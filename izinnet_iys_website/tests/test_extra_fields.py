"""What a stranger adds to a post: foreign names, foreign pages, foreign kinds of bodies."""

import json

from odoo.tests import tagged

from odoo.addons.izinnet_iys.tests.form_case import EMAIL

from .attack_case import AttackCase

#: Fields of acts, brands, forms and of Odoo; none of them is asked for (R-48).
NAMES = (
    "id ids uid user_id create_uid write_uid company_id company_ids brand_id brand"
    " form_id form point_id point version_id partner_id recipient recipient_key"
    " recipient_type type status state source consent_date iys_creation_date recorded_at"
    " retailer_code transaction_id notice_id evidence document_id origin_model origin_id"
    " is_effective proof_key content_hash promise deadline person_name context"
    " active_id active_ids model res_id method args kwargs domain fields sudo su"
    " groups_id tries error at stamp"
).split()
VALUES = {
    "company_id": "2",
    "status": "RET",
    "type": "ARAMA",
    "recipient": "baska@example.com",
    "consent_date": "2015-05-02 10:00:00",
    "state": "registered",
    "source": "HS_FIZIKSEL_ORTAM",
    "recipient_type": "TACIR",
    "is_effective": "1",
}
#: What of an act a post may not reach.
COMPARED = (
    "brand_id company_id recipient recipient_type type status source state partner_id"
    " person_name notice_id retailer_code transaction_id is_effective user_id"
    " origin_model origin_id"
).split()


@tagged("-at_install", "post_install")
class TestExtraFields(AttackCase):
    def _foreign(self):
        return {name: VALUES.get(name, "1") for name in NAMES}

    def _values(self, **over):
        return {
            "version": self.version._signed(),
            "language": "tr_TR",
            "name": "Ada Akçam",
            "email": "ada@example.com",
            f"box_{self._box(self.form, 'EPOSTA')}": "1",
            **over,
        }

    def _act(self, **extra):
        """Post an answer and return what it recorded, without its number and moment."""
        known = self._acts()
        self.url_open(f"/izin/{self.point.token}", data=self._values(**extra))
        self._work()
        act = self._acts() - known
        self.assertEqual(len(act), 1)
        return {name: act[name] for name in COMPARED}

    def test_there_are_fifty_of_them(self):
        self.assertGreaterEqual(len(set(NAMES)), 50)

    def test_on_the_page_they_change_nothing(self):
        """R-48."""
        other = {"email": "berk@example.com"}
        plain, attacked = self._act(), self._act(**{**self._foreign(), **other})
        self.assertEqual({**plain, "recipient": "berk@example.com"}, attacked)

    def test_in_the_block_they_change_nothing(self):
        """R-48."""
        known = self._acts()
        foreign = self._foreign()
        del foreign["form"], foreign["point"]  # our own helper takes these
        self._send("EPOSTA", **foreign, email="ada@example.com")
        act = self._acts() - known
        said = (act.brand_id, act.recipient, act.status, act.state, act.source)
        wanted = (self.alpha, "ada@example.com", "ONAY", "queued", "HS_WEB")
        self.assertEqual(said, wanted)

    def test_on_a_confirmation_they_change_nothing(self):
        """R-48."""
        self.url_open(f"/iys/confirm/{self.confirm_token}", data=self._foreign())
        act = self._acts(self.beta)
        said = (act.recipient, act.type, act.status, act.state, act.source)
        self.assertEqual(said, (EMAIL, "EPOSTA", "ONAY", "queued", "HS_WEB"))

    def test_on_the_preference_page_only_the_button_counts(self):
        """R-48."""
        choice = {"choice": f"leave:{self.alpha.id}:EPOSTA"}
        path = f"/iys/preferences/{self.message_token}"
        self.url_open(path, data={**self._foreign(), **choice})
        act = self._acts()[0]
        self.assertEqual(
            (act.status, act.type, act.source), ("RET", "EPOSTA", "HS_WEB")
        )
        self.assertEqual(act.recipient, EMAIL)

    # === FROM ELSEWHERE === #

    def test_a_foreign_page_leaves_no_approval_in_force(self):
        """R-49: it may fetch our page and post as whoever looks at it."""
        elsewhere = {
            "Origin": "https://kotu.example",
            "Referer": "https://kotu.example/",
        }
        self.authenticate("admin", "admin")
        data = self._values(email="kurban@example.com")
        self.url_open(f"/izin/{self.point.token}", data=data, headers=elsewhere)
        self._work()
        victim = self._acts().filtered(
            lambda act: act.recipient == "kurban@example.com"
        )
        self.assertFalse(victim.filtered("is_effective"))
        self.assertFalse(victim.user_id)

    def test_a_foreign_page_cannot_send_a_signed_in_person_s_form(self):
        """R-49: forms with a session of Odoo need its token."""
        self.authenticate("admin", "admin")
        for path in (
            "/website/form/mail.mail",
            "/web/signup",
            "/my/message-preferences",
        ):
            data = {**self._ours("EPOSTA"), "choice": "all", "email_from": EMAIL}
            answer = self.url_open(path, data=data)
            self.assertIn(answer.status_code, (200, 400, 404), path)
        self._work()
        self.assertFalse(self.env["iys.form.answer"].search([]))
        self.assertFalse(self._acts().filtered(lambda act: act.status == "RET"))

    def test_our_json_takes_no_other_kind_of_body(self):
        """R-49: a foreign page can send texts and forms without asking, but no JSON."""
        path = f"/iys/form/{self.point.token}/answer"
        params = {"values": self._values()}
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        for kind in ("text/plain", "application/x-www-form-urlencoded"):
            headers = {"Content-Type": kind}
            answer = self.url_open(path, data=body, headers=headers)
            self.assertGreaterEqual(answer.status_code, 400, kind)
        self._work()
        self.assertEqual(len(self._acts()), 1)  # the one the person has already
