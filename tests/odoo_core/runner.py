"""Runs Odoo's own tests of some modules on a finished database and tells each outcome.

``python -m tests.odoo_core.runner DATABASE REPORT MODULE… [-- TEST…]`` writes one JSON
object: {test: ["passed" | "failed" | "skipped", words]}. A test is named
``module.Class.method``. Tests marked ``at_install`` normally run while their module is
being installed, before any addon of ours is loaded; here every test sees the complete
registry, as ``odoo shell``'s own test runner does it.
"""

import json
import os
import sys
from pathlib import Path


def main(database, report, modules, names=()):
    """Run the tests of the modules, or only the named ones, and write the report."""
    _configure(database)
    from odoo.modules.registry import Registry

    registry = Registry(database)
    _allow_tests()
    suites = [_suite(modules, names, place) for place in ("at_install", "post_install")]
    outcomes = {}
    _make_assets(registry, suites)
    with Registry._lock:
        _set_ready(registry, False)
        try:
            _run(suites[0], outcomes)
        finally:
            _set_ready(registry, True)
    _run(suites[1], outcomes)
    Path(report).write_text(json.dumps(outcomes, indent=1, sort_keys=True))


def _configure(database):
    from odoo.tools import config

    args = ["-d", database, "--max-cron-threads=0", "--workers=0", "--log-level=warn"]
    args += ["--log-handler=py.warnings:ERROR"]
    paths, port = os.environ.get("IZINNET_ADDONS_PATH"), os.environ["IZINNET_PORT"]
    args += [f"--addons-path={paths}"] if paths else []
    config.parse_config([*args, f"--http-port={port}"], setup_logging=True)
    import odoo.http
    from odoo.service import server

    server.load_server_wide_modules()
    server.server = server.ThreadedServer(odoo.http.root)
    server.server.http_spawn()


def _allow_tests():
    """Say that tests run; earlier, Odoo would run those of every module it loads."""
    from odoo.tools import config

    config["test_tags"], config["test_enable"] = "standard", True


def _suite(modules, names, place):
    from odoo.tests.loader import make_suite
    from odoo.tests.suite import OdooSuite

    tests = list(make_suite(modules, place))
    return OdooSuite([test for test in tests if not names or _name(test) in names])


def _make_assets(registry, suites):
    """Build the browser's files beforehand, as Odoo does, so that no test times out."""
    from odoo import SUPERUSER_ID, api

    if any(suite.has_http_case() for suite in suites):
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["ir.qweb"]._pregenerate_assets_bundles()


def _set_ready(registry, value):
    """Pretend that modules are still being loaded, or no longer."""
    registry.loaded = registry.ready = value


def _run(suite, outcomes):
    from odoo.modules import module

    module.current_test = True
    suite(_keeper()(outcomes))
    module.current_test = False


def _keeper():
    """Return a class of test results that keeps what became of each test."""
    from odoo.tests.result import OdooTestResult

    class Keeper(OdooTestResult):
        def __init__(self, outcomes):
            super().__init__()
            self.outcomes = outcomes

        def startTest(self, test):
            """Take a test for good until it says otherwise."""
            self.outcomes[_name(test)] = ["passed", ""]
            super().startTest(test)

        def logError(self, flavour, test, error):
            """Keep a failure or error; that of a set-up stands for its whole class."""
            words = f"{error[0].__name__}: {error[1]}"
            self.outcomes[_name(test)] = ["failed", words[:2000]]
            super().logError(flavour, test, error)

        def addSkip(self, test, reason):
            """Keep that a test did not run."""
            self.outcomes[_name(test)] = ["skipped", str(reason)]
            super().addSkip(test, reason)

    return Keeper


def _name(test):
    """Return module.Class.method; of a sub-test that of the test it belongs to."""
    while hasattr(test, "test_case"):
        test = test.test_case
    if not hasattr(test, "_testMethodName"):
        return str(test)  # the set-up of a class: "setUpClass (odoo.addons.…)"
    module = type(test).__module__.split(".")[2]
    return f"{module}.{type(test).__qualname__}.{test._testMethodName}"


if __name__ == "__main__":
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    main(words[0], words[1], words[2:cut], words[cut + 1 :])
    sys.stdout.flush()
    os._exit(0)  # Odoo's HTTP threads would hold the process
