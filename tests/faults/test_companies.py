"""R-58: two companies in one database, and what the one can read of the other: nothing."""

import contextlib
import inspect
import json
import os
import re

import pytest
import requests

from tests.simulators.iys import IysSimulator, Limits

from . import house, odoo_here, two_companies
from .conftest import PREFIX, drop_left_over
from .two_companies import ALFA, BETA, ROLES, SIDES
from .unfold import hits, unfold

MODULES = ("izinnet_iys_website", "izinnet_iys_sms")
OTHER = {ALFA: BETA, BETA: ALFA}
THREADS = "mail.message"
#: How Odoo says no.
REFUSALS = {
    "odoo.exceptions.AccessError", "odoo.exceptions.MissingError",
    "odoo.exceptions.UserError", "odoo.exceptions.AccessDenied",
    "werkzeug.exceptions.NotFound",
}  # fmt: skip
#: Models of ours whose rows are nobody's: what is the same for all who use the database.
NOBODYS = {
    "iys.holiday", "iys.limit", "iys.report", "iys.notice.template",
}  # fmt: skip
#: Models of ours that are left empty here.
NOT_FILLED = {
    # the server's own: no company, and rights for administrators and auditors only
    "iys.backup", "iys.backup.erasure", "iys.backup.plan", "iys.form.crowd",
    "iys.import.part", "iys.vault", "iys.preference.ask", "iys.look",
    # lines of a screen that is its maker's own, or made by the tests themselves
    "iys.proof.attempt", "iys.proof.state", "iys.reason", "iys.subject.found",
    # rows of the trial registry, of masking and of confirming: only by roads of their
    # own, which the addons' tests walk
    "iys.demo.movement", "iys.demo.note", "iys.demo.request", "iys.erasure",
    "iys.explicit.consent", "iys.seal.gone", "iys.sms.keyword",
}  # fmt: skip
#: Models of Odoo that belong to a company because the addons gave them a brand.
BRANDED = {
    "link.tracker", "link.tracker.code", "mailing.contact", "mailing.filter",
    "mailing.list", "mailing.mailing", "mailing.subscription", "mailing.trace",
    "mailing.trace.report", "utm.source",
}  # fmt: skip
#: What Odoo itself shows to everybody, whatever the company; nothing of ours is in it.
ODOOS_OWN = {
    "mail.notification": "receiver and subject of every notification",
    "resource.calendar": "the working time of each company, with its name",
}


@pytest.fixture(scope="module")
def database(stack):
    """A database with all three addons, dropped after the module."""
    drop_left_over(stack)
    name = f"{PREFIX}companies_{os.getpid()}"
    stack.create_database(name, modules=MODULES)
    yield name
    odoo_here.close_connections()
    stack.drop_database(name)


@pytest.fixture(scope="module")
def registry(stack, database):
    """The models of the database in this process."""
    return odoo_here.open_registry(database, stack.environment())


@pytest.fixture(scope="module")
def founded(registry):
    """Both companies: {side: what the tests ask for by name}."""
    with odoo_here.environment(registry) as env:
        return two_companies.found(env)


@pytest.fixture(scope="module")
def server(stack, database, founded):
    """Odoo serving them, with no scheduled action running by itself."""
    with stack.serve(database, workers=0, cron_threads=0, env=odoo_here.HOSTS) as odoo:
        yield odoo


