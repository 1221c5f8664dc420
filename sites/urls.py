from django.contrib.auth.views import LogoutView
from django.urls import path

from sites import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
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
