"""Before and after Send: how many get a mailing, who does not and why."""

from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...iys_api.gate import BLOCK, RULES, SEND, WAIT
from .gate_words import next_steps

#: Mailings that have yet to leave.
BEFORE = ("draft", "in_queue")


class MailingMailing(models.Model):
    _inherit = "mailing.mailing"

    iys_reach = fields.Json(
        "Reach",
        compute="_compute_iys_reach",
        help="Who would get the mailing if it left now (duplicates and Odoo's own block"
        " list are taken off later); of one that left, who got it.",
    )

    @api.depends(
        "state",
        "mailing_model_id",
        "mailing_domain",
        "mailing_type",
        "iys_brand_id",
        "iys_message_class",
        "iys_class_reason",
    )
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_iys_reach(self):
        """Count with the rights of who looks: what code counted as the superuser, in
        the same request, is not shown to anybody else (R-59)."""
        for mailing in self:
            if not mailing.mailing_model_real:
                mailing.iys_reach = False
            elif mailing.state in BEFORE:
                mailing.iys_reach = mailing._iys_reach_now()
            else:
                mailing.iys_reach = mailing._iys_reach_past()

    def _iys_reach_now(self):
        """Return what the banner shows: a dict of plain JSON.

        ``sends`` and ``left_out`` are counts of records, ``lines`` one dict a reason
        (rule, words, count, step), ``waits`` why and until when all of it waits. With
        ``is_known`` False each message is decided when it is prepared; ``sends`` then
        counts everybody.
        """
        outlook = self._iys_outlook()
        is_free = bool(outlook.for_all) and outlook.for_all.verdict == SEND
        is_known = is_free or self.env["iys.consent"]._iys_knows_address(
            self.mailing_model_real, self._iys_channel()
        )
        counts = self._iys_counts(outlook, is_known)
        left_out = {rule: n for rule, n in counts.items() if RULES[rule] == BLOCK}
        return {
            "is_past": False,
            "is_known": is_known,
            "sends": sum(counts.values()) - sum(left_out.values()),
            "left_out": sum(left_out.values()),
            "lines": self._iys_reach_lines(left_out),
            "waits": self._iys_reach_waits(outlook),
        }

    def _iys_reach_past(self):
        """Return the same of a mailing that left, counted from its traces."""
        traces = self.env["mailing.trace"].sudo()  # counts only, as Odoo's statistics
        counts = traces._read_group(
            [("mass_mailing_id", "=", self._origin.id)],
            ["trace_status", "failure_type"],
            ["__count"],
        )
        left_out = Counter()
        for status, failure, count in counts:
            if status == "cancel":
                left_out[failure or "unknown"] += count
        total = sum(count for *_group, count in counts)
        return {
            "is_past": True,
            "is_known": True,
            "sends": total - sum(left_out.values()),
            "left_out": sum(left_out.values()),
            "lines": self._iys_past_lines(left_out),
            "waits": False,
        }

    def _iys_past_lines(self, left_out):
        steps = next_steps(self.env)
        trace_fields = self.env["mailing.trace"]._fields
        words = dict(trace_fields["failure_type"]._description_selection(self.env))
        return [
            {
                "rule": failure,
                "words": words.get(failure, failure),
                "count": count,
                "step": steps.get(failure.removeprefix("iys_"), ""),
            }
            for failure, count in left_out.most_common()
        ]

    def _iys_counts(self, outlook, is_known):
        """Count the author's people by the rule that holds for them: {rule: count}."""
        everyone = self._iys_everyone_domain()
        if outlook.for_all or not is_known:
            rule = outlook.for_all.rule if outlook.for_all else outlook.at_best.rule
            count = self.env[self.mailing_model_real].search_count(everyone)
            return {rule: count} if count else {}
        counts = self.env["iys.consent"]._iys_reach(
            self.mailing_model_real, everyone, self.iys_brand_id, self._iys_channel()
        )
        if outlook.at_best.verdict != BLOCK:
            return counts
        stopped = sum(counts.pop(rule, 0) for rule in list(counts) if _sends(rule))
        return {**counts, outlook.at_best.rule: stopped} if stopped else counts

    def _iys_reach_lines(self, left_out):
        steps, words = next_steps(self.env), self._iys_rule_words()
        return [
            {"rule": rule, "words": words[rule], "count": count, "step": steps[rule]}
            for rule, count in sorted(left_out.items(), key=lambda item: -item[1])
        ]

    def _iys_reach_waits(self, outlook):
        """Say why nothing would leave now, or False."""
        if outlook.at_best.verdict != WAIT:
            return False
        rule = outlook.at_best.rule
        return {
            "rule": rule,
            "words": self._iys_rule_words()[rule],
            "step": self._iys_next_step(rule),
        }

    def _iys_rule_words(self):
        return dict(self._fields["iys_wait_rule"]._description_selection(self.env))

    def _iys_next_step(self, rule):
        return next_steps(self.env)[rule]

    # === LISTS BEHIND THE COUNTS === #

    def action_iys_left_out(self, rule=None):
        """Open the list of people the mailing leaves out, by reason or of one reason.

        Of a mailing that left, the reason is a failure type and the list its traces.
        Raises UserError for a rule that leaves nobody out.
        """
        self.ensure_one()
        self.check_access("read")
        if self.state not in BEFORE:
            return self._iys_left_out_traces(rule)
        if rule and RULES.get(rule) != BLOCK:
            raise UserError(self.env._("Nobody is left out by this reason."))
        self.env["iys.audience.line"]._fill(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "izinnet_iys.iys_audience_line_action"
        )
        mine = [("mailing_id", "=", self.id), ("create_uid", "=", self.env.uid)]
        action["domain"] = mine + ([("rule", "=", rule)] if rule else [])
        action["context"] = {} if rule else {"search_default_group_rule": 1}
        return action

    def action_iys_not_sent(self):
        """Open the traces of all who were left out, grouped by reason."""
        self.ensure_one()
        return self._iys_left_out_traces()

    def _iys_left_out_traces(self, failure=None):
        action = self.action_view_traces_canceled()
        action["name"] = self.env._("Not sent: reasons")
        if failure:
            action["domain"] = [("failure_type", "=", failure)]
        else:
            action["context"]["search_default_group_iys_reason"] = 1
        return action


def _sends(rule):
    return RULES[rule] == SEND
