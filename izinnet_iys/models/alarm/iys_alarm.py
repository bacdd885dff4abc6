"""Alarms: what is wrong now, in one place, once, until it is over (R-69)."""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from .cause import Cause

_logger = logging.getLogger(__name__)

#: The source that stands for every kind nobody named apart.
ADDED = "added"


class IysAlarm(models.Model):
    """One cause of alarm from when it was found until it was gone.

    A job asks every source what is wrong now (`_causes`). A new cause becomes an alarm
    and one mail; a cause that is gone ends its alarm by itself; the row stays as history.

    States::

        (cause)  --> open
        open     --[a person, with a reason]--> settled   (no longer shown as to be done)
        open, settled --[the cause is gone]--> gone
    """

    _name = "iys.alarm"
    _description = "Alarm"
    _inherit = ["iys.record.link"]
    _order = "gone_at desc nulls first, since desc, id desc"
    _rec_name = "what"
    _log_access = False

    kind = fields.Char(required=True, readonly=True)
    key = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, index=True)
    since = fields.Datetime(required=True, readonly=True)
    found_at = fields.Datetime("Found on", required=True, readonly=True)
    gone_at = fields.Datetime("Gone on", readonly=True)
    what = fields.Char(required=True, readonly=True)
    why = fields.Text(required=True, readonly=True)
    todo = fields.Text("What to do", required=True, readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("settled", "Settled by a person"), ("gone", "Over")],
        required=True,
        readonly=True,
        default="open",
    )
    settled_by = fields.Many2one("res.users", "Settled by", readonly=True)
    settled_at = fields.Datetime("Settled on", readonly=True)
    reason = fields.Char("Why it was settled", readonly=True)

    _one_open_uniq = models.UniqueIndex("(kind, key) WHERE gone_at IS NULL")

    @api.model
    def _cron_alarms(self):
        """Find what is wrong, raise what is new, end what is over; every five minutes."""
        self = self.with_context(lang=self.env["iys.brand"]._peoples_lang())
        causes, silent = self._ask_sources()
        self._apply(causes, silent)

    @api.model
    def _ask_sources(self):
        """Return (causes, kinds that could not be asked); one failure stops no other."""
        causes, silent = [], set()
        for kind, source in self._sources().items():
            try:
                with self.env.cr.savepoint():
                    causes += source()
            except Exception as error:
                _logger.exception("alarms of kind %s", kind)
                silent.add(kind)
                causes.append(self._source_failed(kind, error))
        return causes, silent

    @api.model
    def _sources(self):
        """Return {kind: method without arguments that returns a list of `Cause`}.

        A source works in sets over all brands and companies, makes no calls (R-4), and
        returns every cause of its kind that is there now; it does not remember.
        """
        return {ADDED: self._causes}

    @api.model
    def _causes(self):
        """Return causes of further kinds; the way for other parts and addons.

        Extend it with ``[*super()._causes(), Cause(kind="seal_broken", …), …]``. Who has
        several kinds that may fail apart extends ``_sources`` instead.
        """
        return []

    @api.model
    def _source_failed(self, kind, error):
        return Cause(
            kind="alarms",
            key=kind,
            since=fields.Datetime.now(),
            what=self.env._("Alarms of one kind cannot be found: %(kind)s", kind=kind),
            why=self.env._(
                "The check itself failed (%(error)s).", error=type(error).__name__
            ),
            todo=self.env._("Give the server's log to whoever runs the server."),
        )

    @api.model
    def _apply(self, causes, silent=()):
        """Bring the open alarms to what is wrong now."""
        found = {(cause.kind, cause.key): cause for cause in causes}
        apart = set(self._sources()) - {ADDED}
        running = self.search([("gone_at", "=", False)])
        known = {(alarm.kind, alarm.key): alarm for alarm in running}
        over = running.filtered(
            lambda a: (a.kind, a.key) not in found
            and (a.kind if a.kind in apart else ADDED) not in silent
        )
        over.write({"state": "gone", "gone_at": fields.Datetime.now()})
        new = [self._values(c) for name, c in found.items() if name not in known]
        raised = self.create(new)
        for alarm in running - over:
            cause = found.get((alarm.kind, alarm.key))
            if cause and (alarm.what, alarm.why) != (cause.what, cause.why):
                alarm.write({"what": cause.what, "why": cause.why, "todo": cause.todo})
        raised._tell()
        return raised

    @api.model
    def _values(self, cause):
        return {
            "kind": cause.kind,
            "key": cause.key,
            "company_id": cause.company.id if cause.company else False,
            "since": cause.since,
            "found_at": fields.Datetime.now(),
            "what": cause.what,
            "why": cause.why,
            "todo": cause.todo,
            "res_model": cause.record._name if cause.record else False,
            "res_id": cause.record.id if cause.record else False,
        }

    def _tell(self):
        """Write new alarms into the day log and mail them, one mail a person."""
        for alarm in self:
            self.env["iys.log"]._add(
                "alarm", f"Alarm: {alarm.what}", record=alarm, company=alarm.company_id
            )
        mails = []
        for user in self._readers():
            mine = self.filtered(
                lambda a, u=user: not a.company_id or a.company_id in u.company_ids
            )
            if mine and user.email:
                mails.append(mine._mail_values(user))
        # sudo: mail.mail has no rights for people; the job writes to the house's own
        self.env["mail.mail"].sudo().create(mails)
        if mails:
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    @api.model
    def _readers(self):
        """Return the consent managers; administrators are among them."""
        group = self.env.ref("izinnet_iys.group_manager")
        return group.all_user_ids.filtered(lambda u: u.active and not u.share)

    def _mail_values(self, user):
        body = self.env["ir.qweb"]._render(
            "izinnet_iys.mail_alarm",
            {"alarms": self, "url": f"{self.browse().get_base_url()}/odoo/iys-alarms"},
            minimal_qcontext=True,
        )
        count = len(self)
        subject = self.what if count == 1 else self.env._("%(n)s alarms", n=count)
        return {
            "subject": f"İYS: {subject}",
            "body_html": body,
            "email_to": user.email_formatted,
            "auto_delete": True,
        }

    @api.model
    def _moment(self, moment):
        """Spell a naive UTC moment for a sentence, or a dash."""
        return (
            format_datetime(self.env, moment, tz="Europe/Istanbul") if moment else "–"
        )

    def _settle(self, reason):
        """Take alarms as known, with a reason; they end by themselves as before."""
        if not (reason or "").strip():
            raise UserError(self.env._("Say why it needs no more work."))
        self.check_access("read")
        if not self.env.user.has_group("izinnet_iys.group_manager"):
            raise UserError(self.env._("Only a consent manager may settle an alarm."))
        open_sudo = self.sudo().filtered(
            lambda a: a.state == "open"
        )  # nobody may write
        open_sudo.write(
            {
                "state": "settled",
                "settled_by": self.env.uid,
                "settled_at": fields.Datetime.now(),
                "reason": reason.strip()[:500],
            }
        )
        for alarm in open_sudo:
            self.env["iys.log"]._add(
                "alarm", "Alarm settled", record=alarm, company=alarm.company_id,
                data={"reason": alarm.reason},
            )  # fmt: skip
