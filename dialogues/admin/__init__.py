"""The staff's forms: plain Django admin, one module for each concept."""

from dialogues.admin import article, dialogue, mechanism, names, outcome, publisher, user

__all__ = ["article", "dialogue", "mechanism", "names", "outcome", "publisher", "user"]
