from dialogues.admin.exchange.resource import RecordResource
from dialogues.models import Tenure


class TenureResource(RecordResource):
    class Meta(RecordResource.Meta):
        model = Tenure
        fields = (
            *("public_id", "version"),
            *("person", "title", "native_title", "organization", "rank", "acting", "start_date", "end_date"),
        )
