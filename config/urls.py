from django.urls import include, path

urlpatterns = [
    path("", include("roster.urls")),
    path("", include("roster.building_urls")),
    path("", include("roster.moving_urls")),
    path("", include("roster.people_urls")),
    path("", include("roster.set_up_urls")),
    path("", include("staff.urls")),
    path("", include("sites.urls")),
]

handler403 = "config.faults.not_allowed"
handler404 = "config.faults.not_found"
handler500 = "config.faults.server_fault"
