"""What is too large is refused before it is read, whoever sends it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from config.limits import MOST
from roster.spreadsheet.table import FILE_BYTES


@pytest.mark.django_db
def test_a_stranger_cannot_fill_the_disk(monkeypatch):
    monkeypatch.setattr("django.http.request.HttpRequest.parse_file_upload", None)
    file = SimpleUploadedFile("rota.xlsx", b"0" * MOST)
    answer = Client().post(reverse("sign-in"), {"file": file})
    assert answer.status_code == 413
    assert "At most 5 MB" in answer.content.decode()


@pytest.mark.django_db
def test_the_largest_file_that_is_read_and_its_form_are_taken_in():
    file = SimpleUploadedFile("rota.xlsx", b"0" * FILE_BYTES)
    assert Client().post(reverse("sign-in"), {"file": file}).status_code == 200
