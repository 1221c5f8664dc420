from django.contrib.auth.views import LoginView

from sites.forms import SignInForm


class SignIn(LoginView):
    template_name = "sites/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True
