"""What an operator's answer means for each SMS of a request (sms.md §9.3)."""

from datetime import timedelta

from odoo import api, fields, models

from ...sms_gateways import (
    ContentError,
    DuplicateError,
    RateLimited,
    RecipientError,
    RequestError,
    SendResult,
    Transient,
    UnexpectedAnswer,
    read_number,
)
from ..gateway.iys_sms_gateway_pause import LONGEST_ASKED, USUAL_LIMIT, pauses
from .lot import Failed, Verdict

#: So often an SMS is offered to an operator that cannot be reached.
TRIES = 3


class IysSmsJob(models.Model):
    _inherit = "iys.sms.job"

    @api.model
    def _judge(self, gateway, items, answer):
        """Return the `Verdict` on ``items``; pause or rest the account where need be.

        ``answer`` is a `SendResult`, the SmsError in its place, or None when nothing was
        to be sent. Every kind of answer has its branch; the last one knows nothing.
        """
        if answer is None:
            return Verdict("refused")
        if isinstance(answer, SendResult):
            return self._judge_result(items, answer)
        if pauses(answer):
            gateway._pause(answer)
            return Verdict("refused", again=items, error=answer)
        if isinstance(answer, RecipientError):
            return self._judge_recipients(items, answer)
        if isinstance(answer, ContentError):
            return self._judge_content(items, answer)
        if isinstance(answer, DuplicateError):
            return self._judge_duplicate(gateway, items, answer)
        if isinstance(answer, RateLimited):
            return self._judge_limit(gateway, items, answer)
        if isinstance(answer, Transient | RequestError):
            gateway._rest(answer)
            return self._judge_transient(items, answer)
        gateway._rest(answer)
        return Verdict("unknown", unknown=items, error=answer)

    @api.model
    def _judge_result(self, items, result):
        """The operator took some: whoever it does not name is unknown (trap 5)."""
        verdict = Verdict("accepted" if result.accepted else "refused", result=result)
        verdict.accepted = dict(result.accepted)
        for item in items:
            if item.ref in result.accepted:
                continue
            error = result.rejected.get(item.ref)
            if error is None:
                verdict.unknown.append(item)
            elif isinstance(error, ContentError):
                verdict.failed[item.ref] = _content(error)
            elif isinstance(error, RecipientError):
                verdict.failed[item.ref] = _recipient(item, error)
            else:
                verdict.failed[item.ref] = Failed("sms_server", "not_sent", error)
        if verdict.unknown:
            verdict.error = UnexpectedAnswer("not every message was answered")
        return verdict

    @api.model
    def _judge_recipients(self, items, error):
        """Only the refused end; when none is named the lot is halved to find them."""
        named = [item for item in items if item.ref in error.refs]
        if not named and len(items) > 1:
            return _halved(items, error)
        named = named or items
        others = [item for item in items if item not in named]
        return Verdict(
            "refused",
            failed={item.ref: _recipient(item, error) for item in named},
            again=others,
            over=[[item.row.id for item in others]] if others else [],
            error=error,
        )

    @api.model
    def _judge_content(self, items, error):
        """One text ends; among different texts the faulty ones are looked for."""
        if len({item.text for item in items}) > 1:
            return _halved(items, error)
        failed = {item.ref: _content(error) for item in items}
        return Verdict("refused", failed=failed, error=error)

    @api.model
    def _judge_duplicate(self, gateway, items, error):
        """The operator had it before: whoever is unknown since is looked for at once."""
        self._hurry_unknown(gateway, items)
        failed = Failed("sms_duplicate", "duplicate", error)
        return Verdict(
            "refused", failed={item.ref: failed for item in items}, error=error
        )

    @api.model
    def _hurry_unknown(self, gateway, items):
        numbers = [n.ten for item in items if (n := read_number(item.row.number))]
        rows_sudo = self.env["iys.sms.dispatch"].sudo()  # rows are the system's alone
        unknown = rows_sudo.search(
            [
                ("job_id.gateway_id", "=", gateway.id),
                ("job_id.state", "=", "unknown"),
                ("number10", "in", numbers),
            ]
        ).job_id
        unknown.poll_at = fields.Datetime.now()
        if unknown:
            self.env.ref("izinnet_iys_sms.ir_cron_settle_sms").sudo()._trigger()

    @api.model
    def _judge_limit(self, gateway, items, error):
        """A number's own limit holds up that number, any other the account."""
        seconds = min(error.retry_after or USUAL_LIMIT, LONGEST_ASKED)
        if not error.per_number:
            gateway._rest(error, seconds)
            return Verdict("refused", again=items, error=error)
        if len(items) > 1:
            return _halved(items, error)
        again_at = fields.Datetime.now() + timedelta(seconds=seconds)
        self.env["sms.sms"]._iys_wake(again_at + timedelta(seconds=1))
        return Verdict("refused", again=items, again_at=again_at, error=error)

    @api.model
    def _judge_transient(self, items, error):
        """Surely not carried out: tried again, three times at most."""
        sms_sudo = self.env["sms.sms"].sudo().browse(item.row.id for item in items)
        tries = {sms.id: sms.iys_tries + 1 for sms in sms_sudo.exists()}
        failed = Failed("sms_server", "not_sent", error)
        spent = [i for i in items if tries.get(i.row.id, TRIES) >= TRIES]
        return Verdict(
            "refused",
            failed={item.ref: failed for item in spent},
            again=[item for item in items if item not in spent],
            counts_try=True,
            error=error,
        )


def _halved(items, error):
    """Send both halves by themselves: one of them all was refused."""
    middle = len(items) // 2
    over = [[i.row.id for i in part] for part in (items[middle:], items[:middle])]
    return Verdict("refused", again=items, over=over, error=error)


def _content(error):
    return Failed("iys_sms_content", "rejected", error)


def _recipient(item, error):
    """The end of a number: what is wrong with it, as far as its form tells."""
    number = read_number(item.row.number)
    if number is None or number.kind == "landline":
        return Failed("sms_number_format", "invalid_destination", error)
    if number.kind == "foreign":
        return Failed("sms_country_not_supported", "country", error)
    return Failed("sms_invalid_destination", "invalid_destination", error)
