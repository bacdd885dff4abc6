"""Membership of mailing lists: an opt-out is a refusal, a membership is no consent."""

from collections import defaultdict
from contextlib import contextmanager

from odoo import api, models

from .iys_road import may_rejoin

#: What ``write`` of stock Odoo takes for an opt-out.
LEAVES = ("opt_out", "opt_out_datetime", "opt_out_reason_id")
#: New memberships of an address that opted out of the list, or of one merged into it.
KEEP_OPT_OUTS = """
    UPDATE mailing_subscription s
    SET opt_out = TRUE, opt_out_datetime = told.moment
    FROM mailing_contact c, (
        SELECT oc.email_normalized, o.list_id, max(o.opt_out_datetime) AS moment
        FROM mailing_subscription n
        JOIN mailing_contact nc ON nc.id = n.contact_id
        JOIN mailing_contact oc ON oc.email_normalized = nc.email_normalized
        JOIN mailing_subscription o ON o.contact_id = oc.id AND o.opt_out
        WHERE n.id > %(last)s
        GROUP BY 1, 2
    ) told
    WHERE s.id > %(last)s AND s.opt_out IS NOT TRUE AND c.id = s.contact_id
      AND told.email_normalized = c.email_normalized
      AND (told.list_id = s.list_id OR told.list_id = ANY(%(merged)s))
"""


class MailingSubscription(models.Model):
    """Joining or rejoining a list changes nothing in the ledger: only İYS's word counts.

    An opt-out from a list is taken for the refusal of its brand's e-mails (L-44): a
    person who leaves a list is not asked which law he meant.
    """

    _inherit = "mailing.subscription"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `mass_mailing`: opt-outs are refusals and outlive a new entry."""
        with self._iys_keep_opt_outs():
            subscriptions = super().create(vals_list)
            told = subscriptions.filtered("opt_out")
        told._iys_refuse()
        return subscriptions

    def write(self, vals):
        """Override of `mass_mailing`: opt-outs are refusals.

        An opt-out is not taken back for an anonymous visitor: the rest of ``vals`` is
        written, the opt-out stays (V-11).
        """
        leaves = any(vals.get(name) for name in LEAVES)
        if not leaves and "opt_out" in vals and not may_rejoin(self.env):
            vals = {name: vals[name] for name in vals if name not in LEAVES}
        told = self.filtered(lambda sub: not sub.opt_out) if leaves else self.browse()
        done = super().write(vals)
        told._iys_refuse()
        return done

    def _iys_refuse(self):
        """Refuse the e-mails of each list's brand for these members, a list at a time."""
        members = defaultdict(set)
        for subscription in self.sudo():  # a refusal is taken from everybody
            contact = subscription.contact_id
            address = contact.email_normalized or contact.email
            members[subscription.list_id].add(address)
        for mailing_list, addresses in members.items():
            self.env["iys.consent"]._refuse_heard(
                "EPOSTA", addresses, mailing_list.iys_brand_id, list=mailing_list.name
            )

    @contextmanager
    def _iys_keep_opt_outs(self, merged=None):
        """Carry opt-outs over to memberships that come into being inside the block.

        Many of Odoo's ways into a list write rows beside the model, and the same address
        may belong to several contacts. ``merged`` are lists whose opt-outs count as well.
        No refusal is made of it: the person's own was recorded when it was said.
        """
        self._iys_flush()
        self.env.cr.execute("SELECT COALESCE(max(id), 0) FROM mailing_subscription")
        last = self.env.cr.fetchone()[0]
        yield
        self._iys_flush()
        lists = list((merged or self.env["mailing.list"]).ids)
        self.env.cr.execute(KEEP_OPT_OUTS, {"last": last, "merged": lists})
        if self.env.cr.rowcount:
            self.invalidate_model(["opt_out", "opt_out_datetime"])

    def _iys_flush(self):
        self.flush_model()
        self.env["mailing.contact"].flush_model(["email", "email_normalized"])
