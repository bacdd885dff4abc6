"""Inside Odoo: the audience, the check at leaving and the filter, on the large base."""

# ruff: noqa: F821
import random
import statistics

from odoo.fields import Domain

PARTNERS, LEDGER = env["res.partner"], env["iys.consent"]
brand = env["iys.brand"].search([], limit=1)
bench = Domain("ref", "=", "bench")


def cost(work, times=3):
    """Median CPU seconds of some runs, the first left out, and the last result."""
    kept, spent = {}, []
    for _run in range(times + 1):
        env.invalidate_all()
        spent.append(measure(env, lambda: kept.update(value=work()))["cpu"])
    return statistics.median(spent[1:]), kept["value"]


def wall(work, times=9):
    """Median wall milliseconds, the first run left out."""
    spent = []
    for _run in range(times + 1):
        env.invalidate_all()
        start = time.monotonic()
        work()
        spent.append(1000 * (time.monotonic() - start))
    return statistics.median(spent[1:])


def audience(type_):
    return bench & LEDGER._iys_allowed_domain("res.partner", brand, type_)


ours_count, sends = cost(lambda: PARTNERS.search_count(audience("EPOSTA")))
ours_ids, ids = cost(lambda: len(PARTNERS.search(audience("EPOSTA")).ids))
three, _sums = cost(
    lambda: [PARTNERS.search_count(audience(t)) for t in ("EPOSTA", "MESAJ", "ARAMA")]
)
reach, counts = cost(lambda: LEDGER._iys_reach("res.partner", bench, brand, "EPOSTA"))
free = bench & Domain("is_blacklisted", "=", False)
stock_count, _free = cost(lambda: PARTNERS.search_count(free))
stock_ids, _ids = cost(lambda: len(PARTNERS.search(free).ids))
# the plain way to the same question: acts by contact, and Odoo's block list
acts = LEDGER._search(
    Domain("brand_id", "=", brand.id)
    & Domain("type", "=", "EPOSTA")
    & Domain("status", "=", "ONAY")
    & Domain("is_effective", "=", True)
)
both = free & Domain("id", "in", acts.subselect("partner_id"))
plain_count, _plain = cost(lambda: PARTNERS.search_count(both))
tell(
    plain_count=plain_count,
    ours_count=ours_count,
    ours_ids=ours_ids,
    three=three,
    reach=reach,
    stock_count=stock_count,
    stock_ids=stock_ids,
    sends=sends,
    ids=ids,
    counts=counts,
)

# === A COMPUTED FIELD === #

sample = PARTNERS.search(bench, limit=PARAMS["sample"])


def by_field():
    partners = PARTNERS.with_context(iys_brand_id=brand.id).browse(sample.ids)
    return len(partners.filtered(lambda p: p.iys_eposta_state == "ONAY"))


field, _approved = cost(by_field)
tell(field=field, sampled=len(sample))

# === THE CHECK AT LEAVING === #

random.seed(1)
people = PARAMS["people"]
situation = brand._iys_situation()


def addresses(count, among):
    return [f"kisi{n}@deneme.example.com" for n in random.sample(among, count)]


def check_lots():
    """Who waits in a queue approved once; a few changed their minds since."""
    for lot in lots:
        LEDGER._decide_send(brand, "EPOSTA", lot, situation)


anybody = range(people)
approved = [n for n in range(people) if status_of(n, 0) == "ONAY"]
lots = [addresses(980, approved) + addresses(20, anybody) for _lot in range(50)]
check_lots()
spent = measure(env, check_lots)
check = {side: 1000 * spent[side] / len(lots) for side in ("python", "postgres")}
small = addresses(people // 100, anybody)
large = addresses(people // 10, anybody)
linear = {
    len(lot): cost(lambda lot=lot: LEDGER._decide_send(brand, "EPOSTA", lot))[0]
    for lot in (small, large)
}
tell(check=check, linear=linear)

# === THE FILTER OF THE CONTACTS === #

has_consent = bench & Domain("iys_mesaj_state", "=", "ONAY")
partners = PARTNERS.with_context(iys_brand_id=brand.id)
page = wall(lambda: partners.search_fetch(has_consent, ["name", "email"], limit=80))
capped = wall(lambda: partners.search_count(has_consent, limit=10_001))
tell(page=page, capped=capped)
