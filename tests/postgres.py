"""What tests do to a PostgreSQL that is theirs."""

import time

SESSIONS = "FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"


def disconnect_others(cursor, database: str) -> None:
    """End every other session of a database. A browser driven in the tests' thread leaves a second connection behind,
    which keeps the database from being copied and from being dropped."""
    for _attempt in range(100):
        cursor.execute(f"SELECT count(pg_terminate_backend(pid)) {SESSIONS}", [database])
        if cursor.fetchone()[0] == 0:
            return
        time.sleep(0.05)
    raise AssertionError(f"{database} is still in use")
