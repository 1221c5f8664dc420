"""Starting a unit from the command line."""

import pytest
from django.core.management import CommandError, call_command

from sites.models import Unit, User

pytestmark = pytest.mark.django_db


def test_a_unit_is_started_with_its_administrator(capsys):
    call_command("start_unit", "IXF", "X-ray", "Nia@Example.org")
    user = User.objects.get()
    assert (user.email, user.has_usable_password()) == ("nia@example.org", False)
    assert sorted(user.memberships.values_list("unit__name", "role")) == [
        ("X-ray", "administrator"),
        ("X-ray", "rota_manager"),
    ]
    assert "nia@example.org signs in with a code by mail" in capsys.readouterr().out


def test_a_unit_that_is_there_and_an_email_that_is_none_are_refused():
    Unit.objects.create(code="IXF", name="X-ray")
    with pytest.raises(CommandError, match="a unit IXF already"):
        call_command("start_unit", "IXF", "X-ray", "nia@example.org")
    with pytest.raises(CommandError, match="no email address"):
        call_command("start_unit", "NEW", "X-ray", "nia")
    assert Unit.objects.count() == 1
    assert not User.objects.exists()
