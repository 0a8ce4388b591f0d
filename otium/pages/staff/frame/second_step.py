"""Setting up the second step, and moving it to another phone: nothing opens before the new one stands."""

from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy

from otium.pages import second_factor


class SetUpSecondStep(ActivateTOTPView):
    """Takes the code that the phone shows: so this session, and no other of the person, has passed the step."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        request: HttpRequest = self.request
        response = super().form_valid(form)
        second_factor.note(request, passed=True)
        return response


class MoveSecondStep(DeactivateTOTPView):
    """Asks for the password once more, ends the old step, and leads to setting up the new one."""

    success_url = reverse_lazy("mfa_activate_totp")

    def form_valid(self, form: forms.Form) -> HttpResponse:
        request: HttpRequest = self.request
        response = super().form_valid(form)
        second_factor.note(request, passed=False)
        return response


set_up_second_step = SetUpSecondStep.as_view()
move_second_step = MoveSecondStep.as_view()
