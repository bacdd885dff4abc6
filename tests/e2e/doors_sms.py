"""Every door an SMS of Odoo's own models can leave through."""

from .doors_mail import SUBJECT, refused

TEXT = "Sonbahar indirimi basladi"


def mass_sms(house, group, _one_by_one):
    """An SMS mailing to contacts."""
    made = house.author.call(
        "mailing.mailing", "create",
        {
            "subject": SUBJECT, "body_plaintext": TEXT, "mailing_type": "sms",
            "mailing_model_id": house.model["res.partner"],
            "mailing_domain": repr([("category_id", "in", [group["tag"]])]),
            "iys_brand_id": house.brands["alpha"],
        },
    )  # fmt: skip
    house.author.call("mailing.mailing", "action_launch", [made])
    house.run("mailing", "sms")


def composer(house, **values):
    """Fill in the SMS composer and press "Send"."""
    brand = {"iys_brand_id": house.brands["alpha"]}
    wizard = house.author.call("sms.composer", "create", {**brand, **values})
    house.author.call("sms.composer", "action_send_sms", [wizard])


def many(house, group, _one_by_one):
    """The composer over a list of contacts."""
    ids = house.author.call(
        "res.partner", "search", [("category_id", "in", [group["tag"]])]
    )
    composer(
        house, composition_mode="mass", res_model="res.partner", res_ids=repr(ids),
        body=TEXT,
    )  # fmt: skip
    house.run("sms")


def numbers(house, _group, one_by_one):
    """The composer with a number typed in."""
    for person in one_by_one:
        with refused():
            composer(house, composition_mode="numbers", numbers=person.phone, body=TEXT)
    house.run("sms")


def comment(house, group, one_by_one):
    """The composer on one contact, marked commercial."""
    for person in one_by_one:
        with refused():
            composer(
                house, composition_mode="comment", res_model="res.partner",
                res_id=group["partners"][person.number], body=TEXT,
                iys_message_class="COMMERCIAL",
            )  # fmt: skip
    house.run("sms")


def template(house):
    """A commercial SMS template for contacts; returns its id."""
    return house.admin.call(
        "sms.template", "create",
        {
            "name": SUBJECT, "model_id": house.model["res.partner"], "body": TEXT,
            "iys_message_class": "COMMERCIAL", "iys_brand_id": house.brands["alpha"],
        },
    )  # fmt: skip


def from_template(house, group, one_by_one):
    """The composer on one contact with a commercial template."""
    made = template(house)
    for person in one_by_one:
        with refused():
            composer(
                house, composition_mode="comment", res_model="res.partner",
                res_id=group["partners"][person.number], template_id=made, body=TEXT,
            )  # fmt: skip
    house.run("sms")


def server_action(house, group, _one_by_one):
    """A server action that sends a template to many contacts at once."""
    made = house.admin.call(
        "ir.actions.server", "create",
        {
            "name": SUBJECT, "model_id": house.model["res.partner"], "state": "sms",
            "sms_method": "sms", "sms_template_id": template(house),
        },
    )  # fmt: skip
    ids = house.admin.call(
        "res.partner", "search", [("category_id", "in", [group["tag"]])]
    )
    context = {"active_model": "res.partner", "active_ids": ids, "active_id": ids[0]}
    house.admin.call("ir.actions.server", "run", [made], context=context)
    house.run("sms")


def sms_by_rpc(house, _group, one_by_one):
    """``sms.sms`` made and sent by a program of somebody else's."""
    rows = [{"number": one.to_phone or one.phone, "body": TEXT} for one in one_by_one]
    ids = house.admin.call("sms.sms", "create", rows)
    house.admin.call("sms.sms", "send", ids)
    house.run("sms")


MASS = (mass_sms, many)
SINGLE = (numbers, comment, from_template, server_action, sms_by_rpc)
