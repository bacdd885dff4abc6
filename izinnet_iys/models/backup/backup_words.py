"""What the faults of a backup mean, for people: cause and next step."""

from collections import defaultdict


def fault_text(env, code, details):
    """Say what went wrong and what to do; an unknown code is shown as it is."""
    texts = _place_texts(env) | _key_texts(env) | _data_texts(env)
    if code not in texts:
        return env._("Not understood: %(code)s", code=code or "–")
    return texts[code] % defaultdict(lambda: "–", details or {})


def _place_texts(env):
    return {
        "disk_full": env._(
            "There is no room left at %(where)s. The half-written file was removed and"
            " earlier backups are untouched. Make room or choose another target, then"
            " press Back up now."
        ),
        "refused": env._(
            "%(where)s did not take it: %(reason)s. Check the folder and its rights for"
            " Odoo's user, then test the target."
        ),
        "unreachable": env._(
            "%(host)s could not be reached or the connection broke off (%(reason)s)."
            " Nothing is lost; it is tried again at the next time. Check network and"
            " port if it happens again."
        ),
        "login": env._(
            "%(host)s did not accept the log-in (%(reason)s). Correct user and password"
            " or key on the plan, then test the target."
        ),
        "host_key": env._(
            "%(host)s shows another key than the pinned one: %(seen)s. Nothing was sent."
            " Ask the administrator of that server; only if he confirms it, put the new"
            " key on the plan."
        ),
        "no_library": env._(
            "This server lacks the Python library %(library)s. Install it (pip install"
            " %(library)s) and restart Odoo."
        ),
        "no_tool": env._(
            "%(tool)s was not found on this server. Install PostgreSQL's client programs"
            " in the version of the database."
        ),
        "place": env._(
            "This folder cannot hold backups: %(reason)s. Choose a folder that Odoo"
            " neither serves nor backs up itself."
        ),
        "gone": env._(
            "The file %(name)s is not at the target any more. Ask who else has access"
            " to it."
        ),
    }


def _key_texts(env):
    return {
        "key_missing": env._(
            "The key file %(path)s is missing or cannot be read. Put it back from the"
            " safe, or make a new one for new backups: openssl rand -base64 48"
        ),
        "key_open": env._(
            "Others than Odoo's user may read the key file %(path)s. Set its mode to"
            " 0600."
        ),
        "key_short": env._(
            "The key file %(path)s holds fewer than 32 bytes. Make a longer one:"
            " openssl rand -base64 48"
        ),
        "key_place": env._(
            "The key file %(path)s lies in Odoo's own folders or beside the backups. Who"
            " takes those would have the key too: move it elsewhere."
        ),
        "wrong_key": env._(
            "The backup was made with the key %(made_with)s, the key file holds"
            " %(given)s. Put the old key file back from the safe to open it."
        ),
    }


def _data_texts(env):
    return {
        "truncated": env._(
            "The file is cut off or damaged at its end. It is no use: make a new backup"
            " and look at the disk or server it lay on."
        ),
        "damaged": env._(
            "The file was changed or damaged. It is no use: make a new backup and find"
            " out who or what changed it."
        ),
        "dump": env._(
            "PostgreSQL could not read the database out: %(reason)s. Mend the cause, then"
            " press Back up now."
        ),
        "restore": env._(
            "PostgreSQL could not take the backup in again: %(reason)s. The backup"
            " stays, but is not proven."
        ),
        "counts": env._(
            "The restored table %(table)s has %(found)s rows, the backup says %(told)s."
            " The backup stays, but is not proven."
        ),
        "files": env._(
            "A file came back changed or not at all (%(name)s). The backup stays, but is"
            " not proven."
        ),
        "checks": env._(
            "A check of the restored data failed: %(reason)s. The backup stays, but is"
            " not proven."
        ),
        "erasures": env._(
            "What was erased since could not be erased again: %(reason)s. Without it"
            " the backup must not be opened."
        ),
        "database": env._(
            "PostgreSQL refused: %(reason)s. For the restore drill Odoo's database user"
            " needs the right to create databases."
        ),
        "died": env._(
            "The process ended without a word: it was killed, or the server was"
            " restarted. Nothing is lost; press Back up now or wait for the next time."
        ),
        "unexpected": env._(
            "An unexpected fault (%(reason)s). The server's log has the details."
        ),
    }
