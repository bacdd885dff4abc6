"""Sealing: one writer a company, in lots, by a scheduled action (R-33)."""

import io
import logging
import time

from odoo import api, fields, models

from ...seal_chain.canon import (
    GENESIS,
    NOTHING,
    VERSION,
    link_hash,
    new_salt,
    personal_commitment,
    row_commitment,
)
from .iys_seal_read import sealed_at_text
from .seal_sources import SOURCES

_logger = logging.getLogger(__name__)

LOCK_SPACE = 0x1957_06
LOT = 5000
#: Seconds until the job looks again after it found something to seal.
AGAIN = 25
#: Seconds of one run; Odoo ends a worker after 120. The next run goes on behind it.
SLOT = 45
COLUMNS = (
    "company_id", "seq", "version", "res_model", "res_id", "sealed_at", "personal",
    "salt", "commitment", "hash", "mac",
)  # fmt: skip
UNSEALED = """%s = %%s AND t.id > %%s AND %s AND NOT EXISTS (
    SELECT FROM iys_seal s WHERE s.res_id = t.id AND s.res_model = '%s')"""


class IysSeal(models.Model):
    _inherit = "iys.seal"

    @api.model
    def _cron_seal(self):
        """Seal what is new, company by company; one company's trouble stops no other."""
        sealed, until = 0, time.monotonic() + SLOT
        for company in self._every_company():
            try:
                sealed += self._seal_company(company, until)
            except Exception:
                self.env.cr.rollback()
                _logger.exception("seal: company %s", company.id)
        if sealed:
            again = fields.Datetime.add(fields.Datetime.now(), seconds=AGAIN)
            self.env.ref("izinnet_iys.ir_cron_seal")._trigger(at=again)

    @api.model
    def _every_company(self):
        """Return all companies, also archived ones: their records stay proof."""
        return self.env["res.company"].search([("active", "in", (True, False))])

    @api.model
    def _seal_company(self, company, until):
        """Seal what is new of one company; returns how many rows. Commits.

        ``until``: when to stop, by ``time.monotonic``; a lot that was begun is ended.

        Rivals on other workers find the lock taken and leave. The lock belongs to the
        session, and the rows are read in a transaction that began after it was taken: a
        snapshot from before would not know the rival's last link.
        """
        if not self._hold_chain(company):
            return 0
        try:
            oldest = self.env["iys.seal.mark"]._oldest_transaction()
            self._commit_lot()
            return sum(
                self._seal_source(company, source, oldest, until) for source in SOURCES
            )
        except Exception:
            self.env.cr.rollback()  # a failed transaction cannot give the lock back
            raise
        finally:
            self._let_chain_go(company)

    @api.model
    def _hold_chain(self, company):
        self.env.cr.execute(
            "SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, company.id]
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _let_chain_go(self, company):
        self.env.cr.execute(
            "SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, company.id]
        )

    @api.model
    def _commit_lot(self):
        """Commit one lot: a link is never undone by what comes after it."""
        self.env.cr.commit()  # pylint: disable=invalid-commit

    @api.model
    def _seal_source(self, company, source, oldest, until):
        marks, began = self.env["iys.seal.mark"], fields.Datetime.now()
        mark = marks._read_mark(company, source.model)
        is_ripe = mark.candidate_at is not None and mark.candidate_at < oldest
        after, sealed, lot = (mark.settled if source.grows else 0), 0, None
        while lot is None or len(lot) == LOT:
            lot = self._take(company, source, after)
            if not lot:
                break
            self._append(company, source, lot)
            after, sealed = lot[-1].id, sealed + len(lot)
            if is_ripe:
                marks._settle(company, source.model, min(after, mark.candidate))
            self._commit_lot()
            if time.monotonic() > until:
                return sealed  # nothing is settled or complete yet
        if is_ripe:
            marks._settle(company, source.model, mark.candidate)
        if is_ripe or mark.candidate_at is None:
            marks._propose(company, source)
        marks._note_complete(company, source.model, began)
        self._commit_lot()
        return sealed

    @api.model
    def _take(self, company, source, after):
        """Read the next unsealed rows of a company behind an id."""
        where = UNSEALED % (source.company, source.ripe, source.model)
        return self._read_rows(source, where, company.id, after, limit=LOT)

    @api.model
    def _append(self, company, source, lot):
        """Add one link for each row, at the end of the company's chain."""
        seq, previous = self._head(company)
        keyed = self.env["iys.key"]._hasher()
        now = fields.Datetime.now()
        spelt = sealed_at_text(now)
        buffer = io.StringIO()
        previous = previous or GENESIS
        for seq, found in enumerate(lot, seq + 1):  # noqa: B020 -- counts on
            personal, salt = _sealed_personal(found.row)
            commitment = row_commitment(
                source.model, found.id, found.row.public, personal, VERSION
            )
            previous = link_hash(
                company.id, seq, source.model, found.id, spelt, commitment, previous,
                VERSION,
            )  # fmt: skip
            values = (
                company.id, seq, VERSION, source.model, found.id, now,
                personal or r"\N", salt or r"\N", commitment, previous,
                keyed(mac_text(previous)),
            )  # fmt: skip
            buffer.write("\t".join(map(str, values)) + "\n")
        buffer.seek(0)
        self.env.cr.copy_expert(
            f"COPY iys_seal ({', '.join(COLUMNS)}) FROM STDIN", buffer
        )
        self.invalidate_model()


def _sealed_personal(row):
    """Return (commitment, salt) of a row's personal part; empty when there is none."""
    if row.personal is None:
        return NOTHING, ""
    salt = new_salt()
    return personal_commitment(salt, row.personal), salt


def mac_text(link):
    """Spell what the key signs; the blank keeps it apart from any address."""
    return f"seal {link}"
