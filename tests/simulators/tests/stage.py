"""Sets the stage for one recorded example: what İYS must have known when it answered.

Each rule below names the examples it is for (shell patterns on their id, or words of
their ``trigger``) and brings the simulator into the state that example speaks of.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlsplit

import requests
from iys_api.messages import TRT, WIRE_FORMAT

from tests.simulators.clock import Clock
from tests.simulators.iys import Account, IysSimulator, Limits

from . import bodies

IYS, BRAND, NEIGHBOUR = "545454", "545454", "626262"
PARTNER = "741126"
SUMMER = "2020-08-06 15:50:23"
#: İYS refuses consents older than three business days since then (section 6.4)
THREE_DAYS = datetime(2021, 1, 22, tzinfo=TRT)

RULES: list[tuple[str, Callable[["Stage"], None]]] = []


def rule(*patterns: str):
    """Register a rule for examples whose id or trigger fits one of the patterns."""

    def register(function):
        RULES.extend((pattern, function) for pattern in patterns)
        return function

    return register


class Stage:
    """One example and the simulator it is replayed against."""

    def __init__(self, example: dict[str, Any]):
        self.example = example
        self.id = example["id"]
        self.answer = example["response_body"]
        moment = datetime.strptime(example.get("clock", SUMMER), WIRE_FORMAT)
        self.moment = moment.replace(tzinfo=TRT)
        self.sim = IysSimulator(
            clock=Clock(self.moment, frozen=True),
            limits=Limits.off(),
            three_day_rule=self.moment >= THREE_DAYS,
            push_timeout=0.2,
        )
        self.account = self.sim.accounts[2 if "/integrator/" in example["path"] else 0]
        yesterday = (self.moment - timedelta(days=1)).date().isoformat()
        self.path = {
            "iysCode": IYS,
            "brandCode": BRAND,
            "integratorCode": PARTNER,
            "requestId": "1206a5d59065528bc4a64490606e6b1b",
            "retailerCode": "10000001",
            "recipientType": "BIREYSEL",
            "type": "MESAJ",
            "reportDate": yesterday,
            "code": "1",
        }
        self.query: dict[str, str] = {}
        self.headers: dict[str, str] = {}
        self.body = example["request_body"]
        if self.body is None:
            self.body = example.get("suggested_request_body")

    # === WHAT RULES USE === #

    @property
    def errors(self) -> list[dict[str, Any]]:
        """The errors the example answers with."""
        body = self.answer if isinstance(self.answer, dict) else {}
        return body.get("errors", [])

    @property
    def code(self) -> str:
        """The code of the first of them."""
        first = self.errors[0]
        return first.get("code") or first["code:"]

    def seed(self, *items: dict[str, Any], brand: str = BRAND) -> None:
        """Records that İYS holds already."""
        self.sim.seed(items, brand)

    def retailers(self, *codes: int, brand: str = BRAND) -> None:
        """Retailers that are registered."""
        for code in codes:
            if code not in self.sim.brand(brand).retailers.rows:
                self.sim.brand(brand).retailers.add({"title": "Bayi"}, code)

    # === PLAYING === #

    def play(self) -> requests.Response:
        """Set the stage and send the request."""
        trigger = self.example.get("trigger", "")
        with self.sim, requests.Session() as session:
            self.session = session
            if self.example["path"] != "/oauth2/token":
                self.sign_in()
            for pattern, function in RULES:
                if fnmatchcase(self.id, pattern) or fnmatchcase(trigger, pattern):
                    function(self)
            return self._send()

    def sign_in(self, account: Account | None = None) -> None:
        """Take a token, of the path's own account if none is named."""
        account = account or self.account
        members = {"username": account.username, "password": account.password}
        answer = self.session.post(
            self.sim.base_url + "/oauth2/token",
            json=members | {"grant_type": "password"},
        )
        self.headers["Authorization"] = "Bearer " + answer.json()["access_token"]

    def _send(self) -> requests.Response:
        parts = urlsplit(self.example["path"].replace("{", "<").replace("}", ">"))
        path = parts.path.replace("<", "{").replace(">", "}").format(**self.path)
        kind = self.example.get("request_content_type", "application/json")
        body = self.body
        if body is not None and not isinstance(body, str):
            body = json.dumps(body, ensure_ascii=False)
        return self.session.request(
            self.example["method"],
            self.sim.base_url + path + (f"?{parts.query}" if parts.query else ""),
            params=self.query,
            headers=self.headers | {"Content-Type": kind},
            data=body.encode() if body is not None else None,
            timeout=10,
        )


# === TOKENS === #


