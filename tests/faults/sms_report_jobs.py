"""Jobs of the driver for SMS and their reports: an account, a queue, a reader of pushes."""

import logging
import time

from . import house

TITLE = "ALFA"
#: What must not be read in the log of a sender, nor of a reader (R-28).
QUARRELS = ("rival", "serialize", "deadlock")


class Quarrels(logging.Handler):
    """Hears whether anybody quarrelled about a row."""

    def __init__(self):
        """Listen to everything this process logs."""
        super().__init__()
        self.heard = []

    def emit(self, record):
        """Keep what tells of a quarrel."""
        text = self.format(record).lower()
        if any(word in text for word in QUARRELS):
            self.heard.append(text)

    def __enter__(self):
        """Begin to listen."""
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_error):
        """Stop; raises AssertionError when there was one."""
        logging.getLogger().removeHandler(self)
        assert not self.heard, self.heard


def found(env, base_url, username, password):
    """Make the company's account at the simulator's Verimor anew; nothing is sent yet."""
    env.cr.execute("TRUNCATE iys_sms_event, iys_sms_job, iys_sms_dispatch CASCADE")
    env.cr.execute("DELETE FROM sms_sms")
    env.invalidate_all()
    gateways = env["iys.sms.gateway"]
    gateway = gateways.search([("name", "=", "Verimor")]) or gateways.create(
        {"name": "Verimor", "provider": "verimor"}
    )
    gateway.write({"base_url": base_url, "username": username, "password": password})
    gateway.action_confirm_database()
    if not gateway.title_ids:
        env["iys.sms.title"].create(
            {"gateway_id": gateway.id, "name": TITLE, "state": "approved"}
        )
    env.company.iys_sms_gateway_id = gateway


def make(env, count):
    """Put informational SMS to ``count`` persons into the queue."""
    env["sms.sms"].sudo().create(
        [
            {
                "number": house.phone(number),
                "body": f"Deneme {number}",
                "iys_message_class": "INFORMATIONAL",
                "iys_is_released": True,
            }
            for number in range(count)
        ]
    )


def queue(env):
    """Send until nothing waits; nobody may have been in the way."""
    with Quarrels():
        waiting = [("state", "=", "outgoing"), ("to_delete", "!=", True)]
        while env["sms.sms"].search_count(waiting, limit=1):
            env["sms.sms"]._process_queue()
            env.cr.commit()


def read(env, seconds):
    """Read pushes again and again for so many seconds, parked ones at once."""
    end = time.monotonic() + seconds
    with Quarrels():
        while time.monotonic() < end:
            env.cr.execute("UPDATE iys_sms_event SET retry_at = NULL")
            env.cr.commit()
            env["iys.sms.event"]._cron_reports()
            env.cr.commit()


JOBS = {"sms_found": found, "sms_make": make, "sms_queue": queue, "sms_read": read}
