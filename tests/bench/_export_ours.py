"""Inside Odoo: one export through the wizard, every byte taken as the browser would."""

# ruff: noqa: F821
env = env(user=env.ref("base.user_admin").id)
export = env["iys.export"].create(
    {
        "reason": "bench of the export",
        "file_format": PARAMS["format"],
        "with_registry": PARAMS.get("with_registry", True),
    }
)
env.cr.commit()


def work():
    return {"bytes": sum(len(chunk) for chunk in export._stream())}


tell(export=measure(env, work))
