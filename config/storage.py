"""Where bytes as received are kept, from the settings: a folder, or a bucket of an S3-compatible store."""

import re
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


def bytes_storage(url: str, *, endpoint: str, region: str, access_key: str, secret_key: str) -> dict[str, Any]:
    """The entry for Django's STORAGES. Raises ImproperlyConfigured with the name of the setting and the rule."""
    if not url:
        return {"BACKEND": "dialogues.models.storage.BytesFolder"}
    parts = urlsplit(url)
    if parts.scheme != "s3" or not BUCKET.fullmatch(parts.netloc) or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            "STORAGE_URL must be s3://bucket or s3://bucket/folder, without anything else in it."
        )
    if endpoint and not endpoint.startswith(("http://", "https://")):
        raise ImproperlyConfigured("STORAGE_ENDPOINT must begin with https:// (or http:// within your own network).")
    if bool(access_key) != bool(secret_key):
        raise ImproperlyConfigured("STORAGE_ACCESS_KEY and STORAGE_SECRET_KEY go together: give both or neither.")
    return {
        "BACKEND": "dialogues.models.bucket.BytesBucket",
        "OPTIONS": {
            "bucket_name": parts.netloc,
            "location": parts.path.strip("/"),
            "endpoint_url": endpoint or None,
            "region_name": region or None,
            "access_key": access_key or None,
            "secret_key": secret_key or None,
            # Who may read them is for the bucket's own policy to say: no object is given a right of its own.
            "default_acl": None,
            # Named by their content: the same name is the same content.
            "file_overwrite": True,
            "object_parameters": {"ContentDisposition": "attachment"},
            "client_config": _client(bool(endpoint)),
        },
    }


def _client(other_store: bool) -> Any:
    from botocore.config import Config  # noqa: PLC0415 - half a second that a local folder does not need

    return Config(
        connect_timeout=5,
        read_timeout=15,
        retries={"mode": "standard", "total_max_attempts": 3},
        signature_version="s3v4",
        # Other stores than Amazon's seldom have a host name for each bucket, or know its newest checksums.
        s3={"addressing_style": "path" if other_store else "auto"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
