"""Inside Odoo: the same list through base_import, one call, its best case."""

# ruff: noqa: F821
env = env(user=env.ref("base.user_admin").id)
LISTS = {
    "x_plain_consent": [
        "x_recipient", "x_person", "x_type", "x_status", "x_date", "x_source", "x_rtype",
        "x_brand",
    ],
    "res.partner": ["name", "phone", "email"],
}  # fmt: skip
model = PARAMS["model"]
with open(PARAMS["path"], "rb") as file:
    wizard = env["base_import.import"].create(
        {
            "res_model": model,
            "file": file.read(),
            "file_name": "bench.xlsx",
            "file_type": "application/vnd.openxmlformats-officedocument"
            ".spreadsheetml.sheet",
        }
    )
env.cr.commit()
OPTIONS = {
    "has_headers": True, "quoting": '"', "separator": ",", "sheet": "Sheet1",
    "sheets": ["Sheet1"], "date_format": "%Y-%m-%d",
    "datetime_format": "%Y-%m-%d %H:%M:%S", "float_thousand_separator": ",",
    "float_decimal_separator": ".", "import_skip_records": [], "import_set_empty_fields": [],
    "fallback_values": {}, "name_create_enabled_fields": {}, "limit": 0, "skip": 0,
    "advanced": True, "keep_matches": False,
}  # fmt: skip


def work():
    fields = LISTS[model]
    options = {**OPTIONS, "limit": PARAMS["rows"] + 1}
    result = wizard.execute_import(fields, fields, options)
    env.cr.commit()
    return {"errors": result["messages"][:2], "made": len(result["ids"] or [])}


tell(base=measure(env, work))
