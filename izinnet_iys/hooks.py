"""What happens around installing and uninstalling."""

from .models.append_only import release_all


def pre_init_hook(env):
    """Add ``res_partner.iys_recipient_type`` without rewriting a million contacts.

    A constant default is a note in PostgreSQL's catalogue; the ORM would update each row.
    """
    env.cr.execute(
        "ALTER TABLE res_partner ADD COLUMN IF NOT EXISTS"
        " iys_recipient_type varchar DEFAULT 'BIREYSEL'"
    )


def post_init_hook(env):
    """Make the key for recipient hashes, outside the database (R-38)."""
    env["iys.key"]._ensure()


def uninstall_hook(env):
    """Take the triggers off, so that the tables can go."""
    release_all(env.cr)
    for guard in (
        "iys_consent_guard",
        "iys_seal_guard",
        "iys_day_report_guard",
        "iys_consent_delete_guard",
        "iys_message_guard",
        "iys_destruction_runs",
    ):
        env.cr.execute(f"DROP FUNCTION IF EXISTS {guard}() CASCADE")
