"""Contacts filtered and grouped by what stands: SQL says what the gate says."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.gate.res_partner_standing import PERSON_RULES, STATES
from .list_case import RandomPeople

CHANNELS = ("mesaj", "eposta", "arama")


@tagged("-at_install", "post_install")
class TestListStates(RandomPeople):
    def test_a_filter_by_state_finds_whom_the_gate_means(self):
        """L-14, L-16, L-36: for each channel and brand, with merchants and IDN."""
        for channel in CHANNELS:
            for state, _label in STATES:
                for brand in self.alpha + self.beta:
                    field, context = f"iys_{channel}_state", {"iys_brand_id": brand.id}
                    with self.subTest(field=field, state=state, brand=brand.name):
                        self.assertEqual(
                            self._found((field, "=", state), **context),
                            self._shown(field, state, **context).sorted(),
                        )

    def test_a_filter_by_reason_finds_whom_the_gate_means(self):
        for channel in CHANNELS:
            for rule in PERSON_RULES:
                field = f"iys_{channel}_rule"
                with self.subTest(field=field, rule=rule):
                    self.assertEqual(
                        self._found((field, "=", rule)),
                        self._shown(field, rule).sorted(),
                    )

    def test_every_rule_occurs_among_the_random_people(self):
        """What never happens proves nothing."""
        rules = set(self.people.mapped("iys_eposta_rule"))
        self.assertEqual(rules, set(PERSON_RULES) - {"no_brand"})

    def test_who_may_be_written_to_and_who_may_not_are_everybody(self):
        reached = self._found(("iys_eposta_rule", "in", ("approved", "merchant")))
        others = self._found(("iys_eposta_rule", "not in", ("approved", "merchant")))
        self.assertEqual((reached | others).sorted(), self._found())
        self.assertFalse(reached & others)

    def test_any_set_of_states_is_the_union_of_its_states(self):
        every = [state for state, _label in STATES]
        for number in range(16):
            wanted = [state for bit, state in enumerate(every) if number >> bit & 1]
            shown = self.people.filtered(lambda p, w=wanted: p.iys_mesaj_state in w)
            with self.subTest(states=wanted):
                self.assertEqual(
                    self._found(("iys_mesaj_state", "in", wanted)), shown.sorted()
                )
                self.assertEqual(
                    self._found(("iys_mesaj_state", "not in", wanted)),
                    (self.people - shown).sorted(),
                )

    def test_the_filter_is_the_audience_of_a_mailing(self):
        """Two spellings of one rule in SQL, one answer."""
        audience = self.env["iys.consent"]._iys_allowed_domain(
            "res.partner", self.alpha, "EPOSTA"
        )
        mine = self._found(("iys_eposta_rule", "in", ("approved", "merchant")))
        self.assertEqual(mine, self._found(*audience))

    def test_brands_with_an_approval_are_those_the_gate_names(self):
        """A break the person asked for takes no brand away."""
        for person in self.people:
            states = {
                brand: person.with_context(iys_brand_id=brand.id).iys_eposta_state
                for brand in self.alpha + self.beta
            }
            approved = [brand.id for brand, state in states.items() if state == "ONAY"]
            self.assertEqual(person.iys_eposta_onay_brand_ids.ids, approved)

    def test_people_are_found_by_the_brands_that_may_write(self):
        brands = self.alpha + self.beta
        shown = self.people.filtered(lambda p: p.iys_eposta_onay_brand_ids & brands)
        self.assertEqual(
            self._found(("iys_eposta_onay_brand_ids", "in", brands.ids)), shown.sorted()
        )

    # === GROUPS === #

    def _groups(self, field, model=None, **context):
        model = (self.people if model is None else model).with_context(
            active_test=False, **context
        )
        domain = [("id", "in", self.people.ids)]
        return dict(model._read_group(domain, [field], ["__count"]))

    def test_groups_count_what_their_filters_find(self):
        for channel in CHANNELS:
            for kind in ("state", "rule"):
                field = f"iys_{channel}_{kind}"
                groups = self._groups(field)
                with self.subTest(field=field):
                    for value, count in groups.items():
                        self.assertEqual(count, len(self._found((field, "=", value))))
                    self.assertEqual(sum(groups.values()), len(self.people))

    def test_groups_speak_of_the_brand_of_the_context(self):
        groups = self._groups("iys_mesaj_state", iys_brand_id=self.beta.id)
        shown = self._shown("iys_mesaj_state", "ONAY", iys_brand_id=self.beta.id)
        self.assertEqual(groups["ONAY"], len(shown))

    def test_people_are_grouped_by_two_channels_at_once(self):
        rows = self.people.with_context(active_test=False)._read_group(
            [("id", "in", self.people.ids)],
            ["iys_mesaj_state", "iys_eposta_state"],
            ["__count"],
        )
        pairs = [(p.iys_mesaj_state, p.iys_eposta_state) for p in self.people]
        self.assertEqual(
            {(sms, mail): count for sms, mail, count in rows},
            {pair: pairs.count(pair) for pair in set(pairs)},
        )

    def test_the_web_client_gets_groups_it_can_open(self):
        partners = self.env["res.partner"].with_context(active_test=False)
        domain = [("id", "in", self.people.ids)]
        answer = partners.web_read_group(domain, ["iys_eposta_state"])
        for group in answer["groups"]:
            found = partners.search_count(domain + group["__extra_domain"])
            self.assertEqual(found, group["__count"])

    def test_the_fields_are_offered_for_grouping(self):
        told = self.env["res.partner"].fields_get(["iys_mesaj_state"], ["groupable"])
        self.assertTrue(told["iys_mesaj_state"]["groupable"])

    def test_a_filter_and_a_group_go_together(self):
        rows = self.env["res.partner"]._read_group(
            [("id", "in", self.people.ids), ("iys_mesaj_state", "=", "ONAY")],
            ["iys_mesaj_state"],
            ["__count"],
        )
        count = len(
            self._found(("iys_mesaj_state", "=", "ONAY"), ("active", "=", True))
        )
        self.assertEqual(rows, [("ONAY", count)])

    # === COMPANIES AND RIGHTS === #

    def test_another_companys_brand_is_not_looked_into(self):
        """L-6."""
        mine = self.as_role("collector", self.people)
        found = self._found(
            ("iys_mesaj_state", "=", "ONAY"), model=mine, iys_brand_id=self.gamma.id
        )
        self.assertFalse(found)

    def test_without_a_brand_every_reason_is_the_missing_brand(self):
        fresh = self.env["res.company"].create({"name": "Markasız"})
        people = self.people.with_context(allowed_company_ids=fresh.ids)
        self.assertEqual(set(people.mapped("iys_mesaj_rule")), {"no_brand"})
        self.assertEqual(
            self._groups("iys_mesaj_rule", model=people), {"no_brand": len(people)}
        )

    def test_a_user_without_a_role_cannot_search_by_states(self):
        self.users["collector"].group_ids -= self.env.ref("izinnet_iys.group_collector")
        with self.assertRaises(AccessError):
            self._found(
                ("iys_mesaj_state", "=", "RET"),
                model=self.as_role("collector", self.people),
            )

    def test_a_user_without_a_role_cannot_group_by_states(self):
        self.users["collector"].group_ids -= self.env.ref("izinnet_iys.group_collector")
        with self.assertRaises(AccessError):
            self._groups(
                "iys_mesaj_state", model=self.as_role("collector", self.people)
            )

    # === THE BRAND IN THE SEARCH BAR === #

    def test_the_search_bar_chooses_the_brand(self):
        """The web client writes ids it found, or the text typed, as a list."""
        one = self._found(("iys_mesaj_state", "=", "ONAY"), iys_brand_id=self.beta.id)
        for written in ([self.beta.id], [self.alpha.id, self.beta.id], ["bet"]):
            with self.subTest(written=written):
                listed = self._found(
                    ("iys_mesaj_state", "=", "ONAY"), iys_brand_id=written
                )
                self.assertEqual(one, listed)

    def test_a_chosen_brand_filters_nobody_away(self):
        self.assertEqual(
            self._found(("iys_brand_id", "=", self.beta.id)), self._found()
        )

    # === COST === #

    def test_a_page_costs_the_same_queries_however_many_people(self):
        """No N+1: eight people and sixty."""
        fields = ["iys_mesaj_state", "iys_eposta_rule", "iys_next_step"]
        costs = []
        self.people.read(fields)  # what is read once for good is read now
        for people in (self.people[:8], self.people):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            people.read(fields)
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(costs[0], costs[1])

    def test_each_condition_is_seen_by_the_planner(self):
        """A hidden EXISTS is tried act by act for each contact: hours at a million."""
        for domain in (
            [("iys_mesaj_state", "in", ("ONAY", "waiting", "none"))],
            [("iys_mesaj_state", "!=", "ONAY")],
            [("iys_mesaj_rule", "=", "no_consent")],
        ):
            code = " ".join(
                self.env["res.partner"]._search(domain).select().code.split()
            )
            with self.subTest(domain=domain):
                self.assertIn("AND NOT EXISTS (SELECT 1 FROM iys_consent iys_c", code)
                self.assertNotIn("NOT (", code)

    def test_next_steps_name_the_channels_that_are_closed(self):
        person = self.people.filtered(lambda p: p.iys_mesaj_rule == "refused")[:1]
        self.assertIn("SMS", person.iys_next_step)
        self.assertIn("Only the person can approve again", person.iys_next_step)

    def test_who_is_reached_on_all_channels_needs_no_step(self):
        phone, mail = "+905321199999", "herkese@deneme.example.com"
        self._record(
            self._make_received(type="MESAJ", recipient=phone),
            self._make_received(type="ARAMA", recipient=phone),
            self._make_received(type="EPOSTA", recipient=mail),
        )
        person = self._make_partner(phone=phone, email=mail)
        self.assertFalse(person.iys_next_step)
