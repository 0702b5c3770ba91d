from dialogues.admin.exchange.resource import RecordResource
from dialogues.models import Person


class PersonResource(RecordResource):
    class Meta(RecordResource.Meta):
        model = Person
        fields = ("public_id", "version", "publication", "party", "name", "native_name", "aliases", "identifiers")