class Reader:
    """One person of one company; nothing that comes back may be the other company's."""

    def __init__(self, server, database, founded, side, role):
        """Know how the one who has the role gets in."""
        self.side, self.url, self.database = side, server.url, database
        self.own, self.other = founded[side], founded[OTHER[side]]
        self.who = side.login(role)
        self.session = requests.Session()
        self.key = self.own.keys[self.who]

    def login(self):
        """Open a session in the browser."""
        words = {"db": self.database, "login": self.who, "password": self.who}
        assert self.rpc("/web/session/authenticate", words)["uid"]

    def get(self, path, **params):
        """Open an address."""
        told = self.session.get(f"{self.url}{path}", params=params, timeout=120)
        self.check(path, told.content)
        return told

    @property
    def people(self):
        """The domain of all contacts but companies and staff."""
        return [("id", "not in", self.own.staff + self.other.staff)]

    def rpc(self, path, params):
        """Call a JSON route; returns the result, None where it was refused.

        Refused is for want of rights only; everything else is a mistake of the test.
        """
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        told = self.session.post(f"{self.url}{path}", json=body, timeout=120)
        self.check(f"{path} {params}", told.content)
        assert told.headers["Content-Type"].startswith("application/json"), (
            path,
            told.content[:300],
        )
        error = told.json().get("error")
        assert not error or error["data"]["name"] in REFUSALS, error["data"]
        return told.json().get("result")

    def call(self, model, method, *args, **kwargs):
        """Call a public method of a model as the web client does."""
        words = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.rpc(f"/web/dataset/call_kw/{model}/{method}", words)

    def json2(self, model, method, **words):
        """Call a public method as a program does; None where it was refused."""
        told = requests.post(
            f"{self.url}/json/2/{model}/{method}",
            json=words,
            headers={"Authorization": f"bearer {self.key}"},
            timeout=120,
        )
        self.check(f"{model}.{method}", told.content)
        return told.json() if told.status_code == 200 else None

    def open_screen(self, model, **values):
        """Open a screen that asks for a reason; returns it as this process sees it."""
        (made,) = self.call(model, "create", [{"reason": "için soruldu", **values}])
        return self.own.env[model].browse(made)

    def export(self, model, file_format, names):
        """Export all rows as the list view's menu does."""
        data = {
            "model": model, "ids": False, "domain": [], "groupby": [],
            "import_compat": False,
            "fields": [{"name": name, "label": name, "type": "char"} for name in names],
        }  # fmt: skip
        return self.get(f"/web/export/{file_format}", data=json.dumps(data))

    def press(self, record, method):
        """Press a button of a record of the own company, and open where it leads."""
        action = self.call(record._name, method, record.ids)
        assert action["type"] == "ir.actions.act_url", action
        told = self.get(action["url"])
        assert told.status_code == 200, (action, told.status_code)
        return told.content

    def check(self, what, content):
        """Fail when bytes hold a mark of the other company."""
        found = hits(content, OTHER[self.side].canaries)
        assert not found, f"{self.who} reads by {what}: {found}"

    def own_rows(self, model, rows, fields):
        """Fail when one of the rows, or one a row points at, was born over there."""
        foreign = self.other.born
        for row in rows:
            for name, value in row.items():
                pointed = model if name == "id" else fields[name].comodel_name
                if not is_ours(pointed or "") or not value:
                    continue
                ids = value if isinstance(value, list) else [value]
                ids = (
                    ids[:1] if name != "id" and fields[name].type == "many2one" else ids
                )
                met = foreign.get(pointed, set()).intersection(ids)
                assert not met, f"{self.who} gets {pointed} {met} by {model}.{name}"


def is_ours(model):
    """Tell whether the rows of a model are some company's, by what the addons say."""
    return (model.startswith("iys.") and model not in NOBODYS) or model in BRANDED


@pytest.fixture(scope="module", params=SIDES, ids=lambda side: side.mark)
def side(request):
    """The company that reads."""
    return request.param


@pytest.fixture(scope="module")
def chief(server, database, founded, side):
    """Who is consent manager and auditor of the company at once: nobody reads more."""
    reader = Reader(server, database, founded, side, "chief")
    reader.login()
    return reader


@pytest.fixture(scope="module")
def alfas_chief(server, database, founded):
    """The same of one company, for what need not be tried in both directions."""
    reader = Reader(server, database, founded, ALFA, "chief")
    reader.login()
    return reader