@rule("oa-post-oauth2-token-200-success", "fixture-token", "cap-*token*")
def the_user_exists(stage: Stage) -> None:
    members = stage.body
    if isinstance(members, str):
        members = dict(pair.split("=") for pair in members.split("&"))
    owner = stage.sim.world.companies[IYS]
    stage.sim.world.add_user(owner, members["username"], members["password"])


@rule("*unsupported-grant-type")
def a_grant_of_oauth_that_is_not_offered(stage: Stage) -> None:
    stage.sim.change(unsupported_grant="invalid_grant")
    stage.body = {"grant_type": "client_credentials"}


@rule("*empty-refresh-token", "*empty-password")
def a_member_of_a_kind_that_is_no_text(stage: Stage) -> None:
    kind = "refresh_token" if "refresh" in stage.id else "password"
    stage.body = {"grant_type": kind, "username": "u", kind: 7}


# === WHO CALLS === #


@rule("send without a valid bearer token", "*emptyHeaderCredentials*")
def no_token(stage: Stage) -> None:
    del stage.headers["Authorization"]


@rule("*emptyCredentials*")
def an_empty_token(stage: Stage) -> None:
    stage.headers["Authorization"] = "Bearer"


@rule("*invalidCredentials*")
def an_unknown_token(stage: Stage) -> None:
    stage.headers["Authorization"] = "Bearer unknown"


@rule("use a path code*: iysCode")
def a_company_of_others(stage: Stage) -> None:
    stage.path["iysCode"] = NEIGHBOUR
    stage.sim.change(stray_colon="code:" in stage.errors[0])


@rule("use a path code*: retailerCode")
def a_retailer_of_others(stage: Stage) -> None:
    stage.retailers(12786531, brand=NEIGHBOUR)
    stage.sim.change(stray_colon=True)
    stage.body = bodies.CONSENT | {"retailerCode": 12786531}


@rule("subscription state: *")
def the_subscription_is_in_that_state(stage: Stage) -> None:
    state = stage.example["trigger"].removeprefix("subscription state: ")
    company = stage.sim.world.companies[IYS]
    if state == "no subscription":
        company.set_contract({"status": None})
    elif state == "package without API":
        company.set_contract({"api": False})
    else:
        company.set_contract({"status": state.split(" or ")[0]})


@rule("more than 10 requests within one second*", "fixture-429-batch")
def ten_calls_within_this_second(stage: Stage) -> None:
    stage.sim.world.limits.per_second = 10
    for _ in range(10):
        stage.session.get(stage.sim.base_url + "/info/city", headers=stage.headers)


@rule("server-side fault; inject")
def the_server_is_unwell(stage: Stage) -> None:
    status = stage.example["response_status"]
    stage.sim.faults.add("error", code=stage.code, status=status)


# === ADDING === #


@rule("*200-AddSingleConsentResponse", "*202-AddMultiple*", "dev-single-add")
def retailers_of_the_body_exist(stage: Stage) -> None:
    items = stage.body if isinstance(stage.body, list) else [stage.body]
    for item in items:
        stage.retailers(*item.get("retailerAccess", ()))
        stage.retailers(*filter(None, [item.get("retailerCode")]))


@rule("that retailer is not registered under the brand")
def other_retailers_exist(stage: Stage) -> None:
    stage.retailers(55550127)


@rule("same key already stored with a later consentDate*")
def a_later_consent_is_stored(stage: Stage) -> None:
    stage.seed(stage.body | {"consentDate": "2020-08-06 10:00:00"})


@rule("same TACIR key already stored")
def a_merchant_is_stored(stage: Stage) -> None:
    stage.seed(stage.body | {"consentDate": "2020-08-01 10:00:00"})


@rule("a list of 1001 consents")
def a_list_that_is_too_long(stage: Stage) -> None:
    stage.body = [bodies.CONSENT] * 1001


@rule("used address count equals the subscription limit")
def the_quota_is_used_up(stage: Stage) -> None:
    stage.seed(bodies.CONSENT | {"recipient": "baska@ornek.com"})
    stage.sim.world.companies[IYS].set_contract({"limit": 1})
    stage.body = [bodies.CONSENT]


@rule("requestId=*")
def that_request_id(stage: Stage) -> None:
    stage.path["requestId"] = stage.example["trigger"].removeprefix("requestId=")


@rule("oa-get-v2-*-requestid-200-success")
def one_row_failed_one_was_repeated_one_waits(stage: Stage) -> None:
    book = stage.sim.brand().book
    known = bodies.CONSENT | {"recipient": "bir@ornek.com"}
    book.submit_items([known], v2=True)
    refused = bodies.CONSENT | {"status": "RET"}
    lot = book.submit_items([refused, known], v2=True)
    stage.sim.clock.advance(300)
    stage.path["requestId"] = lot["requestId"]


# === READING === #


