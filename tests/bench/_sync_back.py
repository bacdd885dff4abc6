"""Inside Odoo: writing İYS's answers back, in sets and record by record."""

# ruff: noqa: F821
brand = make_brand(route="demo")
ids = record(brand, range(PARAMS["rows"]))
exchanges = [(send(brand, lot), lot) for lot in lots(ids)]
env.cr.execute("ANALYZE iys_consent")
env.cr.commit()
half = PARAMS["slow_rows"] // LOT


def in_sets():
    for exchange, lot in exchanges[half:]:
        LEDGER._apply_results(exchange, results_of(lot))
        env.cr.commit()


def one_by_one():
    """The plain way to the same end: find, write, and decide what is in force."""
    for exchange, lot in exchanges[:half]:
        for result in results_of(lot):
            act = LEDGER.search(
                [
                    ("exchange_id", "=", exchange.id),
                    ("subrequest_id", "=", result.subrequest_id),
                ]
            )
            write_answer(act, result)
            in_force = LEDGER.search(
                [
                    ("recipient_key", "=", act.recipient_key),
                    ("brand_id", "=", act.brand_id.id),
                    ("type", "=", act.type),
                    ("recipient_type", "=", act.recipient_type),
                    ("is_effective", "=", True),
                ]
            )
            if not in_force or in_force.consent_date < act.consent_date:
                in_force.write({"is_effective": False})
                act.write({"is_effective": True})
            env.flush_all()
        env.cr.commit()


def write_answer(act, result):
    act.write(
        {
            "state": "registered",
            "transaction_id": result.transaction_id,
            "iys_creation_date": result.creation_date.replace(tzinfo=None),
            "registered_at": NOW,
            "error_code": False,
            "error_message": False,
        }
    )


def bare():
    """Less than the same: the answer alone, the act at hand, nothing decided."""
    for result, act in zip(results_of(plain), LEDGER.browse(plain), strict=True):
        write_answer(act, result)
        env.flush_all()
    env.cr.commit()


tell(slow=measure(env, one_by_one), slow_rows=half * LOT)
tell(sets=measure(env, in_sets), set_rows=(len(exchanges) - half) * LOT)
plain = record(brand, range(8_000_000, 8_000_000 + PARAMS["slow_rows"]))
for lot in lots(plain):
    send(brand, lot)
tell(bare=measure(env, bare), bare_rows=len(plain))
env.cr.execute(
    "SELECT state, is_effective, count(*) FROM iys_consent WHERE id = ANY(%s)"
    " GROUP BY 1, 2",
    [ids],
)
tell(ends=[list(row) for row in env.cr.fetchall()])
