from dialogues.admin.exchange.resource import RecordResource
from dialogues.models import Dialogue


class DialogueResource(RecordResource):
    class Meta(RecordResource.Meta):
        model = Dialogue
        fields = (
            *("public_id", "version", "publication", "title", "mechanism", "side_a", "side_b"),
            *("kind", "kind_as_stated", "ordinal", "start_date", "end_date", "time_zone"),
            *("city", "country", "venue", "mode", "status", "parent", "summary", "topics", "note"),
        )