@pytest.fixture(scope="module")
def models(registry, founded):
    """{model: its fields} of all models of ours, and of Odoo's that got rows."""
    grown = set().union(*(one.born for one in founded.values()))
    return {
        name: model._fields
        for name, model in sorted(registry.models.items())
        if not model._abstract
        and (name.startswith("iys.") or name in grown or not model._auto)
        and name not in ODOOS_OWN
    }


# === BY THE MODELS === #


def test_both_companies_have_rows_of_every_model(founded, registry):
    """R-58: a model nobody fills proves nothing; a new one belongs into the world."""
    ours = {
        name
        for name, model in registry.models.items()
        if is_ours(name) and model._auto and not model._abstract
    }
    for one in founded.values():
        assert ours - set(one.born) <= NOT_FILLED


def test_no_row_of_the_other_company_is_read(chief, models):
    """R-58: every model, every field, by the web client's road."""
    count = 0
    for model, fields in models.items():
        domain = chief.people if model == "res.partner" else []
        rows = chief.call(model, "search_read", domain)
        if rows is None:
            # Odoo's own models may refuse for want of a narrower question
            assert not (is_ours(model) and chief.call(model, "has_access", [], "read"))
            continue
        chief.own_rows(model, rows, fields)
        count += len(rows)
    assert count > two_companies.ACTS, "there was nothing to read"
    assert chief.call("iys.consent", "search_count", []) >= two_companies.ACTS


@pytest.mark.parametrize("role", ROLES)
def test_no_role_finds_a_row_of_the_other_company(
    server, database, founded, registry, models, role
):
    """R-58: asked for by their numbers, as a program with a key, for each role alone."""
    reader = Reader(server, database, founded, ALFA, role)
    with odoo_here.environment(registry) as env:
        person = env(user=reader.own.users[role].id)
        open_to = {n for n in models if is_ours(n) and person[n].has_access("read")}
    for model, ids in reader.other.born.items():
        if model in open_to:
            asked = {"domain": [("id", "in", list(ids))], "fields": ["id"]}
            assert not reader.json2(model, "search_read", **asked), model


def test_counts_hold_nothing_of_the_other_company(chief, models):
    """R-58: groups and their sums are made of the rows one may read."""
    for model, fields in models.items():
        by = [n for n in ("brand_id", "iys_brand_id", "company_id") if n in fields]
        by = [name for name in by if fields[name].store or fields[name].related]
        if not is_ours(model) or not by:
            continue
        groups = chief.call(
            model, "formatted_read_group", [], groupby=by[:1], aggregates=["__count"]
        )
        told = sum(group["__count"] for group in groups or [])
        assert told == (chief.call(model, "search_count", []) or 0), model


def test_odoo_s_own_export_gives_nothing_of_the_other_company(alfas_chief, models):
    """R-58: /web/export, CSV for every model and a workbook."""
    for model, fields in models.items():
        if is_ours(model) and alfas_chief.call(model, "has_access", [], "read"):
            alfas_chief.export(
                model,
                "csv",
                [
                    name
                    for name, field in fields.items()
                    if field.type not in ("binary", "one2many") and not field.groups
                ],
            )
    alfas_chief.export("iys.consent", "xlsx", ["id", "person_name", "brand_id/name"])


def test_a_shared_contact_shows_one_company_s_consents(chief, founded, side):
    """R-58, L-6: both companies hold acts of the address; each sees its own."""
    shared = chief.own.shared.id
    (seen,) = chief.call(
        "res.partner", "read", [shared],
        ["iys_consent_ids", "iys_consent_count", "iys_eposta_onay_brand_ids",
         "iys_eposta_ret_brand_ids", "iys_eposta_state", "iys_next_step"],
    )  # fmt: skip
    assert set(chief.own.shared_acts) <= set(seen["iys_consent_ids"])
    assert not set(seen["iys_consent_ids"]) & chief.other.born["iys.consent"]
    assert seen["iys_eposta_onay_brand_ids"] == chief.own.brand.ids


