"""R-59: passwords, tokens, keys and codes stay where they are kept, on bad days as well.

A server whose log tells everything (every logger at DEBUG, SQL included) does the main
job against the simulators with secrets that cannot be mistaken; then everything that was
written down or answered is searched for them.
"""

import base64
import contextlib
import json
import os
import re
import secrets
from urllib.parse import quote, quote_plus

import pytest
import requests

from tests.e2e.odoo_client import Client
from tests.simulators.iys import IysSimulator, Limits
from tests.simulators.sms import Limits as SmsLimits
from tests.simulators.sms import SmsSimulator
from tests.simulators.smtp import MailServer

from . import code_jobs, house, odoo_here
from .conftest import PREFIX, drop_left_over

OPERATORS = ("netgsm", "iletimerkezi", "verimor")
MODULES = ("izinnet_iys_website", "izinnet_iys_sms")
BACKUP_KEY = "IZINNET_BACKUP_KEY_FILE"
FINGERPRINT = "izinnet_iys.key_fingerprint"
SYNC = ("push", "results", "pull", "settle", "daily", "deadlines", "alarm")
TALK = ("push", "results", "pull")
#: Who looks for secrets: the most that may be read without Odoo's system group.
PERSONAS = {"chief": ("manager", "auditor"), "connector": ("admin",)}
#: Models of Odoo that tell of what happened, beside all of ours.
ODOOS = {
    "mail.message", "mail.mail", "mail.activity", "mail.tracking.value", "ir.logging",
    "sms.sms", "mailing.trace", "res.company", "res.config.settings", "ir.attachment",
    "res.partner", "mail.notification",
}  # fmt: skip
#: The administrator of consents tells the operator these addresses.
SHOWN = {
    ("connector", "iys.sms.gateway"): {f"push {one}" for one in OPERATORS},
}
#: Where a secret is kept, and nowhere else in the database.
KEPT_IN = {
    ("iys_account", "password"), ("iys_account", "username"),
    ("iys_account", "token_data"), ("iys_sms_gateway", "password"),
    ("iys_sms_gateway", "username"), ("iys_sms_gateway", "partner_code"),
    ("iys_sms_gateway", "push_token"), ("iys_backup_plan", "password"),
    ("iys_backup_plan", "login"), ("res_company", "iys_stamp_password"),
    ("res_company", "iys_stamp_user"), ("iys_message", "token"),
    ("iys_receipt", "token"),
    # an SMS on its way, read by Odoo's system group alone
    ("sms_sms", "body"),
}  # fmt: skip


class Secrets:
    """Names and texts of what must not be seen, in every spelling a program gives it."""

    def __init__(self):
        self.spellings, self.codes = {}, {}

    def add(self, name, text, login=""):
        """Add a secret; ``login`` goes before it in a Basic header."""
        texts = {text, quote(text, safe=""), quote_plus(text), json.dumps(text)[1:-1]}
        texts.add(base64.b64encode(f"{login}:{text}".encode()).decode())
        texts.add(text.replace("'", "''"))
        self.spellings[name] = {one.encode() for one in texts}

    def add_bytes(self, name, content):
        """Add a secret that is no text."""
        self.spellings[name] = {
            content, content.hex().encode(), base64.b64encode(content),
            base64.urlsafe_b64encode(content).rstrip(b"="),
        }  # fmt: skip

    def add_code(self, name, digits):
        """Add a code, which is also met by chance: in the fractions of a second, in a
        longer number, in a hash."""
        alone = rb"(?<![\w.])" + digits.encode() + rb"(?!\w)"
        self.codes[name] = re.compile(alone)

    def found_in(self, content):
        """The names of the secrets in some bytes."""
        return {
            name
            for name, spellings in self.spellings.items()
            if any(one in content for one in spellings)
        } | {name for name, alone in self.codes.items() if alone.search(content)}


