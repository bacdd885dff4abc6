"""A company with one account and two brands that speaks to the İYS simulator."""

from datetime import datetime, timedelta, timezone

#: Everything that grows while consents come and go; the set-up stays.
GROWING = (
    "iys_consent", "iys_exchange", "iys_breaker", "iys_limit", "iys_log",
    "mail_activity", "ir_cron_trigger",
)  # fmt: skip


def found(env, base_url, account, **values):
    """Set up the company anew for a simulator; return its brands, the book is empty.

    ``account`` is the simulator's own description of an account (a dict).
    """
    empty(env.cr)
    env.invalidate_all()
    ours = env["iys.account"].search([("iys_code", "=", account["iys_code"])])
    ours = ours or _create(env, account)
    ours.write(
        {
            "environment": "custom",
            "base_url": base_url,
            "username": account["username"],
            "password": account["password"],
            "results_delay": 0,
            **values,
        }
    )
    ours.action_confirm_database()
    return ours.brand_ids.sorted("brand_code")


def _create(env, account):
    created = env["iys.account"].create(
        {"name": "Deneme", "iys_code": account["iys_code"]}
    )
    env["iys.brand"].create(
        [
            {"name": f"Marka {code}", "account_id": created.id, "brand_code": code}
            for code in account["brand_codes"]
        ]
    )
    return created


def lift_limits(cr):
    """Let the test registry be called as fast as it answers.

    Our own pace (8 calls a second) has tests of its own; here it would only cost time.
    """
    cr.execute(
        "ALTER TABLE iys_account DROP CONSTRAINT IF EXISTS iys_account_rates_check"
    )
    cr.execute(
        "UPDATE iys_account SET calls_per_second = 1000000, tokens_per_hour = 1000000,"
        " lookups_per_hour = 1000000"
    )


def empty(cr):
    """Put the book back to its first page; only a superuser of the database can."""
    cr.execute("SET LOCAL session_replication_role = replica")
    cr.execute(f"TRUNCATE {', '.join(GROWING)} CASCADE")
    cr.execute(
        "UPDATE iys_brand SET pull_cursor_iys = NULL, pull_cursor_hs = NULL,"
        " last_good_pull = NULL, last_reconciled = NULL, compare_after_id = 0"
    )
    cr.execute(
        "UPDATE iys_account SET token_data = NULL, auth_failures = 0,"
        " is_stopped = FALSE, last_error = NULL"
    )


def phone(number):
    """The address of the n-th person, a Turkish mobile number."""
    return f"+90532{number:07d}"


def recently(minutes=60):
    """A moment so many minutes ago, naive UTC with whole seconds, as Odoo stores it."""
    now = datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)
    return now - timedelta(minutes=minutes)
