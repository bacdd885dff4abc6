"""What a job meets when another process was faster: nothing has failed, it tries again."""

from psycopg2.errors import DeadlockDetected, SerializationFailure

from odoo.exceptions import ConcurrencyError, LockError

RIVALS = (ConcurrencyError, LockError, DeadlockDetected, SerializationFailure)