class House:
    """A company that speaks to simulators, served with a log that tells everything."""

    def __init__(self, registry, database, stack):
        """Nothing is set up yet, see ``found`` and ``serve``."""
        self.registry, self.database, self.stack = registry, database, stack
        self.secrets, self.answers = Secrets(), []

    def env(self):
        """A transaction of its own in this process."""
        return odoo_here.environment(self.registry)

    # === SETTING UP === #

    def found(self, iys, sms, url):
        """Give everything a password; ``url`` is where the house will answer."""
        company = next(iter(iys.world.brands()))[0]
        self.password = self.make_secret("iys", "api-kanarya@deneme.example")
        iys.world.add_user(company, "api-kanarya@deneme.example", self.password)
        self.iys, self.sms = iys, sms
        with self.env() as env:
            env["ir.config_parameter"].set_param("web.base.url", url)
            env.ref("base.main_company").country_id = env.ref("base.tr")
            brand = code_jobs._brand(env)
            self._connect(env, brand)
            for gateway in OPERATORS:
                self._open_account(env, brand, gateway)
            code_jobs._form(env, brand)
            self.token = env["iys.form.point"].search([], limit=1).token
            self.brand = brand.id
            fingerprint = env["ir.config_parameter"].get_param(FINGERPRINT)
            key = env["iys.key"]._path(fingerprint).read_bytes()
            self.secrets.add_bytes("address key", key)
            for role in PERSONAS:
                self._person(env, role)

    def make_secret(self, name, login=""):
        """Make a password with all that breaks quoting in it."""
        text = f"Kanarya-{name}-'&=ş%{secrets.token_hex(6)}"
        self.secrets.add(f"{name} password", text, login)
        return text

    def _connect(self, env, brand):
        brand.account_id.write(
            {
                "route": "direct", "environment": "custom",
                "base_url": self.iys.base_url,
                "username": "api-kanarya@deneme.example", "password": self.password,
            }
        )  # fmt: skip
        brand.account_id.action_confirm_database()
        house.lift_limits(env.cr)

    def _open_account(self, env, brand, name):
        account = self.sms.account(name)
        # İleti Merkezi's are a key and a hash, as its panel gives them
        account.password = self.make_secret(name, account.username)
        gateway = env["iys.sms.gateway"].create(
            {
                "name": name, "company_id": brand.company_id.id, "provider": name,
                "base_url": self.sms.url(name), "username": account.username,
                "password": account.password,
            }
        )  # fmt: skip
        gateway.action_confirm_database()
        env["iys.sms.title"].create(
            {"name": next(iter(account.titles)), "gateway_id": gateway.id,
             "state": "approved"}
        )  # fmt: skip
        if name == "netgsm":
            brand.company_id.iys_sms_gateway_id = gateway

    def _person(self, env, role):
        groups = ["base.group_user", "base.group_allow_export"]
        groups += [f"izinnet_iys.group_{one}" for one in PERSONAS[role]]
        user = env["res.users"].create(
            {
                "name": role, "login": role, "password": role,
                "group_ids": [(6, 0, [env.ref(name).id for name in groups])],
            }
        )  # fmt: skip
        return user

    # === WORK === #

    def enter(self, url):
        """Log in; whatever is answered from now on is kept."""
        self.url = url
        self.admin = Client(url, self.database)
        self.browser = requests.Session()
        self.admin.session.hooks["response"].append(self._keep)
        self.browser.hooks["response"].append(self._keep)

    def _keep(self, answer, **_more):
        self.answers.append(
            (answer.request.path_url, answer.status_code, answer.content)
        )

    def job(self, *names):
        """Run scheduled actions in the server; trouble stays there."""
        for name in names:
            with contextlib.suppress(RuntimeError):
                cron = self.admin.ref(name)
                self.admin.call("ir.cron", "method_direct_trigger", [cron])

    def sync(self, names=SYNC):
        """One round of all that speaks to İYS, or of some of it."""
        self.job(*(f"izinnet_iys.ir_cron_{name}" for name in names))

    def deliver(self):
        """Let mails and SMS leave."""
        self.job(
            "mail.ir_cron_mail_scheduler_action", "sms.ir_cron_sms_scheduler_action"
        )

    def record(self, first, count=2):
        """Take acts in."""
        with self.env() as env:
            from odoo.addons.izinnet_iys.iys_api.acts import Act

            acts = [
                Act(self.brand, house.phone(n), "MESAJ", "ONAY", "HS_WEB",
                    house.recently(60))
                for n in range(first, first + count)
            ]  # fmt: skip
            env["iys.consent"]._record_acts(acts)

    def stored(self, query):
        """Ask the database for one value."""
        with contextlib.closing(self.stack.connect(self.database)) as connection:
            with connection.cursor() as cr:
                cr.execute(query)
                return cr.fetchone()[0]


@pytest.fixture(scope="module")
def database(stack):
    """A database with all three addons, dropped after the module."""
    drop_left_over(stack)
    name = f"{PREFIX}secrets_{os.getpid()}"
    stack.create_database(name, modules=MODULES)
    yield name
    odoo_here.close_connections()
    stack.drop_database(name)


