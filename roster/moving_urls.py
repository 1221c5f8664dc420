"""Every address of what comes in and goes out as a file."""

from django.urls import path

from roster.views import exporting

urlpatterns = [
    path("rotas/<int:pk>/export/", exporting.choose, name="export-rota"),
    path("rotas/<int:pk>/export/rota.xlsx", exporting.workbook, name="export-workbook"),
    path("rotas/<int:pk>/export/hours.csv", exporting.hours, name="export-hours"),
    path("rotas/<int:pk>/export/rota.json", exporting.rota_file, name="export-file"),
    path("rotas/<int:pk>/weeks/<date:monday>/wall.pdf", exporting.wall, name="export-wall"),
    path("my/data.json", exporting.my_data, name="my-data"),
    path("people/<int:person>/data.json", exporting.person_data, name="person-data"),
]