def test_searching_by_what_stands_asks_the_own_brands_only(chief):
    """R-58: a question about the other company's brand finds nobody."""
    name = OTHER[chief.side].mark
    for field in ("iys_eposta_onay_brand_ids", "iys_mesaj_onay_brand_ids"):
        for domain in (
            [(field, "ilike", name)],
            [(field, "in", chief.other.brand.ids)],
            [(field, "any", [("name", "ilike", name)])],
        ):
            assert not chief.call("res.partner", "search_count", domain), domain
    other = {"iys_brand_id": chief.other.brand.id}
    domain = [("iys_eposta_state", "=", "ONAY")]
    assert not chief.call("res.partner", "search_count", domain, context=other)


# === BY WHAT IS WRITTEN OUT === #


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_exports_of_consents_are_one_company_s(chief, founded, file_format):
    """R-58: no filter, so everything there is."""
    export = chief.open_screen("iys.export", file_format=file_format, domain="[]")
    assert chief.side.mark.lower().encode() in unfold(
        chief.press(export, "action_export")
    )


@pytest.mark.parametrize("button", ["action_pack", "action_pdf"])
def test_proof_of_a_shared_address_is_one_company_s(chief, button):
    """R-58: both companies wrote to the address."""
    proof = chief.open_screen("iys.proof", query=two_companies.SHARED)
    chief.call("iys.proof", "action_show", proof.ids)
    shown = chief.call("iys.proof", "read", proof.ids)
    assert shown[0]["consent_ids"] and shown[0]["message_ids"]
    assert chief.side.mark.lower().encode() in unfold(chief.press(proof, button))


def test_every_report_is_one_company_s(chief):
    """R-58, L-64: on the screen, and as a file: one kind of file asked by each company."""
    button = {ALFA: "action_pdf", BETA: "action_xlsx"}[chief.side]
    reports = chief.call("iys.report", "search_read", [], ["code"])
    assert len(reports) == 12
    for report in reports:
        if report["code"] == "person":
            continue  # the proof above
        values = {"report_id": report["id"]}
        if report["code"] == "message":
            values["mailing_id"] = chief.own.mailings["mail"].id
        screen = chief.open_screen("iys.report.screen", **values)
        chief.call("iys.report.screen", "read", screen.ids)
        chief.press(screen, button)


def test_a_report_about_the_other_s_mailing_is_refused(chief):
    """R-58: by its id."""
    (report,) = chief.call("iys.report", "search", [("code", "=", "message")])
    screen = chief.open_screen(
        "iys.report.screen",
        report_id=report,
        mailing_id=chief.other.mailings["mail"].id,
    )
    chief.call("iys.report.screen", "read", screen.ids)
    told = chief.call("iys.report.screen", "action_xlsx", screen.ids)
    if told:
        chief.get(told["url"])


def test_the_seal_s_export_is_one_company_s(chief):
    """R-58: with addresses and words in it."""
    export = chief.open_screen("iys.seal.export", with_personal=True)
    assert chief.side.mark.lower().encode() in unfold(
        chief.press(export, "action_export")
    )


def test_the_answer_to_a_person_is_one_company_s(chief):
    """R-58, L-56: both companies hold data of who asks; each answers for itself."""
    request = chief.own.request
    chief.call("iys.subject.request", "action_search", request.ids)
    found = chief.call(
        "iys.subject.found", "search_read", [("request_id", "=", request.id)]
    )
    assert "iys.consent" in {row["model"] for row in found}
    for row in found:
        met = chief.other.born.get(row["model"], set()).intersection(row["res_ids"])
        assert not met, f"{row['model']} {met} of the other company"
    chief.press(request, "action_export")


