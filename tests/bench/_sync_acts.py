"""Inside Odoo: acts that wait for the simulator."""

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
tell(waiting=PARAMS["rows"])
