"""What the tests of proof share: acts, messages and attempts of one address."""

from datetime import timedelta

from .common import IysCommon

MAIL = "kisi@deneme.example.com"


class ProofCase(IysCommon):
    """An approval and a refusal of one phone, one e-mail sent, one kept back."""

    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: build the history."""
        super().setUpClass()
        now = cls._now()
        cls.approval = cls._record(
            cls._make_received(
                consent_date=now - timedelta(days=10), person_name="Şule Işık"
            )
        )
        cls.refusal = cls._record(
            cls._make_act(status="RET", consent_date=now - timedelta(days=2))
        )
        cls.mail_approval = cls._record(
            cls._make_received(
                type="EPOSTA", recipient=MAIL, consent_date=now - timedelta(days=9)
            )
        )

    @classmethod
    def _log_message(cls, **over):
        row = {
            "type": "EPOSTA",
            "message_class": "COMMERCIAL",
            "brand_id": cls.alpha.id,
            "recipient": MAIL,
            "subject": "Güz fırsatları",
            "body": "<p>Şimdi %20 indirim, İyi günler</p>",
            "rule": "approved",
            "consent_id": cls.mail_approval.id,
            **over,
        }
        (token,) = cls.env["iys.message"]._log_sent([row])
        return cls.env["iys.message"].search([("token", "=", token)])

    @classmethod
    def _make_mailing(cls, brand=None):
        return cls.env["mailing.mailing"].create(
            {
                "subject": "Kampanya",
                "mailing_model_id": cls.env["ir.model"]._get_id("res.partner"),
                "iys_brand_id": (brand or cls.alpha).id,
                "body_html": "<p>x</p>",
            }
        )

    @classmethod
    def _keep_back(cls, mailing=None, **over):
        partner = cls._make_partner(email=MAIL)
        values = {
            "model": "res.partner",
            "res_id": partner.id,
            "mass_mailing_id": (mailing or cls._make_mailing()).id,
            "email": MAIL,
            "trace_status": "cancel",
            "failure_type": "iys_refused",
            "iys_rule": "refused",
            **over,
        }
        return cls.env["mailing.trace"].create(values)

    def _ask(self, role="manager", **over):
        values = {"query": self.phone, "reason": "complaint of 12 November", **over}
        return self.as_role(role, self.env["iys.proof"]).create(values)

    def _show(self, role="manager", **over):
        proof = self._ask(role, **over)
        proof.action_show()
        return proof
