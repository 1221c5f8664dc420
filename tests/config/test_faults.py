"""What went wrong is said on a page with the way back, never by an empty one."""

import pytest
from django.urls import reverse

from tests.factories import make_unit, make_user


@pytest.mark.django_db
def test_a_visit_to_where_a_form_is_sent_says_so(client):
    client.force_login(make_user(make_unit(), "viewer"))
    answer = client.get(reverse("read-notices"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "takes only what a form sends" in answer.content.decode()
    assert reverse("home") in answer.content.decode()
