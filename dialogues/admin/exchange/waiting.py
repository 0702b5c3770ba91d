"""Where an uploaded table waits between preview and confirmation, and the form that confirms exactly what was seen."""

from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from import_export.tmp_storages import BaseStorage

from dialogues.admin.exchange.refusals import FileRefused
from dialogues.admin.exchange.tables import format_of
from dialogues.models import ImportFile, User

KEPT_FOR: Final = timedelta(hours=24)
_SALT: Final = "readout.import"


class WaitingTable(BaseStorage):  # type: ignore[misc] # the package has no types
    """Keeps the file in the database.

    The package's own keep it in a folder of one machine, or in a cache that each process has for itself; a file in
    the media folder could be imported by two confirmations at once.
    """

    def save(self, data: bytes) -> None:
        ImportFile.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
        self.name = uuid4().hex
        self.content = data
        ImportFile.objects.create(name=self.name, content=data)

    def read(self) -> bytes:
        """To be confirmed only in a transaction: the second of two waits here, and finds the table gone.

        Raises ImportFile.DoesNotExist when it was imported meanwhile, or waited for too long.
        """
        if not hasattr(self, "content"):
            self.content = bytes(ImportFile.objects.select_for_update().get(name=self.name).content)
        return self.content

    def remove(self) -> None:
        ImportFile.objects.filter(name=self.name).delete()


class TableForm(forms.Form):
    """One file; what it is its content says. The package passes its formats and resources."""

    import_file = forms.FileField(
        label="File",
        help_text=f"CSV in UTF-8, or XLSX; up to {filesizeformat(settings.IMPORT_MAX_BYTES)}.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def __init__(self, formats: Any, resources: Any, **options: Any) -> None:
        super().__init__(**options)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        file: UploadedFile[Any] | None = cleaned.get("import_file")
        if file is None:
            return cleaned
        size, most = file.size or 0, settings.IMPORT_MAX_BYTES
        if size > most:
            told = f"The file has {filesizeformat(size)}, more than {filesizeformat(most)}: split it."
            self.add_error("import_file", told)
            return cleaned
        try:
            form_of_file = format_of(file.read())
        except FileRefused as refused:
            self.add_error("import_file", str(refused))
            return cleaned
        file.seek(0)
        return cleaned | {"format": str(form_of_file), "resource": "0"}


class ConfirmForm(forms.Form):
    """Which file of whom was seen in a preview, and what the preview said. Signed: none of it can be changed."""

    token = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *, user: User, model: str, **options: Any) -> None:
        super().__init__(**options)
        self.whose = [user.pk, model]

    def clean(self) -> dict[str, Any]:
        """The names under which the package looks for them, and `seen`."""
        cleaned = super().clean() or self.cleaned_data
        try:
            seen = signing.loads(cleaned.get("token", ""), salt=_SALT, max_age=KEPT_FOR)
        except signing.BadSignature as error:
            raise forms.ValidationError("This preview is too old, or is none: upload the file again.") from error
        if seen.pop("whose") != self.whose:
            raise forms.ValidationError("Somebody else has seen this preview: upload the file yourself.")
        return dict(seen)

    @classmethod
    def after_preview(cls, *, user: User, model: str, told: dict[str, str]) -> "ConfirmForm":
        """`told`: the package's names for the file, and `seen`, which stands for all that the preview said."""
        token = signing.dumps(told | {"whose": [user.pk, model]}, salt=_SALT, compress=True)
        return cls(user=user, model=model, initial={"token": token})
