from django.contrib import admin

from dialogues.admin.stale_saves import RecordAdmin
from dialogues.models import Publisher


@admin.register(Publisher)
class PublisherAdmin(RecordAdmin):
    list_display = ["name", "perspective", "party", "language", "hosts"]
    list_filter = ["perspective", "party", "language"]
    list_select_related = ["party"]
    public_ids = ["public_id", "articles__public_id"]
    search_fields = ["name", "hosts"]
    autocomplete_fields = ["party"]
