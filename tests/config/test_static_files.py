"""What a browser takes once is small over the wire, and the same text as in the file."""

import gzip

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static

NAME = "fairweek/page.css"


@pytest.fixture
def text():
    with open(finders.find(NAME), "rb") as file:
        return file.read()


def ask(client, **headers):
    response = client.get(static(NAME), headers=headers)
    return response, b"".join(response.streaming_content)


def test_a_stylesheet_is_gzipped_for_who_takes_that(client, text):
    for _ in range(2):  # packed, and kept
        response, body = ask(client, accept_encoding="gzip, br")
        assert response["Content-Encoding"] == "gzip"
        assert response["Content-Length"] == str(len(body))
        assert response["Vary"] == "Accept-Encoding"
        assert gzip.decompress(body) == text


def test_it_is_as_it_is_for_who_does_not(client, text):
    response, body = ask(client)
    assert "Content-Encoding" not in response
    assert response["Vary"] == "Accept-Encoding"
    assert body == text


def test_a_part_is_a_part_of_the_file(client, text):
    response, body = ask(client, accept_encoding="gzip", range="bytes=0-9")
    assert (response.status_code, body) == (206, text[:10])
    assert "Content-Encoding" not in response


def test_asked_again_the_answer_is_that_nothing_changed(client):
    tag = ask(client, accept_encoding="gzip")[0]["ETag"]
    response, body = ask(client, accept_encoding="gzip", if_none_match=tag)
    assert (response.status_code, body) == (304, b"")


def test_a_picture_is_not_packed_twice(client):
    with open(finders.find("fairweek/icon-192.png"), "rb") as file:
        picture = file.read()
    response = client.get(static("fairweek/icon-192.png"), headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in response
    assert b"".join(response.streaming_content) == picture
