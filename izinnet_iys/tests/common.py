"""What the tests of the addon share: two companies, three brands, one user a role."""

from datetime import timedelta

from odoo import fields
from odoo.tests import TransactionCase, new_test_user

from ..iys_api.acts import Act

ROLES = ("collector", "author", "manager", "admin", "auditor")


class IysCommon(TransactionCase):
    """Brands ``alpha`` and ``beta`` of one company, ``gamma`` of another, all demo."""

    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: build the companies, brands and users."""
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Anadolu Deneme A.Ş."})
        cls.other_company = cls.env["res.company"].create({"name": "Ege Deneme Ltd."})
        cls.env = cls.env(
            context={
                **cls.env.context,
                "tracking_disable": True,
                "allowed_company_ids": [cls.company.id],
            }
        )
        cls.account = cls._make_account(cls.company, "600001")
        cls.other_account = cls._make_account(cls.other_company, "600002")
        cls.alpha = cls._make_brand(cls.account, "Alfa", "700001")
        cls.beta = cls._make_brand(cls.account, "Beta", "700002")
        cls.gamma = cls._make_brand(cls.other_account, "Gama", "700003")
        cls.users = {role: cls._make_user(role) for role in ROLES}
        cls.phone = "+905321112233"

    @classmethod
    def _make_account(cls, company, code):
        return cls.env["iys.account"].create(
            {
                "name": f"Account {code}",
                "company_id": company.id,
                "iys_code": code,
                "route": "demo",
            }
        )

    @classmethod
    def _make_brand(cls, account, name, code):
        return cls.env["iys.brand"].create(
            {"name": name, "account_id": account.id, "brand_code": code}
        )

    @classmethod
    def _make_ready(cls, *brands):
        """Give brands all that the gate demands before it looks at a recipient."""
        for brand in brands:
            brand.write(
                {
                    "registration_state": "ready",
                    "trade_name": f"{brand.name} Deneme A.Ş.",
                    "mersis": "0000000000000101",
                    "contact": "iletisim@deneme.example.com",
                    "last_good_pull": cls._now(),
                    # no quiet hours: tests run at night too
                    "iys_quiet_start": 0.0,
                    "iys_quiet_end": 0.0,
                }
            )

    @classmethod
    def _make_user(cls, role):
        return new_test_user(
            cls.env,
            login=f"iys_{role}",
            groups=f"base.group_user,izinnet_iys.group_{role}",
            context={"no_reset_password": True},
            company_id=cls.company.id,
            company_ids=[fields.Command.set(cls.company.ids)],
        )

    @classmethod
    def _now(cls):
        """Now, naive UTC with whole seconds."""
        return fields.Datetime.now()

    @classmethod
    def _make_act(cls, **over):
        """Make an ONAY for a text message, given one minute ago on the website."""
        values = {
            "brand_id": cls.alpha.id,
            "recipient": cls.phone,
            "type": "MESAJ",
            "status": "ONAY",
            "source": "HS_WEB",
            "consent_date": cls._now() - timedelta(minutes=1),
            **over,
        }
        return Act(**values)

    @classmethod
    def _make_received(cls, **over):
        """Make an act that İYS told of: an ONAY like this counts at once."""
        moment = over.get("consent_date") or cls._now() - timedelta(minutes=1)
        values = {
            "source": "IYS_WEB",
            "state": "received",
            "transaction_id": f"t{moment:%Y%m%d%H%M%S}",
            "iys_creation_date": moment,
            **over,
        }
        return cls._make_act(**values)

    @classmethod
    def _record(cls, *acts):
        """Record acts and return their consents, faulty ones left out."""
        recorded = cls.env["iys.consent"]._record_acts(list(acts))
        ids = [entry.consent_id for entry in recorded if entry.consent_id]
        return cls.env["iys.consent"].browse(ids)

    @classmethod
    def _make_notice(cls, brand=None, kind="commercial_approval", **over):
        """Make a published text: an approval of SMS, or a complete notice, or …"""
        brand = brand or cls.alpha
        values = {"brand_id": brand.id, "kind": kind, "language": "tr_TR", **over}
        if kind == "commercial_approval":
            values.setdefault("type", "MESAJ")
        if kind == "notice":
            brand.trade_name = brand.trade_name or f"{brand.name} Deneme A.Ş."
            values.setdefault("block_ids", cls._notice_blocks())
        values.setdefault("name", f"{kind} {values.get('type', '')}".strip())
        if "block_ids" not in values:
            values.setdefault("body", "<p>Onaylıyorum.</p>")
        notice = cls.env["iys.notice"].create(values)
        notice.action_publish()
        return notice

    @classmethod
    def _notice_blocks(cls):
        """Return commands for the blocks that a notice must have (L-53)."""
        words = {
            "controller": "Veri sorumlusu {{trade_name}}.",
            "purpose": "İleti göndermek.",
            "recipient": "İYS.",
            "method": "Formlar.",
            "rights": "KVKK m. 11.",
        }
        return [
            fields.Command.create({"kind": kind, "content": text, "ground": "consent"})
            for kind, text in words.items()
        ]

    @classmethod
    def _make_partner(cls, **over):
        values = {"name": "Deneme Kişi", "phone": cls.phone, **over}
        return cls.env["res.partner"].create(values)

    def as_role(self, role, record):
        """The same record or model, seen by the user of a role."""
        return record.with_user(self.users[role])
