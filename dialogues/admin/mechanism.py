from django.contrib import admin

from dialogues.models import Mechanism


@admin.register(Mechanism)
class MechanismAdmin(admin.ModelAdmin[Mechanism]):
    list_display = ["name", "side_a", "side_b", "level", "status", "publication"]
    list_filter = ["level", "status", "publication"]
    list_select_related = ["side_a", "side_b"]
    search_fields = ["name", "abbreviation", "aliases"]
    autocomplete_fields = ["side_a", "side_b"]
