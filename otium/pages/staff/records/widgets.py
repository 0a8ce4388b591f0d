"""Controls that Django does not draw as we want them."""

from django import forms


class Several(forms.CheckboxSelectMultiple):
    """A row of ticks with a legend."""

    use_fieldset = True
    template_name = "records/several.html"


class Picked(Several):
    """Ticks for many names: they scroll, and where JavaScript runs a field above finds them."""

    template_name = "records/picked.html"
