"""The jobs of the seal, as the driver runs them."""


def seal(env, rounds=1):
    """Run the sealing job some times."""
    for _round in range(rounds):
        env["iys.seal"]._cron_seal()


def check(env):
    """Check the chains of all companies to the end."""
    env["iys.seal.check"]._cron_check_weekly()
    env["iys.seal.check"]._cron_check()


JOBS = {"seal": seal, "check": check}
