"""Inside Odoo: everything that waits goes to the simulator and is heard back about."""

# ruff: noqa: F821
brand = make_brand(
    route="direct",
    environment="custom",
    base_url=PARAMS["base_url"],
    username=PARAMS["username"],
    password=PARAMS["password"],
    results_delay=0,
)
brand.account_id.action_confirm_database()
brand._get_registry().subscription()  # the token is there, as on any working day
record(brand, range(PARAMS["rows"]))
env.cr.execute("ANALYZE iys_consent")
env.cr.commit()


def push():
    LEDGER._cron_push()


def hear():
    LEDGER._cron_results()


tell(push=measure(env, push))
tell(hear=measure(env, hear))
env.cr.execute("SELECT state, count(*) FROM iys_consent GROUP BY 1")
tell(states=dict(env.cr.fetchall()))
