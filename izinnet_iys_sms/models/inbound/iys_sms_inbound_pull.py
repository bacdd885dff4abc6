"""Asking operators for texts of people, and for their block lists (sms.md §3.9, §4.6)."""

import logging
from datetime import timedelta, timezone

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.izinnet_iys.models.sync.iys_consent_results import RIVALS

from ...sms_gateways import (
    AccountError,
    InboundMessage,
    RateLimited,
    SmsError,
    last_ten,
)

_logger = logging.getLogger(__name__)

#: A text may be listed later than it was written: each span begins before the last end.
OVERLAP = timedelta(hours=1)
#: The block list has no moments of its own; what was read in the last span is known.
LIST_OVERLAP = timedelta(minutes=2)
#: No operator is asked for more at once.
LONGEST_SPAN = timedelta(days=29)
#: Numbers put on, or taken off, a list in a run.
LISTED_A_RUN = 100


class IysSmsGateway(models.Model):
    _inherit = "iys.sms.gateway"

    texts_read_at = fields.Datetime("Texts read until", readonly=True, copy=False)

    def _is_feed_list(self):
        """Tell whether the operator tells refusals by its block list only (§4.6)."""
        caps = self._caps()
        has_texts = caps.inbound_pull or caps.inbound_push
        return caps.blacklist_list and not has_texts

    def _pull_texts(self):
        """Read what came since the last time; each page is a transaction of its own."""
        self.ensure_one()
        caps = self._caps()
        is_list = self._is_feed_list()
        if not caps.inbound_pull and not is_list:
            return
        client = self._client()
        until = fields.Datetime.now()
        overlap = LIST_OVERLAP if is_list else OVERLAP
        since = max(
            (self.texts_read_at or self.create_date) - overlap, until - LONGEST_SPAN
        )
        ask = client.blacklist if is_list else client.inbound
        span = [moment.replace(tzinfo=timezone.utc) for moment in (since, until)]
        cursor, is_first = None, True
        while is_first or cursor:
            is_first = False
            self.env["iys.exchange"]._commit()
            page = ask(*span, cursor)
            if is_list:
                self._take_blocked(page.items, since, until)
            else:
                self.env["iys.sms.inbound"]._take(self, page.items)
            self.env["iys.exchange"]._commit()
            cursor = page.cursor
        self.texts_read_at = until

    def _take_blocked(self, blocked, since, until):
        """Turn fresh numbers of the operator's block list into refusals.

        When the person refused is not told: it was within the span, so its end counts,
        which lets the refusal win over whatever came before.
        """
        texts = self.env["iys.sms.inbound"]
        known = texts.search(
            [
                ("gateway_id", "=", self.id),
                ("road", "=", "list"),
                ("at", ">=", since),
                ("sender", "in", [one.number for one in blocked]),
            ]
        )
        told = {last_ten(one.sender) for one in known}
        moment = until.replace(tzinfo=timezone.utc)
        fresh = [
            InboundMessage(
                f"list {last_ten(one.number)} {until:%Y%m%d%H%M%S}",
                one.number,
                "",
                self.env._("On the operator's block list"),
                moment,
            )
            for one in blocked
            if last_ten(one.number) not in told
        ]
        texts._take(self, fresh, road="list")

    def _keep_list(self):
        """Change the operator's block list as refusals and approvals ordered."""
        texts = self.env["iys.sms.inbound"]
        for order in ("add", "remove"):
            due = texts.search(
                [("gateway_id", "=", self.id), ("list_order", "=", order)],
                order="id",
                limit=LISTED_A_RUN,
            )
            if not due:
                continue
            client = self._client()
            change = client.blacklist_add if order == "add" else client.blacklist_remove
            self.env["iys.exchange"]._commit()
            refused = change(sorted(set(due.mapped("sender"))))
            for text in due:
                fault = refused.get(text.sender)
                text.write({"list_order": False, "error": fault and str(fault)})
            self.env["iys.exchange"]._commit()


class IysSmsInbound(models.Model):
    _inherit = "iys.sms.inbound"

    @api.model
    def _cron_pull_texts(self):
        """Ask every account for texts; one account's trouble stops no other."""
        self = self.with_context(lang=self.env["iys.brand"]._peoples_lang())
        for gateway in self.env["iys.sms.gateway"]._to_ask():
            self._pull_guarded(gateway)
            if not self.env["ir.cron"]._commit_progress(1):
                return

    @api.model
    def _pull_guarded(self, gateway):
        try:
            gateway._keep_list()
            gateway._pull_texts()
        except RIVALS:
            self.env.cr.rollback()  # the push was faster; asked again at the next run
        except AccountError as error:
            self.env.cr.rollback()
            gateway._pause(error)
        except RateLimited as limited:
            self.env.cr.rollback()
            gateway._leave_alone(limited)
        except SmsError as error:
            self.env.cr.rollback()
            gateway._note_error(error)
        except UserError as error:
            self.env.cr.rollback()
            _logger.info("SMS account %s: texts not read: %s", gateway.id, error)
        except Exception:
            self.env.cr.rollback()
            _logger.exception("SMS account %s: texts not read", gateway.id)
