"""What every Files promises: in memory, in a folder, in a bucket that verifies signatures."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from fixi.adapters.files.folder import FolderFiles
from fixi.adapters.files.s3 import S3Files, bucket_of
from fixi.adapters.memory.files import MemoryFiles
from fixi.domain.errors import Invalid, Refused, Unavailable
from fixi.ports.media import Files
from tests.support.s3_standin import ACCESS, BUCKET, REGION, SECRET, Bucket, s3_bucket

PHOTO = b"\xff\xd8\xff made up \x00\x01"
NAME = f"{hashlib.sha256(PHOTO).hexdigest()}.jpg"


@dataclass
class Store:
    """One store; `breaks` makes it unusable, `harms` changes what is kept, `kept` counts the files."""

    files: Files
    kept: Callable[[], int]
    harms: Callable[[], None] | None = None
    breaks: Callable[[], None] | None = None


@asynccontextmanager
async def memory() -> AsyncIterator[Store]:
    files = MemoryFiles()
    yield Store(files, lambda: len(files._kept))


@asynccontextmanager
async def folder() -> AsyncIterator[Store]:
    with TemporaryDirectory(prefix="fixi-files-") as place:
        base = Path(place) / "a" / "media"

        def found() -> list[Path]:
            return [path for path in base.rglob("*") if path.is_file()]

        def breaks() -> None:
            for path in found():
                path.unlink()
                path.mkdir()

        yield Store(FolderFiles(base), lambda: len(found()), lambda: _harm(found()), breaks)


def _harm(paths: list[Path]) -> None:
    for path in paths:
        path.write_bytes(b"another")


@asynccontextmanager
async def s3() -> AsyncIterator[Store]:
    async with s3_bucket() as bucket:

        def harms() -> None:
            bucket.objects = dict.fromkeys(bucket.objects, b"another")

        def breaks() -> None:
            bucket.status = 503

        yield Store(in_bucket(bucket), lambda: len(bucket.objects), harms, breaks)
        assert bucket.violations == []


def in_bucket(bucket: Bucket, secret: str = SECRET, patience: float = 5.0) -> S3Files:
    address = f"s3://{BUCKET}/files/of/people?endpoint={bucket.url}&region={REGION}"
    return S3Files(bucket_of(address, ACCESS, secret), timedelta(seconds=patience))


STORES: dict[str, Callable[[], AbstractAsyncContextManager[Store]]] = {"memory": memory, "folder": folder, "s3": s3}


@pytest.fixture(params=STORES)
async def store(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    async with STORES[request.param]() as built:
        yield built


async def test_a_file_is_named_by_what_is_in_it_and_comes_back(store: Store) -> None:
    assert await store.files.put(PHOTO, "jpg") == NAME
    assert await store.files.get(NAME) == PHOTO


async def test_the_same_file_is_kept_once(store: Store) -> None:
    names = await asyncio.gather(*(store.files.put(PHOTO, "jpg") for _ in range(5)))
    assert set(names) == {NAME}
    assert store.kept() == 1


async def test_a_large_file_comes_back_whole(store: Store) -> None:
    large = bytes(range(256)) * 65_536
    assert await store.files.get(await store.files.put(large, "mp4")) == large


async def test_a_file_that_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="no-file"):
        await store.files.get(NAME)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x.jpg",
        "../../etc/passwd",
        f"../{NAME}",
        f"/{NAME}",
        f"{NAME}/..",
        f"{NAME}\n",
        NAME.upper(),
        NAME.replace(".jpg", ""),
        NAME.replace("jpg", "../x"),
        f"{NAME}\x00",
        NAME.replace("jpg", "toolong"),
    ],
)
async def test_what_is_no_name_leads_nowhere(store: Store, name: str) -> None:
    await store.files.put(PHOTO, "jpg")
    with pytest.raises(Refused, match="no-file"):
        await store.files.get(name)


@pytest.mark.parametrize("extension", ["", "../x", "a b", "JPG", "jpg/../../x", "toolong"])
async def test_what_is_no_extension_is_not_put_anywhere(store: Store, extension: str) -> None:
    with pytest.raises(Refused, match="no-file"):
        await store.files.put(PHOTO, extension)
    assert store.kept() == 0


async def test_what_was_changed_behind_our_back_is_refused(store: Store) -> None:
    await store.files.put(PHOTO, "jpg")
    if store.harms is None:
        return
    store.harms()
    with pytest.raises(Refused, match="damaged"):
        await store.files.get(NAME)
    assert await store.files.put(PHOTO, "jpg") == NAME
    assert await store.files.get(NAME) == PHOTO


async def test_a_store_that_cannot_be_used_is_for_later(store: Store) -> None:
    await store.files.put(PHOTO, "jpg")
    if store.breaks is None:
        return
    store.breaks()
    asked: tuple[Callable[[], Awaitable[object]], ...] = (
        lambda: store.files.get(NAME),
        lambda: store.files.put(PHOTO, "jpg"),
    )
    for ask in asked:
        with pytest.raises(Unavailable) as caught:
            await ask()
        assert NAME not in str(caught.value)


# A folder


async def test_nobody_else_may_read_the_files_of_a_folder(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path / "media")
    await files.put(PHOTO, "jpg")
    place = tmp_path / "media" / NAME[:2] / NAME[2:4] / NAME
    assert place.stat().st_mode & 0o777 == 0o600
    assert all(folder.stat().st_mode & 0o777 == 0o700 for folder in list(place.parents)[:3])
    assert [path for path in place.parent.iterdir() if path != place] == []


async def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path / "media")
    await files.put(PHOTO, "jpg")
    place = tmp_path / "media" / NAME[:2] / NAME[2:4] / NAME
    outside = tmp_path / "outside"
    outside.write_bytes(PHOTO)
    place.unlink()
    place.symlink_to(outside)
    with pytest.raises(Unavailable):
        await files.get(NAME)


async def test_a_folder_where_a_file_is_in_the_way_is_for_later(tmp_path: Path) -> None:
    (tmp_path / "media").write_text("in the way")
    with pytest.raises(Unavailable):
        await FolderFiles(tmp_path / "media").put(PHOTO, "jpg")


# A bucket


async def test_a_wrong_key_is_for_later_and_not_told() -> None:
    async with s3_bucket() as bucket:
        with pytest.raises(Unavailable) as caught:
            await in_bucket(bucket, secret="a-wrong-secret").put(PHOTO, "jpg")
        assert bucket.violations == ["wrong signature"]
    assert caught.value.__cause__ is None
    assert not any(word in str(caught.value) for word in ("a-wrong-secret", ACCESS, BUCKET, bucket.url))


async def test_a_bucket_that_hangs_is_left_in_time() -> None:
    async with s3_bucket() as bucket:
        bucket.hangs = True
        with pytest.raises(Unavailable):
            await in_bucket(bucket, patience=0.3).get(NAME)


async def test_a_bucket_is_asked_once_for_each_call() -> None:
    async with s3_bucket() as bucket:
        bucket.status = 500
        with pytest.raises(Unavailable):
            await in_bucket(bucket).put(PHOTO, "jpg")
        assert len(bucket.asked) == 1


async def test_files_of_a_bucket_are_below_its_prefix() -> None:
    async with s3_bucket() as bucket:
        await in_bucket(bucket).put(PHOTO, "jpg")
        assert list(bucket.objects) == [f"files/of/people/{NAME[:2]}/{NAME[2:4]}/{NAME}"]


def test_the_keys_of_a_bucket_are_not_shown() -> None:
    shown = repr(bucket_of("s3://bucket/x?region=eu-test-1", ACCESS, SECRET))
    assert SECRET not in shown
    assert ACCESS not in shown


@pytest.mark.parametrize(
    "address",
    ["", "folder", "https://bucket", "s3://", "s3://user@bucket", "s3://bucket?endpoint=ftp://x", "s3://b?x=1"],
)
def test_an_address_of_another_form_is_no_bucket(address: str) -> None:
    with pytest.raises(Invalid):
        bucket_of(address)
