"""Inside Odoo: everything that waits is handed in, then heard back about."""

# ruff: noqa: F821


def push():
    LEDGER._cron_push()


def hear():
    LEDGER._cron_results()


tell(push=measure(env, push))
tell(hear=measure(env, hear))
env.cr.execute("SELECT state, count(*) FROM iys_consent GROUP BY 1")
tell(states=dict(env.cr.fetchall()))
