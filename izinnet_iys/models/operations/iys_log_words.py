"""The sentences of the day log, so that each reader gets them in the own language."""

#: Sentences that say what they are about only with the kind of record behind them.
ABOUT_WHAT = {
    "Rights of a user changed", "Screens opened", "Set-up added", "Set-up changed",
    "Set-up deleted", "Whole addresses read",
}  # fmt: skip


def sentences(env):
    """Return {English sentence as the log keeps it: the same for this reader}."""
    return {
        "Acted as the citizen at the demo registry": env._(
            "Acted as the citizen at the demo registry"
        ),
        "Alarm settled": env._("Alarm settled"),
        "Alarm": env._("Alarm"),
        "Approvals expired": env._("Approvals expired"),
        "Backup asked for": env._("Backup asked for"),
        "Backup taken out": env._("Backup taken out"),
        "Connection test": env._("Connection test"),
        "Consents exported": env._("Consents exported"),
        "Consents wait for İYS for 24 hours": env._(
            "Consents wait for İYS for 24 hours"
        ),
        "Consents wait for İYS for 48 hours": env._(
            "Consents wait for İYS for 48 hours"
        ),
        "Consents are about to be too late for İYS": env._(
            "Consents are about to be too late for İYS"
        ),
        "Database confirmed for İYS": env._("Database confirmed for İYS"),
        "Dead letters closed": env._("Dead letters closed"),
        "Emergency stop": env._("Emergency stop"),
        "Emergency stop lifted": env._("Emergency stop lifted"),
        "Handed in again by a person": env._("Handed in again by a person"),
        "Holidays confirmed": env._("Holidays confirmed"),
        "Import cancelled": env._("Import cancelled"),
        "Import done": env._("Import done"),
        "Import stopped": env._("Import stopped"),
        "List exported": env._("List exported"),
        "List exported, addresses masked": env._("List exported, addresses masked"),
        "List uploaded": env._("List uploaded"),
        "Message class chosen": env._("Message class chosen"),
        "Message class released": env._("Message class released"),
        "Report taken out": env._("Report taken out"),
        "Proof taken out": env._("Proof taken out"),
        "Proof looked at": env._("Proof looked at"),
        "QR codes made": env._("QR codes made"),
        "Reconciliation": env._("Reconciliation"),
        "Release of a message class taken back": env._(
            "Release of a message class taken back"
        ),
        "Sending resumed": env._("Sending resumed"),
        "The SMS operator sees no approval at İYS": env._(
            "The SMS operator sees no approval at İYS"
        ),
        "Erasures not kept beside the backups": env._(
            "Erasures not kept beside the backups"
        ),
        "İYS account stopped": env._("İYS account stopped"),
        **_form_sentences(env),
        **_sms_sentences(env),
        **_of_the_seal(env),
        **_of_the_set_up(env),
        **_of_privacy(env),
    }


def _form_sentences(env):
    """Return the sentences of consent forms and texts, as ``sentences`` does."""
    return {
        "Form published": env._("Form published"),
        "Form paused": env._("Form paused"),
        "Form resumed": env._("Form resumed"),
        "Form ended": env._("Form ended"),
        "Ready text reviewed": env._("Ready text reviewed"),
        "Text published": env._("Text published"),
        "Text retired": env._("Text retired"),
    }


def _sms_sentences(env):
    """Return the sentences of SMS, as ``sentences`` does."""
    return {
        "Bulk SMS released with e-signature": env._(
            "Bulk SMS released with e-signature"
        ),
        "Database confirmed for SMS": env._("Database confirmed for SMS"),
        "SMS account in use for the company": env._(
            "SMS account in use for the company"
        ),
        "SMS account paused": env._("SMS account paused"),
        "SMS account resumed": env._("SMS account resumed"),
        "SMS connection test": env._("SMS connection test"),
        "Text for staff published": env._("Text for staff published"),
        "SMS credit is low": env._("SMS credit is low"),
        "SMS request closed without an answer": env._(
            "SMS request closed without an answer"
        ),
        "SMS request settled by a person: it did not leave": env._(
            "SMS request settled by a person: it did not leave"
        ),
        "SMS request settled by a person: it left": env._(
            "SMS request settled by a person: it left"
        ),
        "SMS with an unknown answer sent again by a person": env._(
            "SMS with an unknown answer sent again by a person"
        ),
    }


def _of_the_seal(env):
    return {
        "Check of the seal begun": env._("Check of the seal begun"),
        "Day report looked at": env._("Day report looked at"),
        "Seal checked: intact": env._("Seal checked: intact"),
        "Seal exported": env._("Seal exported"),
        "Seal checked": env._("Seal checked"),
        "The seal is broken": env._("The seal is broken"),
    }


def _of_the_set_up(env):
    return {
        "Board opened": env._("Board opened"),
        "Brand changed": env._("Brand changed"),
        "Brand added": env._("Brand added"),
        "Call to İYS": env._("Call to İYS"),
        "Consents recorded": env._("Consents recorded"),
        "Rights of a user changed": env._("Rights of a user changed"),
        "Schedule changed": env._("Schedule changed"),
        "Screens opened": env._("Screens opened"),
        "Send check": env._("Send check"),
        "Set-up added": env._("Set-up added"),
        "Set-up changed": env._("Set-up changed"),
        "Set-up deleted": env._("Set-up deleted"),
        "Settings of the company changed": env._("Settings of the company changed"),
        "Settings of the website changed": env._("Settings of the website changed"),
        "İYS account added": env._("İYS account added"),
        "İYS account changed": env._("İYS account changed"),
    }


def _of_privacy(env):
    return {
        "Privacy setting changed": env._("Privacy setting changed"),
        "Legal hold set": env._("Legal hold set"),
        "Legal hold lifted": env._("Legal hold lifted"),
        "Destruction approved": env._("Destruction approved"),
        "Destruction cancelled": env._("Destruction cancelled"),
        "Destruction stopped": env._("Destruction stopped"),
        "Destruction done": env._("Destruction done"),
        "Whole addresses read": env._("Whole addresses read"),
        "Data of a person looked up": env._("Data of a person looked up"),
        "Data of a person taken out": env._("Data of a person taken out"),
        "Data-subject request answered": env._("Data-subject request answered"),
        "Asked again before the waiting time": env._(
            "Asked again before the waiting time"
        ),
    }


def in_words(message, known):
    """Say a row's message by ``sentences``; the facts behind a sentence stay as they are."""
    heads = [head for head in known if message.startswith(head)]
    if not heads:
        return message
    head = max(heads, key=len)
    return known[head] + message.removeprefix(head)
