"""Inside Odoo: an event with a free ticket and a product, a form beside both of them."""

# ruff: noqa: F821
website = env["website"].search([], limit=1)
point = env["iys.form.point"].search([("token", "=", told["direct"])])
website.write({"iys_event_point_id": point.id, "iys_shop_point_id": point.id})
env["res.lang"]._activate_lang("tr_TR")
website.language_ids |= env["res.lang"].search([("code", "=", "tr_TR")])
event = env["event.event"].create(
    {
        "name": "Deneme buluşması",
        "website_id": website.id,
        "date_begin": datetime.utcnow() + timedelta(days=7),
        "date_end": datetime.utcnow() + timedelta(days=8),
        "event_ticket_ids": [(0, 0, {"name": "Ücretsiz"})],
    }
)
event.is_published = True
product = env["product.template"].create(
    {"name": "Kahve", "list_price": 10, "is_published": True, "type": "service"}
)
env.cr.commit()
env.registry.signal_changes()  # the server runs already and remembers languages
tell(
    event=event.website_url,
    template=product.id,
    product=product.product_variant_id.id,
    website=website.id,
)
