"""A served Odoo between a real mail server and a real SMS service, with mixed people."""

import contextlib
import json
import os
import subprocess
import time
from collections import Counter
from datetime import datetime

from tests.faults.odoo_here import HOSTS
from tests.simulators.sms.settings import Limits
from tests.simulators.sms.simulator import SmsSimulator
from tests.simulators.sms_iap import SmsService
from tests.simulators.smtp import MailServer
from tests.stack import places, system

from .odoo_client import Client

MODULES = ("izinnet_iys", "izinnet_iys_sms", "base_automation")
QUEUES = {
    "mailing": "mass_mailing.ir_cron_mass_mailing_queue",
    "mail": "mail.ir_cron_mail_scheduler_action",
    "sms": "sms.ir_cron_sms_scheduler_action",
    "scheduled": "mail.ir_cron_post_scheduled_message",
}
#: How often a queue is started until it must be empty.
ROUNDS = 60


class Desk:
    """The second process, see ``desk.py``."""

    def __init__(self, stack, database):
        """Start it; ready when it has loaded the models."""
        self.process = subprocess.Popen(
            [stack.python, "-m", "tests.e2e.desk", database],
            env=stack.environment(HOSTS),
            cwd=places.REPO,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=system.die_with_parent,
        )
        assert self._answer() == "ready"

    def ask(self, job, **arguments):
        """Have a job done and return its answer."""
        self.process.stdin.write(json.dumps([job, arguments]) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def refuse(self, channel, addresses, brand="alpha"):
        """Let people refuse; return when that was committed, naive UTC."""
        told = self.ask(
            "refuse", channel=channel, addresses=list(addresses), brand=brand
        )
        return datetime.fromisoformat(told)

    def close(self):
        """End the process."""
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()

    def _answer(self):
        line = self.process.stdout.readline()
        assert line, f"the desk ended with {self.process.wait(20)}"
        return json.loads(line)


class OperatorBook:
    """An operator's simulator, read as Odoo's own SMS service is read."""

    def __init__(self, operators, gateway):
        """Read what a gateway of ``SmsSimulator`` takes, from now on."""
        self.operators, self.gateway, self.first = operators, gateway, 0

    def numbers(self):
        """Count the texts taken over for each number."""
        texts = self.operators.texts()[self.first :]
        return Counter(_spelt(text.number) for text in texts)

    def forget(self):
        """Begin to count anew."""
        self.first = len(self.operators.texts())

    def account(self):
        """The account as ``desk.use_operator`` takes it."""
        one = self.operators.account(self.gateway)
        return {
            "gateway": self.gateway,
            "base_url": self.operators.url(self.gateway),
            "username": one.username,
            "password": one.password,
            "title": next(iter(one.titles)),
        }


def _spelt(number):
    """Spell what an operator keeps: Turkish mobiles by ten digits, others in full."""
    digits = number.lstrip("+0")
    return f"+90{digits}" if len(digits) == 10 and digits[0] == "5" else f"+{digits}"


class House:
    """What the doors are tried on: servers outside, clients and the desk inside."""

    def __init__(self, server, database, mail, sms, desk):
        """Take what was started and lay the ground."""
        self.mail, self.sms, self.desk = mail, sms, desk
        self.server, self.groups = server, {}
        self.brands = desk.ask("found", sms_url=sms.url)
        self.admin, self.author = (
            Client(server.url, database, login, login, patience=600)
            for login in ("admin", "author")
        )
        self.model = {
            name: self.admin.call("ir.model", "search", [("model", "=", name)])[0]
            for name in ("res.partner", "mailing.list", "mailing.contact")
        }

    def settle(self, name, share, first, kinds=None):
        """Let a group of people move in; see ``desk.settle``."""
        told = self.desk.ask("settle", name=name, share=share, first=first, kinds=kinds)
        told["partners"] = {int(n): found for n, found in told["partners"].items()}
        self.groups[name] = told
        return told

    def begin(self):
        """Forget what came before, outside; a new door is tried."""
        self.run("mail", "sms")
        self.mail.forget()
        self.sms.forget()

    def run(self, *names):
        """Run queues until nothing in them waits for its turn."""
        for name in names:
            for _ in range(ROUNDS):
                self.start(name)
                if not self.waiting(name):
                    break
            else:
                raise AssertionError(f"the queue {name} does not end")

    def start(self, name):
        """Run the job of a queue once; raises RuntimeError with what it stumbled on."""
        told = self.admin.call(
            "ir.cron", "method_direct_trigger", [self.admin.ref(QUEUES[name])]
        )
        if told is not True:
            raise RuntimeError(str(told)[:500])

    def waiting(self, name):
        """Count what a queue still has to do now."""
        now = datetime.utcnow().strftime("%Y-%m-%d %H:%M:%S")
        domains = {
            "mailing": ("mailing.mailing", [("state", "in", ("in_queue", "sending"))]),
            "mail": (
                "mail.mail",
                [("state", "=", "outgoing"), "|", ("scheduled_date", "=", False),
                 ("scheduled_date", "<=", now)],
            ),
            "sms": (
                "sms.sms", [("state", "=", "outgoing"), ("to_delete", "=", False)],
            ),
            "scheduled": ("mail.scheduled.message", [("scheduled_date", "<=", now)]),
        }  # fmt: skip
        return self.admin.call(*domains[name][:1], "search_count", domains[name][1])


@contextlib.contextmanager
def open_house(stack, name, cron_threads=0):
    """Give a House on a fresh database; everything is gone afterwards."""
    database = f"izinnet_{name}_{os.getpid()}"
    stack.create_database(database, modules=MODULES)
    with contextlib.ExitStack() as open_things:
        open_things.callback(stack.drop_database, database)
        mail = open_things.enter_context(MailServer())
        sms = open_things.enter_context(SmsService())
        args = [f"--smtp={mail.host}", f"--smtp-port={mail.port}"]
        args += ["--email-from=biz@alfa.example.com"]
        desk = Desk(stack, database)
        open_things.callback(desk.close)
        server = stack.serve(
            database, workers=0, cron_threads=cron_threads, env=HOSTS, args=args
        )
        open_things.enter_context(server)
        yield House(server, database, mail, sms, desk)


@contextlib.contextmanager
def open_operator_house(stack, name, gateway="verimor"):
    """Give a House whose first company sends by a Turkish operator, simulated."""
    with (
        SmsSimulator(limits=Limits.off()) as operators,
        open_house(stack, name) as house,
    ):
        house.sms = OperatorBook(operators, gateway)
        house.desk.ask("use_operator", account=house.sms.account())
        yield house


def wait(what, is_so, patience=120):
    """Wait until something is so; fails with ``what`` when it does not become so."""
    end = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < end, what
        time.sleep(0.1)
