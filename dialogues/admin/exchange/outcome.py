from dialogues.admin.exchange.resource import RecordResource
from dialogues.models import Outcome


class OutcomeResource(RecordResource):
    class Meta(RecordResource.Meta):
        model = Outcome
        fields = (
            *("public_id", "version", "publication", "dialogue", "kind", "kind_as_stated", "title"),
            *("summary", "text_as_stated", "basis", "stated_by", "obliged"),
            *("deadline_as_stated", "deadline", "topics", "note"),
        )
