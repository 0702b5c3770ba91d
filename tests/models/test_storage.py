"""Keeping bytes as received: in a folder, and in a bucket of a store on loopback."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import boto3
import pytest
from django.conf import settings as project
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from config.storage import bytes_storage
from dialogues.ingest import add
from dialogues.ingest.add import FromText
from dialogues.models import Article, Job, Snapshot
from dialogues.models.bucket import StoreFailed
from dialogues.models.storage import BytesFolder, check_storage
from dialogues.models.vocabularies import ArticleStage, JobState
from tests import factories
from tests.ingest.stages import ingest, run_next
from tests.network.servers import LoopbackServer, answering
from tests.samples import cybercrime_round_one

KEYS: Final = {"access_key": "readout", "secret_key": "not a secret", "region": "eu-central-1"}


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """A store on loopback that speaks S3; its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture(autouse=True)
def no_machine_is_asked_for_its_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


def use(settings: Settings, endpoint: str, url: str = "s3://readout-files/received") -> None:
    settings.STORAGES = settings.STORAGES | {"default": bytes_storage(url, endpoint=endpoint, **KEYS)}


def client(endpoint: str) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name=KEYS["region"],
        aws_access_key_id=KEYS["access_key"],
        aws_secret_access_key=KEYS["secret_key"],
    )


@pytest.fixture
def bucket(store: str, settings: Settings) -> Iterator[Any]:
    """The site keeps its files in this bucket."""
    use(settings, store)
    s3 = client(store)
    s3.create_bucket(Bucket="readout-files", CreateBucketConfiguration={"LocationConstraint": KEYS["region"]})
    yield s3
    for found in s3.list_objects_v2(Bucket="readout-files").get("Contents", []):
        s3.delete_object(Bucket="readout-files", Key=found["Key"])
    s3.delete_bucket(Bucket="readout-files")


def objects(s3: Any) -> list[str]:
    return [found["Key"] for found in s3.list_objects_v2(Bucket="readout-files").get("Contents", [])]


# --- A bucket


@pytest.mark.django_db
def test_an_article_is_kept_in_the_bucket_and_read_back(bucket: Any) -> None:
    article = ingest(FromText(cybercrime_round_one()))
    snapshot = Snapshot.objects.get(article=article)
    assert objects(bucket) == [f"received/{snapshot.stored_name}"]
    assert snapshot.stored_bytes() == cybercrime_round_one().encode()
    assert article.stage == ArticleStage.READY


@pytest.mark.django_db
def test_nobody_is_given_a_right_or_an_address(bucket: Any) -> None:
    ingest(FromText(cybercrime_round_one()))
    (key,) = objects(bucket)
    grants = bucket.get_object_acl(Bucket="readout-files", Key=key)["Grants"]
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]
    assert bucket.head_object(Bucket="readout-files", Key=key)["ContentDisposition"] == "attachment"
    with pytest.raises(NotImplementedError, match="never served"):
        default_storage.url(key)


@pytest.mark.django_db
def test_what_is_lost_from_the_bucket_ends_with_a_reason(bucket: Any) -> None:
    article, _ = add.add_article(FromText(cybercrime_round_one()), by=None)
    bucket.delete_object(Bucket="readout-files", Key=objects(bucket)[0])
    run_next(article)
    article = Article.objects.get()
    assert (article.stage, article.problem) == (ArticleStage.FAILED, "bytes_lost")
    assert article.problem_detail.startswith("What was received of this article is not in the storage")


@pytest.mark.django_db
def test_a_store_that_is_away_is_tried_again(bucket: Any, settings: Settings) -> None:
    article, _ = add.add_article(FromText(cybercrime_round_one()), by=None)
    with LoopbackServer(answering(b"", status="403 Forbidden")) as refusing:
        use(settings, refusing.url(""))
        run_next(article)
    job = Job.objects.get()
    assert (job.state, job.attempts) == (JobState.WAITING, 1)
    assert "The store of files fails: " in job.last_error


@pytest.mark.django_db
def test_an_article_is_not_added_when_its_bytes_cannot_be_kept(settings: Settings, store: str) -> None:
    use(settings, store, "s3://no-such-bucket")
    with pytest.raises(StoreFailed, match="NoSuchBucket"):
        ingest(FromText("Two sides met."))
    assert not Article.objects.exists()


# --- Its check


def problem(settings: Settings, endpoint: str, url: str = "s3://readout-files") -> list[str]:
    use(settings, endpoint, url)
    return [str(message.msg) for message in check_storage()]


def test_a_bucket_that_is_there_has_no_problem(bucket: Any, store: str, settings: Settings) -> None:
    assert problem(settings, store) == []


def test_a_missing_bucket_is_named(store: str, settings: Settings) -> None:
    assert problem(settings, store) == ["STORAGE_URL: the store has no bucket named readout-files."]


def test_refused_keys_are_told(settings: Settings) -> None:
    with LoopbackServer(answering(b"", status="403 Forbidden")) as refusing:
        found = problem(settings, refusing.url(""))
    assert found == ["STORAGE_ACCESS_KEY, STORAGE_SECRET_KEY: the store refuses them for this bucket."]


def test_a_store_that_does_not_answer_is_told(settings: Settings) -> None:
    with LoopbackServer(answering(b"")) as gone:
        address = gone.url("")
    assert problem(settings, address) == [f"STORAGE_ENDPOINT: nothing answers at {address}."]


def test_a_folder_needs_no_check() -> None:
    assert check_storage() == []


# --- A folder


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def keep(content: bytes) -> Snapshot:
    return Snapshot.objects.keep(
        article=factories.article(), content=content, content_type="text/plain", fetched_at=timezone.now()
    )


@pytest.mark.django_db
def test_the_same_content_is_kept_once_whoever_writes_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = keep(b"Two sides met.")
    with monkeypatch.context() as at_the_same_moment:
        at_the_same_moment.setattr(BytesFolder, "exists", lambda *_: False)
        second = keep(b"Two sides met.")
    assert first.stored_name == second.stored_name
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [first.content_sha256]
    assert second.stored_bytes() == b"Two sides met."


def test_a_file_that_was_half_written_is_not_there(folder: Path) -> None:
    class BreaksOff(ContentFile[bytes]):
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield b"Two sides"
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        default_storage.save("ab/abcdef", BreaksOff(b"Two sides met."))
    assert not default_storage.exists("ab/abcdef")


def test_files_have_no_address(folder: Path) -> None:
    with pytest.raises(NotImplementedError, match="never served"):
        default_storage.url("ab/abcdef")


def test_no_page_reaches_for_the_bytes() -> None:
    reaching = [
        str(path)
        for layer in ("admin", "api", "web", "templatetags", "queries", "review")
        for path in (Path(project.BASE_DIR) / "dialogues" / layer).rglob("*.py")
        if any(word in path.read_text() for word in ("stored_bytes", "default_storage"))
    ]
    assert reaching == []
