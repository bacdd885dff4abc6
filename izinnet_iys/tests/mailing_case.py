"""What the tests of mailings share: people, what they said, a mailing to them."""

from datetime import timedelta

from .common import IysCommon


class MailingCase(IysCommon):
    """A ready brand and a mailing of an author to contacts found by ``ref``."""

    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: make the brand ready."""
        super().setUpClass()
        cls._make_ready(cls.alpha, cls.beta)

    @classmethod
    def _make_people(cls, *names, **over):
        """Make a contact of each name with an address of that name."""
        return cls.env["res.partner"].create(
            [
                {
                    "name": name,
                    "email": f"{name}@deneme.example.com",
                    "ref": "aud",
                    **over,
                }
                for name in names
            ]
        )

    @classmethod
    def _say(cls, status, *people, minutes=5, **over):
        """Let people approve (ONAY) or refuse (RET) e-mails of alpha, some time ago."""
        return cls._record(
            *[
                cls._make_received(
                    type="EPOSTA",
                    recipient=person.email,
                    status=status,
                    consent_date=cls._now() - timedelta(minutes=minutes),
                    **over,
                )
                for person in people
            ]
        )

    @classmethod
    def _make_mailing(cls, **over):
        values = {
            "subject": "KAMPANYA: deneme",
            "body_html": "<p>Merhaba</p>",
            "mailing_model_id": cls.env["ir.model"]._get_id("res.partner"),
            "mailing_domain": "[('ref', '=', 'aud')]",
            "iys_brand_id": cls.alpha.id,
            **over,
        }
        return cls.env["mailing.mailing"].create(values)

    def _traces(self, mailing):
        """Return {record id: (status, rule)} of a mailing's traces."""
        traces = self.env["mailing.trace"].search(
            [("mass_mailing_id", "=", mailing.id)]
        )
        return {t.res_id: (t.trace_status, t.iys_rule) for t in traces}


class ThreePeople(MailingCase):
    """``ayse`` approved, ``bora`` refused, ``can`` said nothing."""

    @classmethod
    def setUpClass(cls):
        """Override of `MailingCase`: make the three and let two of them speak."""
        super().setUpClass()
        cls.ayse, cls.bora, cls.can = cls._make_people("ayse", "bora", "can")
        cls._say("ONAY", cls.ayse)
        cls.refusal = cls._say("RET", cls.bora)
        cls.queue = cls.env.ref("mass_mailing.ir_cron_mass_mailing_queue")

    def _mails(self, mailing):
        return self.env["mail.mail"].search([("mailing_id", "=", mailing.id)])

    def _send(self, mailing=None, **over):
        mailing = mailing or self._make_mailing(**over)
        mailing._action_send_mail()
        return mailing

    def _run_queue(self):
        with self.enter_registry_test_mode():
            self.queue.method_direct_trigger()
        self.env.invalidate_all()
