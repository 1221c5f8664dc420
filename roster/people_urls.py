"""Every address at which something about people is written."""

from django.urls import path

from roster.views import people

PERSON = "people/<int:person>/"
urlpatterns = [
    path("units/<int:unit>/people/new/", people.join, name="new-person"),
    path(f"{PERSON}details/", people.details, name="person-details"),
    path(f"{PERSON}step/", people.step, name="step-up"),
    path(f"{PERSON}leave/", people.leave, name="leave-person"),
    path(f"{PERSON}login/", people.login, name="person-login"),
    path(f"{PERSON}login/end/", people.end_login, name="end-login"),
    path(f"{PERSON}<slug:kind>/<int:row>/extend/", people.extend, name="extend-scope"),
    path(f"{PERSON}<slug:kind>/<int:row>/suspend/", people.suspend, name="suspend-scope"),
    path(f"{PERSON}<slug:kind>/new/", people.new_fact, name="new-fact"),
    path(f"{PERSON}<slug:kind>/<int:row>/", people.fact, name="fact"),
    path(f"{PERSON}<slug:kind>/<int:row>/remove/", people.remove, name="remove-fact"),
]