def test_files_of_the_own_records_are_one_company_s(chief):
    """R-58: the case's pack, the import's refused rows, the day report."""
    own = chief.own
    chief.press(own.case, "action_download_pack")
    for record, field in (
        (own.job, "refused_file"), (own.job, "file"), (own.document, "file"),
    ):  # fmt: skip
        told = chief.get(f"/web/content/{record._name}/{record.id}/{field}")
        assert told.status_code == 200 and told.content, (record, field)
    (report,) = chief.call("iys.day.report", "search", [])
    assert chief.get(f"/web/content/iys.day.report/{report}/pdf").content


# === BY MAILINGS, LISTS AND THE BOARD === #


def test_a_mailing_reaches_and_leaves_out_the_own_people(chief):
    """R-58: an author who writes to everybody writes to the people one may read."""
    own = chief.own
    values = {
        "subject": "herkese", "mailing_domain": repr(chief.people),
        "iys_brand_id": own.brand.id, "mailing_model_id": own.partner_model,
    }  # fmt: skip
    (mailing,) = chief.call("mailing.mailing", "create", [values])
    (shown,) = chief.call("mailing.mailing", "read", [mailing], ["iys_reach"])
    people = chief.call("res.partner", "search_count", chief.people)
    reach = shown["iys_reach"]
    assert reach["sends"] + reach["left_out"] <= people
    action = chief.call("mailing.mailing", "action_iys_left_out", [mailing])
    lines = chief.call("iys.audience.line", "search_read", action["domain"])
    assert len(lines) == reach["left_out"]
    chief.call("mailing.mailing", "unlink", [mailing])


def test_a_mailing_of_the_other_company_gives_no_list(chief):
    """R-58: by its id."""
    other = chief.other.draft.id
    assert not chief.call("mailing.mailing", "action_iys_left_out", [other])
    assert not chief.call("mailing.mailing", "read", [other], ["iys_reach"])


def test_ready_lists_and_the_board_count_the_own_people(chief):
    """R-58."""
    own = chief.own
    (saved,) = chief.call("iys.list", "read", own.list.ids)
    assert saved["count"] == 0 or saved["count"] <= 51
    (board,) = chief.call("iys.brand", "search_read", [])
    assert board["id"] == own.brand.id
    mine = [("brand_id", "=", own.brand.id), ("is_effective", "=", True)]
    told = chief.call("iys.consent", "search_count", [*mine, ("status", "=", "RET")])
    assert board["board_ret"] == told


# === BY NUMBERS OF THE OTHER COMPANY'S ROWS === #


def test_records_of_the_other_company_are_refused_by_their_number(chief, models):
    """R-58: one row of each model."""
    for model, ids in chief.other.born.items():
        if not is_ours(model) or model not in models:
            continue
        one = max(ids)
        assert not chief.call(model, "read", [one]), model


def test_addresses_with_numbers_of_the_other_company_lead_nowhere(chief, registry):
    """R-58: chatter links, attachments, pictures and every route of ours with a number."""
    other = chief.other
    for attachment in other.files:
        told = chief.get(f"/web/content/{attachment}")
        assert told.status_code == 404, attachment
    for model, ids in other.born.items():
        fields = registry.models[model]._fields
        if not is_ours(model):
            continue
        if "message_ids" in fields and fields["message_ids"].comodel_name == THREADS:
            chief.get("/mail/view", model=model, res_id=max(ids))
            words = {"thread_model": model, "thread_id": max(ids)}
            chief.rpc("/mail/thread/messages", words)
        for name, field in fields.items():
            if field.type == "binary":
                told = chief.get(f"/web/content/{model}/{max(ids)}/{name}")
                assert told.status_code in (403, 404), (model, name)
    for path in routes_of(other):
        told = chief.get(path)
        assert told.status_code in (403, 404), (path, told.status_code)