@rule("query string *")
def that_query(stage: Stage) -> None:
    words = stage.example["trigger"].removeprefix("query string ")
    stage.query = dict([words.split("=")])


@rule("path type = *")
def that_path_type(stage: Stage) -> None:
    stage.path["type"] = stage.example["trigger"].removeprefix("path type = ")


@rule("*status-type-200-phoneNumber")
def some_of_them_said_yes(stage: Stage) -> None:
    consent = bodies.CONSENT | {"type": "MESAJ"}
    stage.seed(*(consent | {"recipient": r} for r in stage.answer["list"]))


@rule("wire-multistatus-none")
def nobody_said_yes(stage: Stage) -> None:
    stage.body = {"recipients": [f"+9053200000{n:02}" for n in range(49)]}


@rule("readme-node-status", "dev-status")
def that_record_is_stored(stage: Stage) -> None:
    recipient = stage.body["recipient"].replace("x", "0")
    stage.body = stage.body | {"recipient": recipient}
    stage.answer = stage.answer | {"recipient": recipient}
    shown = stage.answer | {"retailerAccess": stage.answer.get("retailerAccess")}
    stage.seed({name: value for name, value in shown.items() if value is not None})


@rule("*history-200-example-1")
def those_movements_are_stored(stage: Stage) -> None:
    rows = stage.answer["list"]
    stage.body = stage.body | {"recipient": rows[0]["recipient"]}
    stage.seed(*rows)


@rule("*changes-200-agreementPullSample")
def those_movements_are_a_day_old(stage: Stage) -> None:
    # the sample's first row is older than the window and wears a name it cannot have
    rows = stage.answer["list"]
    rows[0] |= {"creationDate": "2020-08-18 10:00:00", "source": "IYS_WEB_YENI"}
    stage.sim.clock.set(datetime(2020, 8, 19, 9, tzinfo=TRT))
    stage.sign_in()
    stage.seed(*rows)


@rule("fixture-changes-url")
def the_cursor_is_from_yesterday(stage: Stage) -> None:
    stage.sim.clock.set(datetime(2020, 8, 19, 9, tzinfo=TRT))
    stage.sign_in()
    created = {"creationDate": "2020-08-18 12:00:00"}
    stage.seed(bodies.CONSENT | created)


@rule("cap-php-get-with-content-type")
def company_number_one_exists(stage: Stage) -> None:
    owner = stage.sim.world.add_company("1", "Bir", {"1": "Bir"})
    user = stage.sim.world.add_user(owner, "u", "p")
    token = stage.sim.world.tokens.issue(user)["access_token"]
    stage.headers["Authorization"] = f"Bearer {token}"


# === BRANDS, RETAILERS, PARTNERS === #


@rule("oa-get-sps-iyscode-brands-200-example-1")
def those_brands_exist(stage: Stage) -> None:
    company = stage.sim.world.companies[IYS]
    for brand, row in zip(company.brands.values(), stage.answer, strict=True):
        brand.name = row["name"]
    rows = [bodies.CONSENT | {"recipient": f"kisi{n}@ornek.com"} for n in range(22)]
    stage.seed(*rows)
    stage.retailers(10000001, 10000002, 10000003, 10000004)


@rule("*brandCodeNotFound")
def the_brand_was_closed(stage: Stage) -> None:
    stage.body = bodies.ACCESS
    del stage.sim.world.companies[IYS].brands[BRAND]


@rule("*access-remove-404-retailerCodeNotFound")
def the_retailer_was_deleted(stage: Stage) -> None:
    stage.retailers(10000001)
    stage.sim.brand().retailers.remove(10000001)
    stage.body = bodies.ACCESS


@rule("*access-200-*", "*access-202-*", "*access-remove-202-*", "*remove-all-202-*")
def the_consents_and_their_retailers_exist(stage: Stage) -> None:
    stage.retailers(*stage.body.get("retailerAccess", ()))
    consent = bodies.CONSENT | {"type": stage.body["type"]}
    names = stage.body.get("recipients") or [stage.body["recipient"]]
    stage.seed(*(consent | {"recipient": r} for r in names))


@rule("*access-list-200-*")
def that_retailer_may_see_the_consent(stage: Stage) -> None:
    row = stage.answer["list"][0]
    stage.sim.brand().retailers.add(row, row["retailerCode"])
    access = {"retailerAccess": [row["retailerCode"]], "recipientType": "TACIR"}
    stage.seed(bodies.CONSENT | access | {"recipient": stage.body["recipient"]})


@rule("*PaginationError", "*PaginationError2", "*unacceptedPagination*")
def the_page_the_answer_complains_about(stage: Stage) -> None:
    stage.query = {e["location"][0]: str(e["value"]) for e in stage.errors}
    stage.body = bodies.QUESTION if stage.example["method"] == "POST" else None


