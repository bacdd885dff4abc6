"""What the tests of the seal share: jobs that seal, anchor and check; an attacker's SQL."""

import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from unittest import SkipTest
from unittest.mock import patch

from odoo.modules import get_module_path
from odoo.tools import SQL

from ..models.seal.iys_seal_read import sealed_at_text
from ..models.seal.iys_seal_write import mac_text
from ..models.seal.seal_sources import BY_MODEL
from ..seal_chain.canon import GENESIS, link_hash, row_commitment
from .sync_case import SyncCase

TABLES = ("iys_consent", "iys_seal", "iys_seal_anchor", "iys_log", "iys_message")


class SealCase(SyncCase):
    """Acts of ``alpha`` and ``gamma`` get sealed when a test says so."""

    def seal(self):
        """Run the sealing job."""
        self.run_cron("seal")
        self.env.invalidate_all()

    def anchor(self):
        """Run the anchoring job; returns the latest anchor of the company."""
        self.run_cron("seal_anchor")
        self.env.invalidate_all()
        mine = [("company_id", "=", self.company.id)]
        return self.env["iys.seal.anchor"].search(mine, limit=1)

    def check(self, known_head=False):
        """Check the company's chain to the end."""
        action = self.as_role("manager", self.env["iys.seal.check"]).action_check_now(
            known_head
        )
        self.run_cron("seal_check")
        self.env.invalidate_all()
        return self.env["iys.seal.check"].browse(action["res_id"])

    def found(self, check):
        """What a check found: {(kind, model, id)}."""
        return {(f.kind, f.res_model, f.res_id) for f in check.fault_ids}

    def seals(self, company=None, model=None):
        """The links of a company, in order."""
        domain = [("company_id", "=", (company or self.company).id)]
        if model:
            domain.append(("res_model", "=", model))
        return self.env["iys.seal"].search(domain, order="seq")

    def seal_of(self, record):
        """The link of one record."""
        return self.env["iys.seal"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )

    def attack(self, statement, *params):
        """Run SQL as somebody who owns the tables and has switched the triggers off."""
        self.env.flush_all()
        for table in TABLES:
            self._switch_triggers(table, "DISABLE")
        self.cr.execute(statement, params)
        self.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            self._switch_triggers(table, "ENABLE")
        self.env.invalidate_all()

    def _switch_triggers(self, table, verb):
        name = SQL.identifier(table)
        self.cr.execute(SQL(f"ALTER TABLE %s {verb} TRIGGER USER", name))

    def recompute(self, seq, has_key):
        """Rebuild the chain from a place on over the rows as they are now."""
        links = self.env["iys.seal"]
        keyed = self.env["iys.key"]._hasher()
        before = self.seals().filtered(lambda s: s.seq == seq - 1).hash or GENESIS
        for link in self.seals().filtered(lambda s: s.seq >= seq):
            source = BY_MODEL[link.res_model]
            found = links._read_rows(source, "t.id = %s", link.res_id)[0]
            commitment = row_commitment(
                link.res_model, link.res_id, found.row.public, link.personal or "", 1
            )
            before = link_hash(
                self.company.id, link.seq, link.res_model, link.res_id,
                sealed_at_text(link.sealed_at), commitment, before, 1,
            )  # fmt: skip
            self.attack(
                "UPDATE iys_seal SET commitment = %s, hash = %s, mac = %s WHERE id = %s",
                commitment,
                before,
                keyed(mac_text(before)) if has_key else link.sudo().mac,
                link.id,
            )

    def three_acts(self):
        """Record three acts of ``alpha``, sealed and settled; returns them by id."""
        acts = [self._make_act(recipient=phone) for phone in self.phones(3)]
        consents = self._record(*acts).sorted("id")
        self.seal()
        self.seal()  # the first run proposes what the second settles
        return consents

    def use_folder(self):
        """Name a folder for copies of the head; returns its path."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        environment = patch.dict(os.environ, {"IZINNET_ANCHOR_DIR": folder.name})
        environment.start()
        self.addCleanup(environment.stop)
        return Path(folder.name)

    def use_authority(self):
        """Start a real time-stamp authority and set it up for the company."""
        root = str(Path(get_module_path("izinnet_iys")).parent)
        if not (Path(root) / "tests" / "simulators").is_dir():
            raise SkipTest("the simulators are not beside the addons")
        if root not in sys.path:
            sys.path.insert(0, root)
            self.addCleanup(sys.path.remove, root)
        from tests.simulators.timestamp import TimestampAuthority  # noqa: PLC0415

        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        authority = TimestampAuthority(folder.name)
        authority.__enter__()
        self.addCleanup(authority.down)
        hosts = patch.dict(os.environ, {"IZINNET_HOSTS": "127.0.0.1"})
        hosts.start()
        self.addCleanup(hosts.stop)
        self.company.sudo().iys_stamp_url = authority.url
        return authority

    def days(self, count):
        """Let days pass."""
        self.clock.tick(timedelta(days=count))
