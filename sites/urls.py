from django.urls import path

from sites import code_views, first_unit_views, views

urlpatterns = [
    path("first-unit/", first_unit_views.first_unit, name="first-unit"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("sign-in/code/", code_views.ask_code, name="ask-code"),
    path("sign-in/code/type/", code_views.type_code, name="type-code"),
    path("devices/", code_views.my_devices, name="my-devices"),
    path("devices/<int:pk>/end/", code_views.end_device, name="end-device"),
    path("password/", views.ChangePassword.as_view(), name="change-password"),
    path("password/changed/", views.PasswordChanged.as_view(), name="change-password-done"),
    path("password/reset/", views.ResetPassword.as_view(), name="reset-password"),
    path("password/reset/sent/", views.ResetSent.as_view(), name="reset-password-sent"),
    path(
        "password/reset/<uidb64>/<token>/",
        views.ChooseNewPassword.as_view(),
        name="reset-password-confirm",
    ),
    path("password/reset/done/", views.ResetDone.as_view(), name="reset-password-done"),
]
