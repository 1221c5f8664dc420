"""Every address of what comes in and goes out as a file."""

from django.urls import path

from roster.views import exporting, importing

urlpatterns = [
    path("rotas/<int:pk>/export/", exporting.choose, name="export-rota"),
    path("rotas/<int:pk>/export/rota.xlsx", exporting.workbook, name="export-workbook"),
    path("rotas/<int:pk>/export/hours.csv", exporting.hours, name="export-hours"),
    path("rotas/<int:pk>/export/rota.json", exporting.rota_file, name="export-file"),
    path("rotas/<int:pk>/weeks/<date:monday>/wall.pdf", exporting.wall, name="export-wall"),
    path("units/<int:unit>/import/", importing.start, name="import"),
    path("imports/<int:upload>/", importing.upload, name="upload"),
    path("imports/<int:upload>/keep/", importing.keep, name="keep-upload"),
    path("imports/<int:upload>/undo/", importing.undo, name="undo-upload"),
    path("imports/<int:upload>/drop/", importing.drop, name="drop-upload"),
    path("my/data.json", exporting.my_data, name="my-data"),
    path("people/<int:person>/data.json", exporting.person_data, name="person-data"),
]