@pytest.fixture(scope="module")
def done(stack, database, tmp_path_factory):
    """The House after the main job was done and everything had gone wrong once."""
    registry = odoo_here.open_registry(database, stack.environment())
    with contextlib.ExitStack() as open_things:
        iys = open_things.enter_context(
            IysSimulator(worker_delay=0, worker_start=0, lag=1, limits=Limits.off())
        )
        sms = open_things.enter_context(SmsSimulator(limits=SmsLimits.off()))
        mail = open_things.enter_context(MailServer())
        port = stack.free_port()
        key_file = tmp_path_factory.mktemp("keys") / "backup.key"
        key_file.write_text(secrets.token_urlsafe(48))
        key_file.chmod(0o600)
        mine = House(registry, database, stack)
        mine.found(iys, sms, f"http://127.0.0.1:{port}")
        args = [
            "--log-handler=:DEBUG",
            "--log-db-level=warning",
            f"--log-db={database}",
        ]
        args += [f"--smtp={mail.host}", f"--smtp-port={mail.port}"]
        args += ["--email-from=biz@deneme.example.com"]
        server = stack.serve(
            database, workers=0, cron_threads=0, args=args,
            env={**odoo_here.HOSTS, BACKUP_KEY: str(key_file)},
            port=port,
        )  # fmt: skip
        mine.secrets.add("backup key", key_file.read_text())
        server.log_path.unlink(missing_ok=True)
        with server:
            mine.mail, mine.log_path = mail, server.log_path
            mine.enter(server.url)
            type_passwords(mine)
            do_the_main_job(mine)
            open_links(mine)
            have_bad_days(mine)
            remember_what_was_made(mine)
            yield mine


# === WHAT HAPPENS === #


def type_passwords(mine):
    """The administrator types passwords on the screens, some of them wrong."""
    call, secret = mine.admin.call, mine.make_secret
    (plan,) = call(
        "iys.backup.plan", "create",
        [{"name": "yedek", "target": "s3", "host": "https://127.0.0.1:1",
          "bucket": "yedek", "login": "yedekci", "password": secret("backup")}],
    )  # fmt: skip
    call("res.company", "write", [1], {"iys_stamp_user": "damga"})
    call("res.company", "write", [1], {"iys_stamp_password": secret("stamp")})
    call("iys.account", "write", [1], {"password": mine.password})
    with contextlib.suppress(RuntimeError):
        call("iys.account", "write", [1], {"password": mine.password, "nonsense": 1})
    with contextlib.suppress(RuntimeError):
        call("iys.account", "create", [{"password": mine.password}])
    call("iys.backup.plan", "action_test", [plan])
    mine.job("izinnet_iys.ir_cron_backup", "izinnet_iys.ir_cron_seal_anchor")


def do_the_main_job(mine):
    """Acts go to İYS; a visitor answers a form, gets a code and a link, uses both."""
    mine.record(0)
    mine.sync()
    assert mine.stored("SELECT count(*) FROM iys_consent WHERE state = 'registered'")
    for gateway in mine.admin.call("iys.sms.gateway", "search", []):
        mine.admin.call("iys.sms.gateway", "action_test_connection", [gateway])
    mine.job("izinnet_iys_sms.ir_cron_test_sms", "izinnet_iys_sms.ir_cron_balance_sms")
    states = mine.admin.call("iys.sms.gateway", "search_read", [], ["test_state"])
    assert {row["test_state"] for row in states} == {"good"}, states
    answer_the_form(mine)
    mine.deliver()
    mine.code = code_on_the_phone(mine)
    mine.secrets.add_code("code", mine.code)
    page = f"{mine.url}/iys/code/{mine.page}"
    wrong = f"{(int(mine.code) + 1) % 10**6:06d}"
    for code in (wrong, mine.code):
        mine.browser.post(page, data={"code_confirm_mesaj": code})
    assert mine.stored(
        "SELECT count(*) FROM iys_consent WHERE recipient = '+905321234567'"
    )
    mine.job("izinnet_iys.ir_cron_receipt")
    mine.deliver()


