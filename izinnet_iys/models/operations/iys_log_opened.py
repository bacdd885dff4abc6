"""Who opened our screens: the first of each user, company and day (L-8)."""

from functools import partial

from odoo import api, fields, models

from ..turkish_time import span, today

#: What the web client asks first, whichever screen it opens.
OPENS = {
    "web_search_read", "web_read", "web_read_group", "onchange", "read_progress_bar",
    "formatted_read_group", "formatted_read_grouping_sets",
}  # fmt: skip


class IysLog(models.Model):
    _inherit = "iys.log"

    #: {(user, company, day)} that this process knows to be noted; each registry has its own
    _opened = frozenset()

    @api.model
    def _note_opened(self, screen, company_ids=()):
        """Note the first screen (a model's name) this user opens today for a company.

        ``company_ids`` are the companies the web client works for, the first counts. Cheap
        for every other screen of the day: a look into memory. Two workers may both be
        first; then there are two rows, and nobody waited.
        """
        day = today()
        asked = company_ids[0] if company_ids else self.env.user.company_id.id
        key = (self.env.uid, asked, day)
        if key in self._opened:
            return
        user = self.env.user
        mine = asked in user.company_ids.ids
        company = user.company_ids.browse(asked) if mine else user.company_id
        if not self._has_opened(company, day):
            if self.env.cr.readonly:  # a replica: written by a transaction of its own
                self.env.cr.postcommit.add(partial(self._add_apart, screen, company))
            else:
                self._add_opened(screen, company)
        self.env.cr.postcommit.add(partial(self._remember_opened, key))

    @api.model
    def _has_opened(self, company, day):
        start, _end = span(day, day)
        mine = [
            ("kind", "=", "login"),
            ("user_id", "=", self.env.uid),
            ("company_id", "=", company.id),
            ("date", ">=", fields.Datetime.to_string(start)),
        ]
        # sudo: few may read the day log
        return bool(self.sudo().search_count(mine, limit=1))

    @api.model
    def _add_opened(self, screen, company):
        self._add("login", "Screens opened", self.env[screen].browse(), company)

    @api.model
    def _add_apart(self, screen, company):
        with self.env.registry.cursor() as cr:
            apart = self.with_env(self.env(cr=cr))
            apart._add_opened(screen, company.with_env(apart.env))

    @api.model
    def _remember_opened(self, key):
        """Keep today's keys in memory, in place of those of yesterday."""
        registry_class = self.env.registry[self._name]
        known = {seen for seen in registry_class._opened if seen[2] == key[2]}
        registry_class._opened = frozenset(known | {key})