@rule("*retailers-201-*")
def the_register_number_has_sixteen_digits(stage: Stage) -> None:
    # the sample's own has eleven, which the document's H228 refuses
    stage.body = stage.body | {"mersis": "0015001526400496"}
    stage.sim.brand().retailers.next_code = stage.answer["retailerCode"]


@rule("oa-post-*-brandcode-retailers-400-*")
def a_registration_with_that_fault(stage: Stage) -> None:
    stage.body, before = bodies.registration(stage.code, stage.errors[0]["message"])
    retailers = stage.sim.brand().retailers
    if stage.code == "H067":
        retailers.last_code = 9_999_999
    if before:
        retailers.add(before)


@rule("*retailers-200-IfShort*")
def those_retailers_exist(stage: Stage) -> None:
    short = "ParameterGiven" in stage.id
    stage.query = {"short": "true"} if short else {}
    stage.sim.brand().retailers.add(stage.answer["list"][0] | {"status": "active"})


@rule("*info-*-400-example-1")
def a_code_that_is_no_number(stage: Stage) -> None:
    stage.path["code"] = "abc"


@rule("*integratorcode-sps-200-*")
def those_brands_gave_rights(stage: Stage) -> None:
    world = stage.sim.world
    partner = world.integrators[PARTNER]
    partner.grants.clear()
    for row in stage.answer["list"]:
        company = world.companies.get(row["iysCode"])
        company = company or world.add_company(row["iysCode"], row["title"], {})
        brand = world.add_brand(company, row["brandCode"], row["name"])
        brand.master = row["master"]
        world.grant(partner, company, row["brandCode"])
        listed = partner.grants[company.iys_code, brand.code]
        listed.update({name: row[name] for name in listed})


@rule("*userNotFound")
def the_user_was_deleted(stage: Stage) -> None:
    del stage.sim.world.users[stage.account.username]


@rule("*sps-iyscode-400-example-1", "*subscription-400-invalidUserType")
def a_company_calls_a_partners_method(stage: Stage) -> None:
    stage.sign_in(stage.sim.accounts[0])


@rule("*subscription-200-*")
def that_subscription_is_held(stage: Stage) -> None:
    answer, sim = stage.answer, stage.sim
    integrator = "ntegrator" in stage.id or "/integrator/" in stage.example["path"]
    stage.sign_in(sim.accounts[2 if integrator else 0])
    owner = sim.world.companies[IYS]
    if "/integrator/" in stage.example["path"]:
        owner = sim.world.integrators[PARTNER]
    owner.contract.change(
        {
            "id": answer.get("subscipritionId") or answer["subscriptionId"],
            "start": answer["startDate"],
            "end": answer["expirationDate"],
            "package": answer["subscriptionPackageName"],
            "limit": answer.get("consentLimit", 0),
            "exceed": answer.get("consentLimitExceed", False),
        }
    )


@rule("*subscriptionNotFound")
def nobody_has_a_subscription(stage: Stage) -> None:
    owner = stage.sim.world.integrators[PARTNER]
    if "/integrator/" in stage.example["path"]:
        owner.iys_code = "1007"
        owner.set_contract({"status": None})


# === DAYS === #


@rule("reportDate or field value = *")
def that_day_or_type(stage: Stage) -> None:
    value = stage.example["trigger"].rpartition("= ")[2]
    stage.path["reportDate" if value[0].isdigit() else "recipientType"] = value
    if stage.example["method"] == "PUT":
        stage.body = {"agreementStatus": True}


@rule("*200-changeSummarySample", "dev-change-summary")
def that_much_happened_yesterday(stage: Stage) -> None:
    bodies.seed_day(stage, stage.answer["changeStats"])


@rule("*agreementCaptured", "*timestamp-200-default", "*file-200-default")
def something_happened_yesterday(stage: Stage) -> None:
    created = {"creationDate": f"{stage.path['reportDate']} 10:00:00"}
    stage.seed(bodies.CONSENT | created)


# === PUSH AND LINKS === #


@rule("*push-registration-*", "*push-unregistration-*")
def a_receiver_of_this_machine(stage: Stage) -> None:
    bodies.push_body(stage)


@rule("*via-hash-links-*")
def the_links_asked_for(stage: Stage) -> None:
    bodies.links_body(stage)


# === BODIES THAT MUST FAIL === #


@rule("*-retailers-access-*400-un*ownError*", "*access-400-invalidRequest")
def a_body_that_is_no_object(stage: Stage) -> None:
    stage.body = []


@rule("*retailers-access*-422-*")
def right_but_for_what_the_answer_complains_about(stage: Stage) -> None:
    if stage.body is None:
        stage.body = bodies.access_with(stage.errors)
    stage.retailers(10000001)
