"""The work of a check: lot by lot, with the same queries the seal was made with."""

from dataclasses import asdict

from odoo import api, fields, models
from odoo.tools import SQL

from ...seal_chain.verify import Fault, Kind, State, Verifier
from .iys_seal_check import WORKING
from .iys_seal_write import mac_text
from .seal_sources import SOURCES

LOT = 5000
#: Faults that are listed; more are counted.
MOST_FAULTS = 500


class IysSealCheck(models.Model):
    _inherit = "iys.seal.check"

    @api.model
    def _cron_check(self):
        """Work on all checks that wait, lot by lot."""
        self = self.with_context(lang=self.env["iys.brand"]._peoples_lang())
        for check in self.search([("state", "in", WORKING)], order="id"):
            if check.state == "waiting":
                check._begin()
            while check.state == "running":
                check._check_lot()
                if not self.env["ir.cron"]._commit_progress(1, remaining=1):
                    return
        self.env["ir.cron"]._commit_progress(0, remaining=0)

    @api.model
    def _cron_check_weekly(self):
        """Begin a check of every company that has a chain, by itself."""
        for company in self.env["iys.seal"]._every_company():
            if self.env["iys.seal"]._head(company)[0]:
                self.create({"company_id": company.id, "state": "waiting"})
        self.env.ref("izinnet_iys.ir_cron_seal_check")._trigger()

    def _begin(self):
        total, _head = self.env["iys.seal"]._head(self.company_id)
        self.write(
            {
                "state": "running",
                "started_at": fields.Datetime.now(),
                "total": total,
                "place": asdict(State()),
            }
        )

    def _check_lot(self):
        """Check the next seals; the last lot ends the check."""
        verifier = self._verifier()
        chain = self.env["iys.seal"]
        seals = chain._read_links(self.company_id, verifier.state.seq, LOT)
        rows, destroyed = chain._read_behind(seals)
        faults, masked, gone = [], 0, 0
        for seal in seals:
            key = (seal.model, seal.row_id)
            row = rows.get(key)
            masked += _is_masked(seal, row)
            gone += row is None and key in destroyed
            faults += verifier.add(seal, row, key in destroyed)
        self.write(
            {
                "place": _spelt(verifier.state),
                "checked": self.checked + len(seals),
                "masked_count": self.masked_count + masked,
                "destroyed_count": self.destroyed_count + gone,
            }
        )
        self._keep(faults)
        if len(seals) < LOT:
            self._finish(verifier)

    def _verifier(self):
        place = dict(self.place)
        state = State(**{**place, "first": tuple(place["first"])})
        keyed = self.env["iys.seal"]._keyed_or_none()
        sign = (lambda link: keyed(mac_text(link))) if keyed else None
        return Verifier(self.company_id.id, self._known_heads(), state, sign)

    def _keep(self, faults, note=None):
        """List faults, up to a number; all are counted."""
        if not faults:
            return
        room = max(0, MOST_FAULTS - self.fault_count)
        self.env["iys.seal.fault"]._append(self, faults[:room], note)
        self.fault_count += len(faults)

    def _finish(self, verifier):
        """Look behind the end: at missing seals, unsealed rows and the stamps."""
        self._keep(verifier.finish())
        for source in SOURCES:
            self._keep(self._unsealed(source))
        stamped = self._check_stamps()
        self.write(
            {
                "state": "bad" if self.fault_count else "good",
                "ended_at": fields.Datetime.now(),
                "total": self.checked,
                "anchor_count": len(self._known_heads()),
                "stamp_count": stamped,
            }
        )
        self._tell()

    def _unsealed(self, source):
        """Return the rows below the mark that nobody sealed: they were slipped in."""
        settled = (
            self.env["iys.seal.mark"]._read_mark(self.company_id, source.model).settled
        )
        if not source.grows:
            return []
        rows = self.env.execute_query(
            SQL(
                f"""
                SELECT t.id FROM {source.table} t
                WHERE t.id <= %s AND {source.company} = %s AND NOT EXISTS (
                    SELECT FROM iys_seal s WHERE s.res_id = t.id AND s.res_model = %s)
                ORDER BY t.id LIMIT %s
                """,
                settled, self.company_id.id, source.model, MOST_FAULTS,
            )
        )  # fmt: skip
        return [Fault(Kind.NOT_SEALED, 0, source.model, row_id) for (row_id,) in rows]

    def _check_stamps(self):
        """Check every stored time-stamp against its head; returns how many are good."""
        good = 0
        for anchor in self.env["iys.seal.anchor"].search(
            [("company_id", "=", self.company_id.id), ("state", "=", "stamped")]
        ):
            wrong = anchor._token_fault()
            if wrong:
                fault = Fault(
                    Kind.ANCHOR_INVALID, anchor.seq, "iys.seal.anchor", anchor.id
                )
                self._keep([fault], wrong)
            else:
                good += 1
        return good

    def _tell(self):
        """Write the result into the day log; a broken seal is an alarm (R-69)."""
        is_bad = self.state == "bad"
        data = {"seals": self.checked, "faults": self.fault_count}
        kind, words = (
            ("alarm", "The seal is broken")
            if is_bad
            else ("view", "Seal checked: intact")
        )
        self.env["iys.log"]._add(
            kind, words, record=self, company=self.company_id, data=data
        )
        if is_bad:
            # the alarm need not wait for its own job's turn
            self.env.ref("izinnet_iys.ir_cron_alarm")._trigger()


def _is_masked(seal, row):
    """Tell whether the personal part of a sealed row is gone, as masking leaves it."""
    return (
        row is not None
        and bool(seal.personal)
        and (row.personal is None or not seal.salt)
    )


def _spelt(state):
    return {**asdict(state), "first": list(state.first)}
