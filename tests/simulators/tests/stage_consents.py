"""Rules of the stage: consents that are stored, sent and asked for."""

from datetime import datetime

from iys_api.messages import TRT

from . import bodies
from .stage import IYS, Stage, rule

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


# === BODIES THAT MUST FAIL === #


@rule("*-retailers-access-*400-un*ownError*", "*access-400-invalidRequest")
def a_body_that_is_no_object(stage: Stage) -> None:
    stage.body = []


@rule("*retailers-access*-422-*")
def right_but_for_what_the_answer_complains_about(stage: Stage) -> None:
    if stage.body is None:
        stage.body = bodies.access_with(stage.errors)
    stage.retailers(10000001)
