from django.contrib import admin

from dialogues.admin.record_actions import PublishedAdmin
from dialogues.models import Mechanism


@admin.register(Mechanism)
class MechanismAdmin(PublishedAdmin):
    list_display = ["name", "side_a", "side_b", "level", "status", "publication"]
    list_filter = ["level", "status", "publication"]
    list_select_related = ["side_a", "side_b"]
    search_fields = ["name", "abbreviation", "aliases"]
    autocomplete_fields = ["side_a", "side_b"]
