"""Rules of the stage: who calls, what they hold, whom they work with."""

from . import bodies
from .stage import BRAND, IYS, NEIGHBOUR, PARTNER, Stage, rule

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
    used = answer.get("usedConsentLimit", 0)
    integrator = "ntegrator" in stage.id or "/integrator/" in stage.example["path"]
    stage.sign_in(sim.accounts[2 if integrator else 0])
    owner = sim.world.companies[IYS]
    if "/integrator/" in stage.example["path"]:
        owner = sim.world.integrators[PARTNER]
    rows = [bodies.CONSENT | {"recipient": f"kisi{n}@ornek.com"} for n in range(used)]
    stage.seed(*rows)
    owner.contract.change(
        {
            "id": answer.get("subscipritionId") or answer["subscriptionId"],
            "start": answer["startDate"],
            "end": answer["expirationDate"],
            "package": answer["subscriptionPackageName"],
            "limit": answer.get("consentLimit", 0),
            "exceed": answer.get("consentLimitExceed", False),
            "more": {n: v for n, v in answer.items() if n.startswith("via")},
        }
    )


@rule("*subscriptionNotFound")
def nobody_has_a_subscription(stage: Stage) -> None:
    owner = stage.sim.world.integrators[PARTNER]
    if "/integrator/" in stage.example["path"]:
        owner.iys_code = "1007"
        owner.set_contract({"status": None})


# === PUSH AND LINKS === #


@rule("*push-registration-*", "*push-unregistration-*")
def a_receiver_of_this_machine(stage: Stage) -> None:
    bodies.push_body(stage)


@rule("*via-hash-links-*")
def the_links_asked_for(stage: Stage) -> None:
    bodies.links_body(stage)