def answer_the_form(mine):
    """Tick e-mail and SMS as a browser does; remember the page it leads to."""
    page = f"{mine.url}/izin/{mine.token}"
    shown = mine.browser.get(page).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', shown))
    boxes = re.findall(r'name="(box_\d+)"', shown)
    mine.page = secrets.token_urlsafe(24)
    values = {
        **hidden, "name": "Deniz Deneme", "secret": mine.page,
        "phone": "+905321234567", "email": "deniz@deneme.example.com",
        boxes[0]: "1", boxes[1]: "1",
    }  # fmt: skip
    told = mine.browser.post(page, data=values, allow_redirects=False)
    assert told.status_code == 303, told.text[:300]
    mine.page = told.headers["Location"].rpartition("/")[2].partition("?")[0]
    mine.secrets.add("page of the code", mine.page)
    mine.job("izinnet_iys.ir_cron_form_answer")


def code_on_the_phone(mine):
    """The code in the newest SMS at the operator."""
    return re.findall(r"(?<!\d)\d{6}(?!\d)", mine.sms.texts()[-1].text)[0]


def open_links(mine):
    """Confirm by the link in the mail, ask for preferences, refuse by a message's link."""
    follow_links(mine, "confirm")
    mine.job("izinnet_iys.ir_cron_receipt")
    mine.browser.post(
        f"{mine.url}/iys/preferences", data={"email": "deniz@deneme.example.com"}
    )
    mine.job("izinnet_iys.ir_cron_preference")
    mine.deliver()
    follow_links(mine, "preferences")
    (mine.message_token,) = log_a_message(mine)
    mine.secrets.add("refusal link", mine.message_token)
    for method in (mine.browser.get, mine.browser.post):
        method(f"{mine.url}/iys/refuse/{mine.message_token}")


def follow_links(mine, kind):
    """Open the links of a kind in the mails that arrived, and press their buttons."""
    text = "".join(letter.message.as_string() for letter in mine.mail.letters)
    text = text.replace("=\n", "").replace("=3D", "=")
    tokens = set(re.findall(rf"/iys/{kind}/([\w-]{{30,}})", text))
    assert tokens, f"no mail has a link of the kind {kind}"
    for number, token in enumerate(sorted(tokens)):
        mine.secrets.add(f"{kind} link {number}", token)
        for method in (mine.browser.get, mine.browser.post):
            method(f"{mine.url}/iys/{kind}/{token}")


def log_a_message(mine):
    with mine.env() as env:
        return env["iys.message"]._log_sent(
            [
                {
                    "type": "EPOSTA", "message_class": "COMMERCIAL", "body": "<p>x</p>",
                    "brand_id": mine.brand, "recipient": "deniz@deneme.example.com",
                }
            ]
        )  # fmt: skip


def have_bad_days(mine):
    """Errors, cut lines, pages of proxies, wrong passwords, a table that is gone."""
    for place, kind in enumerate(("error", "html", "drop", "half", "refuse")):
        mine.iys.faults.add(kind, times=3)
        mine.record(100 + 10 * place)
        mine.sync(TALK)
        mine.iys.faults.clear()
    mine.sms.faults.add("html", times=2)
    mine.job("izinnet_iys_sms.ir_cron_balance_sms")
    mine.sms.faults.clear()
    use_wrong_passwords(mine)
    lose_tables(mine)
    # an operator that pushes to a wrong and to the right address
    with mine.env() as env:
        gateway = env["iys.sms.gateway"].search([("provider", "=", "verimor")])
        push = f"{mine.url}/iys/sms/{gateway.id}/{gateway.push_token}/report"
    mine.browser.post(push, data=b"{broken")
    mine.job("izinnet_iys_sms.ir_cron_sms_reports")


def use_wrong_passwords(mine):
    """The registry and all operators refuse."""
    wrong = mine.make_secret("wrong", "api-kanarya@deneme.example")
    mine.admin.call("iys.account", "write", [1], {"password": wrong})
    mine.record(300)
    for _try in range(2):
        mine.sync(TALK)
    gateways = mine.admin.call("iys.sms.gateway", "search", [])
    mine.admin.call("iys.sms.gateway", "write", gateways, {"password": wrong})
    mine.admin.call("iys.sms.gateway", "action_test_connection", gateways)
    mine.job("izinnet_iys_sms.ir_cron_test_sms", "izinnet_iys_sms.ir_cron_balance_sms")
    mine.admin.call("iys.account", "write", [1], {"password": mine.password})
    mine.admin.call("iys.account", "action_resume", [1])


