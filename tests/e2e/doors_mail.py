"""Every door an e-mail can leave through, used as a person or a program would."""

import contextlib

TEXT = "<p>Sonbahar indirimi basladi.</p>"
SUBJECT = "Sonbahar indirimi"


def mailing(house, group, **over):
    """A mailing to the contacts of a group; returns its id, nothing is sent."""
    values = {
        "subject": SUBJECT, "body_arch": TEXT, "body_html": TEXT,
        "mailing_type": "mail", "mailing_model_id": house.model["res.partner"],
        "mailing_domain": repr([("category_id", "in", [group["tag"]])]),
        "iys_brand_id": house.brands["alpha"], **over,
    }  # fmt: skip
    return house.author.call("mailing.mailing", "create", values)


def launch(house, mailing_id):
    """Press "Send" on a mailing and let the queues do their work."""
    house.author.call("mailing.mailing", "action_launch", [mailing_id])
    house.run("mailing", "mail")


def mass_mailing_to_contacts(house, group, _one_by_one):
    """A mailing to contacts."""
    launch(house, mailing(house, group))


def mass_mailing_to_a_list(house, group, _one_by_one):
    """A mailing to a mailing list."""
    target = {
        "mailing_model_id": house.model["mailing.list"],
        "contact_list_ids": [(6, 0, [group["list"]])],
    }
    everybody_on_it = repr([("list_ids", "in", [group["list"]])])
    launch(house, mailing(house, group, **target, mailing_domain=everybody_on_it))


def ab_test(house, group, _one_by_one):
    """Two versions to a fifth each, then the winner to the rest."""
    test = {"ab_testing_enabled": True, "ab_testing_pc": 20}
    first = mailing(house, group, **test)
    second = mailing(
        house, group, **test, subject=f"{SUBJECT}!",
        campaign_id=house.author.read("mailing.mailing", first, "campaign_id")[
            "campaign_id"
        ][0],
    )  # fmt: skip
    for version in (first, second):
        launch(house, version)
    house.author.call("mailing.mailing", "action_select_as_winner", [first])
    house.run("mailing", "mail")


def list_view(house, group, _one_by_one):
    """The composer over a list of contacts."""
    ids = house.author.call(
        "res.partner", "search", [("category_id", "in", [group["tag"]])]
    )
    wizard = house.author.call(
        "mail.compose.message", "create",
        {
            "composition_mode": "mass_mail", "model": "res.partner",
            "res_ids": repr(ids), "subject": SUBJECT, "body": TEXT,
        },
    )  # fmt: skip
    house.author.call("mail.compose.message", "action_send_mail", [wizard])
    house.run("mail")


def test_mailing(house, group, one_by_one):
    """The test of a mailing, to anybody's address."""
    made = mailing(house, group)
    for person in one_by_one:
        wizard = house.author.call(
            "mailing.mailing.test", "create",
            {"mass_mailing_id": made, "email_to": person.email},
        )  # fmt: skip
        with refused():
            house.author.call("mailing.mailing.test", "send_mail_test", [wizard])
    house.run("mail")


def composer(house, partner, **over):
    """The composer on one contact, marked commercial."""
    values = {
        "composition_mode": "comment", "model": "res.partner",
        "res_ids": repr([partner]), "partner_ids": [(6, 0, [partner])],
        "subject": SUBJECT, "body": TEXT, "iys_message_class": "COMMERCIAL",
        "iys_brand_id": house.brands["alpha"], **over,
    }  # fmt: skip
    return house.author.call("mail.compose.message", "create", values)


def comment(house, group, one_by_one):
    """The composer on one contact."""
    for person in one_by_one:
        wizard = composer(house, group["partners"][person.number])
        with refused():
            house.author.call("mail.compose.message", "action_send_mail", [wizard])
    house.run("mail")


def template_by_rpc(house, group, one_by_one):
    """``mail.template.send_mail`` with a template of the class commercial."""
    made = template(house)
    for person in one_by_one:
        house.author.call(
            "mail.template", "send_mail", made, group["partners"][person.number],
            force_send=True,
        )  # fmt: skip
    house.run("mail")


def template(house):
    """A commercial template for contacts; returns its id."""
    return house.admin.call(
        "mail.template", "create",
        {
            "name": SUBJECT, "model_id": house.model["res.partner"],
            "subject": SUBJECT, "body_html": TEXT, "use_default_to": True,
            "iys_message_class": "COMMERCIAL", "iys_brand_id": house.brands["alpha"],
        },
    )  # fmt: skip


def server_action(house, group, _one_by_one):
    """A server action that sends a template to many contacts at once."""
    ids = house.admin.call(
        "res.partner", "search", [("category_id", "in", [group["tag"]])]
    )
    context = {"active_model": "res.partner", "active_ids": ids, "active_id": ids[0]}
    house.admin.call(
        "ir.actions.server", "run", [action(house, "email")], context=context
    )
    house.run("mail")


def action(house, method, **over):
    """A server action that sends the template; returns its id."""
    values = {
        "name": SUBJECT, "model_id": house.model["res.partner"],
        "state": "mail_post", "mail_post_method": method,
        "template_id": template(house), **over,
    }  # fmt: skip
    return house.admin.call("ir.actions.server", "create", values)


def automation_rule(house, group, _one_by_one):
    """An automation rule that writes to contacts when they change."""
    house.admin.call(
        "base.automation", "create",
        {
            "name": SUBJECT, "model_id": house.model["res.partner"],
            "trigger": "on_create_or_write",
            "filter_domain": repr([("ref", "=", "autumn")]),
            "filter_pre_domain": repr([("ref", "!=", "autumn")]),
            "action_server_ids": [(6, 0, [action(house, "comment")])],
        },
    )  # fmt: skip
    ids = house.admin.call(
        "res.partner", "search", [("category_id", "in", [group["tag"]])]
    )
    house.admin.call("res.partner", "write", ids, {"ref": "autumn"})
    house.run("mail")


def scheduled_message(house, group, one_by_one):
    """A message written today for a later moment."""
    for person in one_by_one:
        wizard = composer(
            house, group["partners"][person.number],
            scheduled_date="2037-01-01 09:00:00",
        )  # fmt: skip
        with refused():
            house.author.call(
                "mail.compose.message", "action_schedule_message", [wizard]
            )
    waiting = house.author.call("mail.scheduled.message", "search", [])
    for message in waiting:
        house.author.call("mail.scheduled.message", "post_message", [message])
    house.run("mail")


def mail_by_rpc(house, _group, one_by_one):
    """``mail.mail`` made and sent by a program of somebody else's."""
    ids = house.admin.call(
        "mail.mail", "create",
        [
            {"subject": SUBJECT, "body_html": TEXT, "email_to": person.email}
            for person in one_by_one
        ],
    )  # fmt: skip
    house.admin.call("mail.mail", "send", ids)
    house.run("mail")


@contextlib.contextmanager
def refused():
    """Let Odoo say no in words; that is an answer, too."""
    with contextlib.suppress(RuntimeError):
        yield


#: Doors made for crowds, and doors tried with some of every kind.
MASS = (mass_mailing_to_contacts, mass_mailing_to_a_list, ab_test, list_view)
SINGLE = (
    test_mailing, comment, template_by_rpc, server_action, automation_rule,
    scheduled_message, mail_by_rpc,
)  # fmt: skip
