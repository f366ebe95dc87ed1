"""A new installation, by the commands that an administrator gives."""

import os

import pytest

from ..sites import Site, new_database


@pytest.fixture
def installation(tmp_path):
    """Nothing but a folder, and on PostgreSQL an empty database."""
    server = os.environ.get("DATABASE_URL", "")
    site = Site(tmp_path, new_database(server, "new") if server else "")
    yield site
    site.close()


def test_it_is_not_served_before_the_database_is_made_and_holds_the_demo_after_two_commands(
    installation,
):
    ocop = installation.ocop
    refused = ocop("serve", "--port", f"{installation.port}")
    assert (refused.returncode, "ocop setup" in refused.stderr) == (1, True)

    for command in ("setup", "demo"):
        done = ocop(command)
        assert (done.returncode, done.stderr) == (0, "")

    assert ocop("ready").returncode == 0
    assert ocop("doctor").stdout == "0 findings.\n"
    assert "the chain is whole" in ocop("audit", "verify").stdout
    assert "nothing was changed" in ocop("demo").stdout
