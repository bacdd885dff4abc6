"""What the tests of refusals share: a person, messages with links, what stands."""

from .common import IysCommon

MAIL = "kisi@deneme.example.com"


class RefusalCase(IysCommon):
    """One person with approvals at ``alpha``, ``beta`` and ``gamma`` (other company)."""

    @classmethod
    def setUpClass(cls):
        """Override of `common`: approvals of one address for all three brands."""
        super().setUpClass()
        cls.brands = cls.alpha | cls.beta | cls.gamma
        cls._make_ready(*cls.brands)
        cls.approvals = cls._record(
            *[
                cls._make_received(brand_id=brand.id, recipient=MAIL, type="EPOSTA")
                for brand in cls.brands
            ]
        )

    @classmethod
    def _log_message(cls, **over):
        """Log a commercial e-mail of ``alpha`` to the person that has left."""
        row = {
            "type": "EPOSTA",
            "message_class": "COMMERCIAL",
            "brand_id": cls.alpha.id,
            "recipient": MAIL,
            "body": "<p>Merhaba</p>",
            **over,
        }
        (token,) = cls.env["iys.message"]._log_sent([row])
        return cls.env["iys.message"]._by_token(token)

    @classmethod
    def _make_mailing(cls, **over):
        values = {
            "subject": "Yaz indirimi",
            "mailing_model_id": cls.env["ir.model"]._get_id("res.partner"),
            "iys_brand_id": cls.alpha.id,
            **over,
        }
        return cls.env["mailing.mailing"].create(values)

    @classmethod
    def _make_member(cls, mailing_list, email=MAIL, **over):
        """Make a contact of a mailing list; returns the membership."""
        contact = cls.env["mailing.contact"].create({"name": "Kişi", "email": email})
        return cls.env["mailing.subscription"].create(
            {"contact_id": contact.id, "list_id": mailing_list.id, **over}
        )

    def _refusals(self, **over):
        """The refusals of the person that are in force."""
        wanted = {"recipient": MAIL, "type": "EPOSTA", **over}
        self.env.invalidate_all()
        return self.env["iys.consent"].search(
            [
                ("status", "=", "RET"),
                ("is_effective", "=", True),
                *[(name, "=", value) for name, value in wanted.items()],
            ],
            order="id",
        )

    def _told(self):
        """All refusals recorded for the three brands, in force or not."""
        return self.env["iys.consent"].search(
            [("status", "=", "RET"), ("brand_id", "in", self.brands.ids)]
        )

    def _refused_brands(self, **over):
        return self._refusals(**over).brand_id

    def _rule(self, brand=None, email=MAIL):
        """The rule by which an e-mail to the person is decided now."""
        brand = brand or self.alpha
        decided = self.env["iys.consent"]._decide_send(brand, "EPOSTA", [email])
        return decided[email].rule

    def _as_visitor(self, records):
        """Records as code sees them that serves an anonymous visitor."""
        return records.with_user(self.env.ref("base.public_user")).sudo()

    def _counts(self):
        """How many rows there are where a refusal could leave a trace."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT (SELECT count(*) FROM iys_consent),
                   (SELECT count(*) FROM mail_blacklist),
                   (SELECT count(*) FROM phone_blacklist),
                   (SELECT count(*) FROM mailing_subscription),
                   (SELECT count(*) FROM mailing_subscription WHERE opt_out),
                   (SELECT count(*) FROM mail_message),
                   (SELECT count(*) FROM ir_cron_trigger)
            """
        )
        return self.env.cr.fetchone()
