from django.apps import AppConfig


class DialoguesConfig(AppConfig):
    """Readout's one application."""

    name = "dialogues"
    verbose_name = "Readout"
