"""Every address at which people and what they may do are read."""

from django.urls import path

from staff import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/<int:person>/", views.person, name="person"),
    path("units/<int:unit>/scope/", views.scope, name="scope"),
]
