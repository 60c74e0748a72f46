"""Where files come from and where they are kept, as the environment says it."""

from pathlib import Path

import pytest

from fixi.adapters.files.folder import FolderFiles
from fixi.adapters.files.s3 import S3Files, bucket_of
from fixi.adapters.http.hosts import AllowedHosts
from fixi.adapters.memory.files import MemoryFiles
from fixi.container import Container
from fixi.settings import MEDIA_HOSTS, Settings, WrongSettings

MONGO = {"FIXI_MONGO_URL": "mongodb://127.0.0.1:1/fixi"}
KEYS = {"FIXI_MEDIA_ACCESS_KEY": "name", "FIXI_MEDIA_SECRET_KEY": "a-made-up-secret"}
BUCKET = {"FIXI_MEDIA_STORE": "s3://fixi-files/people?endpoint=http://127.0.0.1:9000&region=eu-test-1"}


def problems(environ: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(WrongSettings) as caught:
        Settings.read(environ)
    return caught.value.problems


def test_files_are_kept_beside_the_rest() -> None:
    assert Settings.read({}).media_kind == "memory"
    settings = Settings.read(MONGO | {"FIXI_DATA_DIR": "/data"})
    assert (settings.media_kind, settings.media_folder) == ("folder", Path("/data/media"))


def test_one_setting_says_where_else(tmp_path: Path) -> None:
    settings = Settings.read({"FIXI_MEDIA_STORE": str(tmp_path / "photos")})
    assert (settings.media_kind, settings.media_folder) == ("folder", tmp_path / "photos")
    assert Settings.read(BUCKET).media_kind == "s3"


def test_each_place_has_its_store(tmp_path: Path) -> None:
    kinds = {MemoryFiles: dict[str, str](), FolderFiles: {"FIXI_MEDIA_STORE": str(tmp_path)}, S3Files: BUCKET | KEYS}
    for kind, environ in kinds.items():
        assert isinstance(Container(settings=Settings.read(environ)).files(), kind)


@pytest.mark.parametrize(
    "place",
    [
        "https://bucket/x",
        "s3://",
        "s3:///x",
        "s3://user:word@bucket",
        "s3://bucket:1",
        "s3://Bucket",
        "s3://bucket?endpoint=127.0.0.1:9000",
        "s3://bucket?endpoint=https://user:word@host",
        "s3://bucket?secret=x",
        "s3://bucket?style=odd",
        "gs://bucket",
    ],
)
def test_a_place_of_another_form_is_one_line_that_does_not_repeat_it(place: str) -> None:
    (line,) = problems({"FIXI_MEDIA_STORE": place})
    assert line.startswith("FIXI_MEDIA_STORE must be a folder, or s3://BUCKET/PREFIX")
    assert place == "s3://" or place not in line


@pytest.mark.parametrize(
    "place", ["s3://bucket", "s3://b.u-c.ket/a/b?style=virtual", "s3://bucket?endpoint=https://host&style=path"]
)
def test_a_bucket_that_the_settings_take_is_one(place: str) -> None:
    Settings.read({"FIXI_MEDIA_STORE": place})
    assert bucket_of(place).name == place.removeprefix("s3://").partition("?")[0].partition("/")[0]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    assert problems({"FIXI_MEDIA_STORE": str(tmp_path / "x")}) == (
        "FIXI_MEDIA_STORE must be a folder, or a place for one",
    )


def test_two_keys_open_a_bucket_and_nothing_else() -> None:
    for name, value in KEYS.items():
        assert len(problems(BUCKET | {name: value})) == 1
    assert len(problems(KEYS)) == 1
    settings = Settings.read(BUCKET | KEYS)
    assert "a-made-up-secret" not in repr(settings)


def test_hosts_are_those_of_the_provider_unless_they_are_named() -> None:
    green = {"FIXI_MESSENGER": "greenapi", "FIXI_GREENAPI_INSTANCE": "1101", "FIXI_GREENAPI_TOKEN": "x" * 40}
    assert Settings.read(green).media_hosts == MEDIA_HOSTS["greenapi"]
    assert set(Settings.read({}).media_hosts) == {host for hosts in MEDIA_HOSTS.values() for host in hosts}
    assert Settings.read({"FIXI_MEDIA_HOSTS": "a.example, *.b.example 127.0.0.1:9001"}).media_hosts == (
        "a.example",
        "*.b.example",
        "127.0.0.1:9001",
    )


def test_the_hosts_of_the_published_samples_are_among_them() -> None:
    green, cloud = AllowedHosts(MEDIA_HOSTS["greenapi"]), AllowedHosts(MEDIA_HOSTS["cloudapi"])
    for host in ("sw-media-1101.storage.yandexcloud.net", "sw-media.storage.yandexcloud.net", "api.green-api.com"):
        assert green.allow("https", host, 443)
    assert cloud.allow("https", "lookaside.fbsbx.com", 443)
    assert not green.allow("https", "storage.yandexcloud.net.evil.com", 443)


@pytest.mark.parametrize("hosts", ["http://a.com", "a.com/x", "*", "*.com", "a.com:x", "user@a.com", "a b;c"])
def test_hosts_of_another_form_are_one_line(hosts: str) -> None:
    (line,) = problems({"FIXI_MEDIA_HOSTS": hosts})
    assert line.startswith("FIXI_MEDIA_HOSTS must be hosts such as")


@pytest.mark.parametrize("hosts", ["a.com", "*.a.com:8443", "[2001:db8::1]:80", "127.0.0.1:9001", "localhost"])
def test_hosts_that_the_settings_take_are_a_list(hosts: str) -> None:
    AllowedHosts(Settings.read({"FIXI_MEDIA_HOSTS": hosts}).media_hosts)
