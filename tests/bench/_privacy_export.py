"""Inside Odoo: the exported seal, every byte written to a file."""

# ruff: noqa: F821
export = env["iys.seal.export"].create({"reason": "bench of the seal"})
export.company_id = env["iys.brand"].search([], limit=1).company_id
env.cr.commit()


def work():
    size = 0
    with open(PARAMS["path"], "wb") as file:
        for chunk in export._stream():
            size += file.write(chunk)
    return {"bytes": size}


tell(export=measure(env, work))