def lose_tables(mine):
    """Pages and jobs crash in the middle of asking for what they know by a secret."""
    for table in ("iys_message", "iys_confirmation", "iys_account", "iys_sms_gateway"):
        with contextlib.closing(mine.stack.connect(mine.database)) as connection:
            connection.autocommit = True
            with connection.cursor() as cr:
                cr.execute(f"ALTER TABLE {table} RENAME TO {table}_lost")
                for path in ("refuse", "preferences", "confirm"):
                    mine.browser.get(f"{mine.url}/iys/{path}/{mine.message_token}")
                mine.sync(TALK)
                with contextlib.suppress(RuntimeError):
                    words = {"password": mine.password}
                    mine.admin.call("iys.account", "write", [1], words)
                cr.execute(f"ALTER TABLE {table}_lost RENAME TO {table}")


def remember_what_was_made(mine):
    """Tokens and pages' secrets that came into being on the way."""
    mine.sync()
    token = mine.stored("SELECT token_data FROM iys_account LIMIT 1")
    for name in ("access_token", "refresh_token"):
        assert token[name]
        mine.secrets.add(name, token[name])
    with mine.env() as env:
        for gateway in env["iys.sms.gateway"].search([]):
            mine.secrets.add(f"push {gateway.provider}", gateway.push_token)


# === WHERE NOTHING MAY BE === #


def test_the_log_holds_no_secret(done):
    """R-59: every logger at DEBUG, SQL with its values included."""
    log = done.log_path.read_bytes()
    assert b" DEBUG " in log and b"bad query" in log and b"/iys/refuse/" in log
    lines = {
        (name, line[:400])
        for line in log.splitlines()
        for name in done.secrets.found_in(line)
    }
    assert not lines, sorted(lines, key=str)[:12]


def test_error_pages_hold_no_secret(done):
    """R-59: pages and answers of programs, errors of every kind."""
    bad = [
        (path, content)
        for path, status, content in done.answers
        if status >= 400 or b'"error":' in content
    ]
    assert len(bad) > 5
    assert [p for p, content in bad if done.secrets.found_in(content)] == []


def test_the_database_keeps_secrets_in_known_places_only(done):
    """R-59: not in chatter, activities, day log, exchanges, alarms, Odoo's log table."""
    places = set()
    with contextlib.closing(done.stack.connect(done.database)) as connection:
        with connection.cursor() as cr:
            for table, column in columns_of(cr):
                cr.execute(f'SELECT DISTINCT "{column}"::text FROM "{table}"')
                text = "\n".join(value or "" for (value,) in cr.fetchall()).encode()
                if found := done.secrets.found_in(text):
                    places.add((table, column, tuple(sorted(found))))
    assert {p for p in places if p[:2] not in KEPT_IN} == set()
    assert {p[:2] for p in places} >= {("iys_account", "token_data")}


def columns_of(cr):
    """All columns that hold text of any kind."""
    cr.execute(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND data_type IN"
        " ('character varying', 'text', 'jsonb', 'bytea')"
        " AND table_name IN (SELECT tablename FROM pg_tables)"
        " AND table_name NOT LIKE 'ir_ui_%' AND table_name NOT LIKE 'ir_model%'"
    )
    return cr.fetchall()


@pytest.mark.parametrize("role", ["chief", "connector"])
def test_nobody_but_the_system_reads_or_exports_a_secret(done, role):
    """R-59: every model, every field one may read, and Odoo's export of them."""
    person = Client(done.url, done.database, role, role)
    with done.env() as env:
        models = {
            name: model._fields
            for name, model in env.items()
            if not model._abstract and (name.startswith("iys.") or name in ODOOS)
        }
    for model, fields in models.items():
        with contextlib.suppress(RuntimeError):  # no right to read it at all
            rows = person.call(model, "search_read", [])
            told = [json.dumps(rows, ensure_ascii=False).encode()]
            names = [
                n for n, f in fields.items() if f.type not in ("binary", "one2many")
            ]
            data = json.dumps(export_of(model, names))
            if rows:
                url = f"{done.url}/web/export/csv"
                told.append(person.session.get(url, params={"data": data}).content)
            found = done.secrets.found_in(b"".join(told))
            assert found <= SHOWN.get((role, model), set()), (model, found)


def export_of(model, names):
    """What the list view's menu sends."""
    return {
        "model": model, "ids": False, "domain": [], "groupby": [],
        "import_compat": False,
        "fields": [{"name": name, "label": name, "type": "char"} for name in names],
    }  # fmt: skip
