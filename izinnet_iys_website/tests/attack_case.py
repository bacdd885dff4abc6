"""What the tests of abuse share: every page of ours as strangers find it."""

import hashlib

from odoo.tools import SQL

from odoo.addons.izinnet_iys.tests.form_case import EMAIL

from .block_case import BlockCase

#: Rows that are added by looking and say nothing of anybody: visits to be counted.
COUNTED = ("iys_form_hit",)


class AttackCase(BlockCase):
    """Links of every kind for one person: form, confirmation, message, preferences."""

    @classmethod
    def setUpClass(cls):
        """Override of `block_case`: a message that left and questions that wait."""
        super().setUpClass()
        cls._record(cls._make_received(recipient=EMAIL, type="EPOSTA"))
        row = {
            "type": "EPOSTA",
            "message_class": "COMMERCIAL",
            "brand_id": cls.alpha.id,
            "recipient": EMAIL,
            "body": "<p>Merhaba</p>",
        }
        (cls.message_token,) = cls.env["iys.message"]._log_sent([row])
        cls.confirm_token = cls._question("confirm_eposta", {"source": "HS_WEB"})
        cls.asked_token = cls._question("preferences")

    @classmethod
    def _question(cls, purpose, pending=False):
        row = {
            "brand_id": cls.beta.id,
            "purpose": purpose,
            "recipient": EMAIL,
            "pending": pending and {**pending, "person_name": "Deneme Kişi"},
        }
        return cls.env["iys.confirmation"]._ask([row])[0]

    def _pages(self):
        """Return the paths of all our public pages, by name."""
        form = f"/izin/{self.point.token}"
        return {
            "form": form,
            "kiosk": f"{form}/kiosk",
            "leave kiosk": f"{form}/kiosk/leave",
            "unknown form": "/izin/yok",
            "confirm": f"/iys/confirm/{self.confirm_token}",
            "refuse": f"/iys/refuse/{self.message_token}",
            "one click": f"/iys/refuse/{self.message_token}/oneclick",
            "preferences": f"/iys/preferences/{self.message_token}",
            "asked preferences": f"/iys/preferences/{self.asked_token}",
            "ask": "/iys/preferences",
        }

    def _contents(self):
        """Return the paths that give our blocks their texts."""
        token = self.point.token
        return {
            "block": f"/iys/form/{token}/content",
            "newsletter": "/iys/newsletter/content",
            "event": "/iys/beside/event/content",
            "shop": "/iys/beside/shop/content",
        }

    def _hashes(self):
        """Return {table: hash of all its rows} of every table of ours that keeps
        something of somebody."""
        self.env.flush_all()
        tables = self.env.execute_query(
            SQL(
                "SELECT tablename FROM pg_tables WHERE tablename LIKE %s"
                " AND schemaname = current_schema() ORDER BY 1",
                "iys\\_%",
            )
        )
        return {name: self._hash(name) for (name,) in tables if name not in COUNTED}

    def _hash(self, table):
        rows = self.env.execute_query(
            SQL("SELECT t::text FROM %s t ORDER BY 1", SQL.identifier(table))
        )
        return hashlib.sha256(repr(rows).encode()).hexdigest()