def routes_of(company):
    """Every route of ours that names a row, for rows of a company."""
    born = {model: max(ids) for model, ids in company.born.items()}
    number = company.sheet
    return [
        f"/iys/backup/{born.get('iys.reason', 1)}",
        f"/iys/codes/a4?ids={company.point.id}",
        f"/iys/codes/svg?ids={company.point.id}",
        f"/iys/codes/batch/{company.batch.id}",
        f"/iys/sheet/{number}",
        f"/iys/sheet/{number}/paper",
        f"/iys/export/{born['iys.export']}",
        f"/iys/notice/{born['iys.notice']}/pdf",
        f"/iys/proof/{born['iys.proof']}/zip",
        f"/iys/report/{born['iys.report.screen']}",
        f"/iys/seal/{born['iys.seal.export']}",
    ]


def test_the_routes_with_a_number_are_all_tried(registry, founded):
    """R-58: a new route with a number in its address belongs into ``routes_of``."""
    from odoo.http import _generate_routing_rules

    modules = sorted(registry._init_modules)
    routes = {url for url, _endpoint in _generate_routing_rules(modules, False)}
    ours = {r for r in routes if r.startswith(("/iys/", "/izin/")) and "<" in r}
    tried = [re.sub(r"\?.*", "", path) for path in routes_of(founded[ALFA])]
    by_token = re.compile(r"<(string:)?(token|secret)>|/iys/beside/|/iys/sms/")
    for rule in ours:
        pattern = re.sub(r"<[^>]+>", "[^/]+", rule)
        known = by_token.search(rule) or any(re.fullmatch(pattern, t) for t in tried)
        assert known, rule


def test_no_button_touches_the_other_company(alfas_chief, registry, stack, database):
    """R-58: every public method of the addons, pressed on a row of the other company."""
    before = fingerprint(stack, database, alfas_chief.other.born)
    for model, method in buttons(registry):
        ids = alfas_chief.other.born.get(model)
        if ids:
            alfas_chief.call(
                model, method, [max(ids)], context={"board": "unconfirmed"}
            )
    after = fingerprint(stack, database, alfas_chief.other.born)
    assert {m for m in before if before[m] != after[m]} == set()


def buttons(registry):
    """Every (model, method) that the addons add and a client may call."""
    from odoo.exceptions import AccessError
    from odoo.models import BaseModel
    from odoo.service.model import get_public_method

    with odoo_here.environment(registry) as env:
        for name, model in sorted(env.items()):
            for cls in type(model).mro():
                if not (cls.__module__ or "").startswith("odoo.addons.izinnet_"):
                    continue
                for method, value in vars(cls).items():
                    if not callable(value) or hasattr(BaseModel, method):
                        continue
                    if not is_button(value):
                        continue
                    try:
                        get_public_method(model, method)
                    except (AccessError, AttributeError):
                        continue
                    yield name, method


def is_button(function):
    """Tell whether a function asks for records and nothing else."""
    if getattr(function, "_api_model", False):
        return False
    own, *more = inspect.signature(function).parameters.values()
    return all(one.default is not one.empty or one.kind > 1 for one in more)


def fingerprint(stack, database, born):
    """{model: hash of its rows as they are}."""
    told = {}
    with contextlib.closing(stack.connect(database)) as connection:
        with connection.cursor() as cr:
            for model, ids in born.items():
                if not is_ours(model):
                    continue
                table = model.replace(".", "_")
                cr.execute(
                    "SELECT md5(string_agg(t::text, '|' ORDER BY t.id))"
                    f" FROM {table} t WHERE t.id = ANY(%s)",
                    [list(ids)],
                )
                told[model] = cr.fetchone()[0]
    return told


# === BY THE PAGES OF VISITORS === #


def test_pages_of_a_link_show_one_company(server, database, founded, side):
    """R-58: form, kiosk, block, preferences, refusal; nobody is logged in."""
    visitor = Reader(server, database, founded, side, "chief")
    own = visitor.own
    token = own.token
    for path in (
        f"/izin/{token}", f"/izin/{token}/kiosk",
        f"/iys/preferences/{own.preference_token}",
        f"/iys/preferences/{own.message_token}",
        f"/iys/refuse/{own.message_token}",
    ):  # fmt: skip
        told = visitor.get(path)
        assert side.mark.lower().encode() in unfold(told.content), path
    visitor.get("/iys/preferences")
    visitor.get(f"/iys/form/{token}/content")


