from django.db import models


class ImportFile(models.Model):
    """A table that staff uploaded, between its preview and its confirmation.

    A row, not a file: the confirmation may reach another process or machine than the preview did, and whoever deletes
    the row is the only one to import it.
    """

    name = models.CharField(max_length=32, unique=True)
    content = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
