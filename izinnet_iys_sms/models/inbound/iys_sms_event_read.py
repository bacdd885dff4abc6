"""Reading what operators pushed: a job, lot by lot, in transactions of its own."""

import logging
import re
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.izinnet_iys.models.sync.iys_consent_results import RIVALS

from ...sms_gateways import IysPush, NotSupported, SmsError, mask_numbers

_logger = logging.getLogger(__name__)

LOT = 500
#: A rival changed one of our rows: the lot is read anew, so often.
ANEW = 5
#: A report may come before the answer to the request it belongs to, but not days before.
PARKED_HOURS = 72
#: Seconds until a parked push is looked at again; the last one counts on.
AGAIN = (10, 30, 60, 300, 900, 3600)
#: A push that fails by a fault of ours waits for a person after so many tries.
MOST_TRIES = 10
PREVIEW = 200
LONG_NUMBER = re.compile(r"\d{4,}")


class Found(NamedTuple):
    """What one body holds, whatever address it was pushed to."""

    reports: list
    texts: list
    iys: IysPush

    def __bool__(self):
        return bool(
            self.reports or self.texts or self.iys.results or self.iys.submit_ids
        )


class IysSmsEvent(models.Model):
    _inherit = "iys.sms.event"

    # === THE JOB === #

    @api.model
    def _cron_texts(self):
        """Read texts of people and what was pushed about İYS: within seconds (R-30)."""
        self._work(("inbound", "iys"), "ir_cron_sms_texts")
        self.env["iys.sms.inbound"]._retry_failed()

    @api.model
    def _cron_reports(self):
        """Read delivery reports."""
        self._work(("report",), "ir_cron_sms_reports")

    @api.model
    def _work(self, kinds, cron):
        self = self.with_context(lang=self.env["iys.brand"]._peoples_lang())
        while count := self._work_lot(kinds):
            if not self.env["ir.cron"]._commit_progress(count):
                self.env.ref(f"izinnet_iys_sms.{cron}")._trigger()
                return

    @api.model
    def _work_lot(self, kinds):
        """Read the next lot; returns how many pushes it had.

        Each lot begins with a fresh look at the database, and is taken anew when a rival
        was at one of its rows. When one of the lot fails, each is read by itself.
        """
        for _attempt in range(ANEW):
            lot = self._take_lot(kinds)
            try:
                lot._read_lot()
            except RIVALS:
                self.env.cr.rollback()
            except Exception:
                self.env.cr.rollback()
                _logger.exception("a lot of %s pushes failed", len(lot))
                return self._read_each(lot)
            else:
                return len(lot)
        return 0  # the rivals have the floor: the job's next minute comes

    @api.model
    def _take_lot(self, kinds):
        """Take pushes nobody else is reading, the oldest first."""
        self.env.cr.execute(
            """
            SELECT id FROM iys_sms_event
            WHERE state IN ('new', 'parked') AND kind = ANY(%s)
              AND (retry_at IS NULL OR retry_at <= %s)
            ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED
            """,
            [list(kinds), fields.Datetime.now(), LOT],
        )
        return self.browse([row[0] for row in self.env.cr.fetchall()])

    @api.model
    def _read_each(self, lot):
        """Read each push of a lot by itself: the one with the fault stops nobody."""
        for event in lot:
            try:
                with self.env.cr.savepoint():
                    event._read_lot()
            except RIVALS:
                self.env.cr.rollback()  # taken anew with the next lot
            except Exception as fault:
                _logger.exception("push %s could not be read", event.id)
                event._note_fault(fault)
            self.env["ir.cron"]._commit_progress()
        return len(lot)

    def _note_fault(self, fault):
        """Note a fault of ours; the push is tried again, at last it waits for a person."""
        tries = self.tries + 1
        values = {"tries": tries, "error": type(fault).__name__}
        if tries >= MOST_TRIES:
            values["state"] = "faulty"
        self._end(**values, retry_at=fields.Datetime.now() + timedelta(minutes=tries))

    # === ONE LOT === #

    def _read_lot(self):
        """Read the pushes of a lot, account by account."""
        bodies = self._bodies()
        for gateway, events in self.grouped("gateway_id").items():
            reader = gateway._reader()
            found = {
                event: event._read_body(reader, *bodies[event.id]) for event in events
            }
            understood = events.filtered(lambda event, f=found: f[event] is not None)
            understood._do(gateway, found)
            (events - understood)._tell_faulty(gateway)

    def _bodies(self):
        """Return {id: (body, headers)}; the ORM would spell the bytes anew."""
        self.env.cr.execute(
            "SELECT id, body, headers FROM iys_sms_event WHERE id = ANY(%s)", [self.ids]
        )
        return {
            row[0]: (bytes(row[1] or b""), row[2]) for row in self.env.cr.fetchall()
        }

    def _read_body(self, reader, body, headers):
        """Return `Found`, or None for a body nobody understands (which is noted)."""
        told, is_odd = [], False
        for parse in (
            reader.parse_report_push,
            reader.parse_inbound_push,
            reader.parse_iys_push,
        ):
            try:
                told.append(parse(body, headers or {}))
            except NotSupported:
                told.append(())
            except SmsError:
                told.append(())
                is_odd = True
        reports, texts, iys = told
        found = Found(list(reports), list(texts), iys or IysPush())
        if found:
            return found
        words = self.env._("Nothing in it is known to this operator's form.")
        if is_odd:
            words = self.env._("It is neither JSON nor a form, or it is too long.")
        self._end(state="faulty", error=f"{words} {_preview(body)}".strip())
        return None

    def _do(self, gateway, found):
        """Do what a lot of one account tells of, then settle its pushes."""
        told = {id(one): event for event in self for one in found[event].reports}
        reports = [one for event in self for one in found[event].reports]
        texts = [one for event in self for one in found[event].texts]
        parked = self.browse()
        if reports:
            unknown = self.env["iys.sms.dispatch"]._apply_reports(gateway, reports)
            for report in unknown:
                parked |= told[id(report)]
        if texts:
            self.env["iys.sms.inbound"]._take(gateway, texts)
        for event in self:
            if found[event].iys != IysPush():
                self.env["iys.sms.dispatch"]._hear_iys(gateway, found[event].iys)
        (self - parked)._end(state="done", body=None, error=None)
        parked._park()

    def _park(self):
        """Let pushes wait for the request they tell of; after 72 hours none is coming."""
        now = fields.Datetime.now()
        oldest = now - timedelta(hours=PARKED_HOURS)
        over = self.filtered(lambda event: event.received_at <= oldest)
        words = self.env._("No request of ours belongs to some of its reports.")
        over._end(state="done", body=None, error=words)
        for tries, events in (self - over).grouped("tries").items():
            wait = timedelta(seconds=AGAIN[min(tries, len(AGAIN) - 1)])
            events._end(state="parked", tries=tries + 1, retry_at=now + wait)

    def _end(self, **values):
        """Write how far pushes have come; nobody has rights to, and no row is stamped."""
        if self:
            settings = ", ".join(f"{name} = %s" for name in values)
            self.env.cr.execute(
                f"UPDATE iys_sms_event SET {settings} WHERE id = ANY(%s)",
                [*values.values(), self.ids],
            )
            self.invalidate_recordset(flush=False)

    def _tell_faulty(self, gateway):
        """Leave one to-do for the consent managers: somebody has to look at these."""
        if not self:
            return
        brand = gateway._brands()[:1]
        brand._alert_managers(
            self.env._("Pushes of an SMS operator not understood"),
            self.env._(
                "%(name)s sent something that could not be read. See İYS, Reports, Pushes"
                " not understood; ask the operator what changed.",
                name=gateway.name,
            ),
        )

    def action_read_again(self):
        """Have pushes that were not understood read once more, after an update.

        Raises AccessError for who is no consent manager.
        """
        self.check_access("read")
        if not self.env.user.has_group("izinnet_iys.group_manager"):
            raise AccessError(self.env._("Only a consent manager may do this."))
        faulty = self.filtered(lambda event: event.state == "faulty")
        # sudo: nobody writes pushes; a manager may ask for another try
        faulty.sudo()._end(state="new", tries=0, retry_at=None, error=None)
        for kind in set(faulty.mapped("kind")):
            self._call_job(kind)
        return True


def _preview(body):
    """Show the beginning of a body without phone numbers and codes (L-61)."""
    words = " ".join(body[: 4 * PREVIEW].decode("utf-8", "replace").split())
    return LONG_NUMBER.sub("•••", mask_numbers(words))[:PREVIEW]