# === BY PUSHES AND JOBS === #


def test_a_push_of_one_account_touches_no_request_of_the_other(
    server, founded, registry, side
):
    """R-58: the token is ours, the request in the body theirs."""
    own, other = founded[side], founded[OTHER[side]]
    with odoo_here.environment(registry) as env:
        gateway = env["iys.sms.gateway"].browse(own.gateway.id)
        url = f"{server.url}/iys/sms/{gateway.id}/{gateway.push_token}/report"
        wrong = f"{server.url}/iys/sms/{other.gateway.id}/{gateway.push_token}/report"
    body = [
        {
            "type": "outbound", "campaign_id": int(OTHER[side].code), "message_id": "1",
            "dest": other.dispatch_number.lstrip("+"), "size": 1, "status": "DELIVERED",
            "done_at": "2026-11-16T12:00:00.000+03:00",
        }
    ]  # fmt: skip
    assert requests.post(wrong, json=body, timeout=60).status_code == 404
    assert requests.post(url, json=body, timeout=60).status_code == 200
    with odoo_here.environment(registry) as env:
        env["iys.sms.event"]._cron_reports()
        told = env["iys.sms.dispatch"].browse(other.dispatch.id)
        assert (told.state, told.outcome) == ("accepted", False)


@pytest.fixture
def two_registries(registry, founded):
    """İYS for both companies; each is its own account there."""
    with IysSimulator(
        worker_delay=0, worker_start=0, lag=1, limits=Limits.off()
    ) as iys:
        told = iys.describe()
        with odoo_here.environment(registry) as env:
            for account in told["accounts"][:2]:
                connect(env, account, told["base_url"])
            house.lift_limits(env.cr)
        yield iys


def connect(env, account, base_url):
    """Let a founded company speak to the simulator."""
    ours = env["iys.account"].search([("iys_code", "=", account["iys_code"])])
    ours.write(
        {
            "route": "direct", "environment": "custom", "base_url": base_url,
            "username": account["username"], "password": account["password"],
        }
    )  # fmt: skip
    ours.action_confirm_database()
    ours.action_resume()


def test_jobs_mix_nothing_while_the_other_company_is_broken(
    two_registries, registry, founded, side
):
    """R-58, T-27: the others' password is wrong; our acts arrive in our book, all."""
    own, other = founded[side], founded[OTHER[side]]
    iys = two_registries
    with odoo_here.environment(registry) as env:
        broken = env["iys.brand"].browse(other.brand.id).account_id
        broken.password = "wrong"
        standing = states(env, other)
    for job in ("push", "results", "pull", "daily", "deadlines"):
        with odoo_here.environment(registry) as env:
            getattr(env["iys.consent"], f"_cron_{job}")()
    with odoo_here.environment(registry) as env:
        assert states(env, other) == standing
        assert "queued" not in states(env, own)
        books = {code: phones(iys, code) for code in (own.side.code, other.side.code)}
        assert books[other.side.code] == set()
        assert len(books[own.side.code]) > 200
        assert all(own.side.owns(address) for address in books[own.side.code])
        for company in (own, other):
            stray = [("iys_code", "=", company.side.code)]
            account = env["iys.account"].search(stray)
            assert account.company_id.id == company.company.id
        # back to one start for the other direction
        env.cr.rollback()


def states(env, company):
    """How many acts of a company are in each state."""
    env.cr.execute(
        "SELECT state, count(*) FROM iys_consent WHERE brand_id = %s GROUP BY state",
        [company.brand.id],
    )
    return dict(env.cr.fetchall())


def phones(iys, code):
    """The addresses İYS holds for a brand."""
    book = iys.brand(code).book
    book.settle()
    return {m.consent.recipient for m in book.store.movements()}
