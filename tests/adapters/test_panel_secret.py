"""The secret of the panel where none was set: made once for a data folder, and read by nobody else."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fixi.adapters.system.secrets import kept_secret
from fixi.container import Container
from fixi.domain.errors import Refused
from fixi.settings import Settings


def test_it_is_made_once_whoever_asks_at_the_same_time(tmp_path: Path) -> None:
    path = tmp_path / "data" / "panel-secret"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: kept_secret(path), range(32)))
    assert len(found) == 1
    assert len(found.pop()) == 43
    assert [each.name for each in path.parent.iterdir()] == ["panel-secret"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_every_folder_has_its_own(tmp_path: Path) -> None:
    assert kept_secret(tmp_path / "a") != kept_secret(tmp_path / "b")


def test_a_file_that_holds_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("")
    with pytest.raises(Refused, match="FIXI_PANEL_SECRET"):
        kept_secret(tmp_path / "empty")
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="FIXI_PANEL_SECRET"):
        kept_secret(tmp_path / "file" / "panel-secret")


def test_one_that_is_set_is_taken_and_nothing_is_written(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, panel_secret="set by somebody")
    assert Container(settings=settings).panel_secret() == "set by somebody"
    assert list(tmp_path.iterdir()) == []


def test_in_production_none_is_ever_made(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="FIXI_PANEL_SECRET"):
        Container(settings=Settings(data_dir=tmp_path, env="production")).panel_secret()
    assert list(tmp_path.iterdir()) == []
