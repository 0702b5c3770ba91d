from dialogues.admin.exchange.resource import RecordResource
from dialogues.models import Organization


class OrganizationResource(RecordResource):
    class Meta(RecordResource.Meta):
        model = Organization
        fields = (
            *("public_id", "version", "publication"),
            *("party", "name", "abbreviation", "native_name", "parent", "aliases", "identifiers"),
        )
