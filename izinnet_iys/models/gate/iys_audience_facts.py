"""What there is in the database at all: asked before the SQL of an audience is written."""

from odoo.tools import SQL

from .iys_consent_decide import ADDRESS


def has_trader_acts(env, brand_id, type):
    """Tell whether a merchant's act is in force for a brand and channel."""
    return _is_there(
        env,
        SQL(
            "SELECT 1 FROM iys_consent WHERE brand_id = %s AND type = %s"
            " AND is_effective IS TRUE AND recipient_type = 'TACIR' LIMIT 1",
            brand_id,
            type,
        ),
    )


def has_merchants(env):
    """Tell whether any contact is a proved merchant (L-36)."""
    condition = "iys_recipient_type = 'TACIR' AND active"
    return _is_there(env, SQL(f"SELECT 1 FROM res_partner WHERE {condition} LIMIT 1"))


def masked_refusals(env, brand_id, type):
    """List merchants' addresses with a refusal in force that is masked (L-58).

    SQL cannot match those by address; only their key is left. None of these merchants
    has an approval SQL could see, so a refusal is all the gate can find.
    """
    masked = env.execute_query(
        SQL(
            "SELECT recipient_key FROM iys_consent WHERE recipient IS NULL"
            " AND brand_id = %s AND type = %s AND is_effective IS TRUE"
            " AND status = 'RET'",
            brand_id,
            type,
        )
    )
    if not masked:
        return []
    column = SQL.identifier(ADDRESS[type])
    merchants = env.execute_query(
        SQL(
            "SELECT DISTINCT %(column)s FROM res_partner"
            " WHERE iys_recipient_type = 'TACIR' AND active AND %(column)s IS NOT NULL",
            column=column,
        )
    )
    keys, keyed = {key for (key,) in masked}, env["iys.key"]._hasher()
    return [address for (address,) in merchants if keyed(address) in keys]


def _is_there(env, query):
    return bool(env.execute_query(query))
