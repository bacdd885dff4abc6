"""Who read whole addresses: noted a transaction, told in the day log by the hour (L-8)."""

from functools import partial

from odoo import api, fields, models

#: Records a person opened alone; more of them are only counted.
MOST_RECORDS = 50
#: Rows that waited longer (the job was off) are told for the moment they are told: the
#: seal takes a row that is a day older than its neighbours for one that was slipped in.
LONGEST_WAIT = "12 hours"
FOLD = """
    WITH looks AS (
        DELETE FROM iys_look WHERE looked_at < %(before)s RETURNING *
    ), hours AS (
        SELECT user_id, company_id, res_model, max(looked_at) AS last,
               count(DISTINCT res_id) AS opened, max(res_id) AS res_id,
               bool_and(res_id IS NOT NULL) AS alone,
               jsonb_strip_nulls(jsonb_build_object(
                   'times', count(*), 'addresses', sum(records),
                   'from', to_char(min(looked_at) + interval '3 hours', %(form)s),
                   'to', to_char(max(looked_at) + interval '3 hours', %(form)s),
                   'opened', to_jsonb((array_agg(DISTINCT res_id)
                       FILTER (WHERE res_id IS NOT NULL))[1:%(most)s]))) AS data
        FROM looks GROUP BY user_id, company_id, res_model, date_trunc('hour', looked_at)
    )
    INSERT INTO iys_log (date, kind, message, res_model, res_id, company_id, user_id, data)
    SELECT CASE WHEN last < %(now)s - %(wait)s::interval THEN %(now)s ELSE last END,
           'view', 'Whole addresses read', res_model,
           CASE WHEN alone AND opened = 1 THEN res_id END, company_id, user_id, data
    FROM hours ORDER BY last
"""


class IysLook(models.Model):
    """One transaction in which a person was shown whole addresses of one model.

    Rows are only added by those who read, so people never wait for each other; a job
    makes one row of the day log out of an hour of one user, and they go. ``records`` says
    of how many records, ``res_id`` names the record when it was one alone (a form).
    ``record/looks`` collects them, whichever way the addresses leave.
    """

    _name = "iys.look"
    _description = "Whole addresses read, not in the day log yet"
    _log_access = False

    looked_at = fields.Datetime("Read on", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="restrict"
    )
    res_model = fields.Char(required=True, readonly=True)
    records = fields.Integer(required=True, readonly=True)
    res_id = fields.Integer(readonly=True)

    @api.model
    def _keep(self, looks):
        """Keep {(user, model): (environment, ids)} at the end of a transaction.

        On a replica's cursor nothing can be written: there the rows go in by a
        transaction of their own, once the reading one has ended.
        """
        now = fields.Datetime.now()
        rows = [
            (now, uid, company_id, model, len(ids), ids[0] if len(ids) == 1 else None)
            for (uid, model), (env, shown) in looks.items()
            for company_id, ids in self._by_company(env[model], shown).items()
        ]
        if self.env.cr.readonly:
            self.env.cr.postcommit.add(partial(self._insert_apart, rows))
        elif rows:
            self._insert(self.env.cr, rows)

    @api.model
    def _by_company(self, model, ids):
        """Return {company: [ids]} of what was shown; records never saved are left out."""
        stored = [id_ for id_ in ids if isinstance(id_, int)]
        companies = model.env.companies
        if not stored or len(companies) == 1:
            return {companies.id: stored} if stored else {}
        # sudo: whose record it is, for the day log of that company (L-6)
        records_sudo = model.browse(stored).sudo().exists()
        by_company = {}
        for record in records_sudo:
            company = self.env["iys.log"]._company_of(record, None)
            by_company.setdefault(company.id, []).append(record.id)
        return by_company

    @api.model
    def _insert_apart(self, rows):
        if rows:
            with self.env.registry.cursor() as cr:
                self._insert(cr, rows)

    @api.model
    def _insert(self, cr, rows):
        cr.execute_values(
            "INSERT INTO iys_look"
            " (looked_at, user_id, company_id, res_model, records, res_id) VALUES %s",
            rows,
        )

    @api.model
    def _cron_fold(self):
        """Tell the hours that are over in the day log."""
        now = fields.Datetime.now()
        self._fold(now.replace(minute=0, second=0, microsecond=0))

    @api.model
    def _fold(self, before):
        """Make rows of the day log out of what was read before a moment (naive UTC)."""
        self.env.flush_all()
        self.env.cr.execute(
            FOLD,
            {
                "before": before,
                "now": fields.Datetime.now(),
                "wait": LONGEST_WAIT,
                "form": "DD.MM.YYYY HH24:MI",
                "most": MOST_RECORDS,
            },
        )
