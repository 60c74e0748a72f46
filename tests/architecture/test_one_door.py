"""What goes out to people goes through one door."""

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "fixi"
# Whoever holds a messenger calls it so; the simulated phones of the demo and the ways of alerts hold none.
MESSENGERS = {"messenger", "_messenger"}
FEW_PAGES = 20


def sends(path: Path) -> bool:
    """True when something in this file calls `send` of a messenger."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr == "send":
            holder = node.value
            name = holder.attr if isinstance(holder, ast.Attribute) else getattr(holder, "id", "")
            if isinstance(holder, ast.Call):
                called = holder.func
                name = called.attr if isinstance(called, ast.Attribute) else ""
            if name in MESSENGERS:
                return True
    return False


def test_only_the_delivery_sends() -> None:
    """What records the messages stands between the door and the provider, and is called by the delivery."""
    found = {path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py") if sends(path)}
    assert found == {"application/deliver.py", "adapters/tape/taped.py"}


def test_a_second_door_would_be_seen(tmp_path: Path) -> None:
    for number, text in enumerate(("await self._messenger.send(m)", "await container.messenger().send(m)")):
        path = tmp_path / f"{number}.py"
        path.write_text(f"async def f(self, m, container):\n    {text}\n")
        assert sends(path)


CHANGES = {
    "staff": {"add", "change", "set_password", "revoke", "revoke_all", "first"},
    "policies": {"change"},
    "profiles": {"store"},
    "canned": {"put", "remove"},
    "audit": {"append"},
    "repository": {"save"},
}


def changes(tree: ast.AST) -> set[str]:
    """What is changed here beside the door of the operators, which is `desk.operate`."""
    return {
        f"{node.value.attr}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.attr in CHANGES.get(node.value.attr, ())
    }


def test_pages_change_nothing_but_through_operate() -> None:
    pages = sorted((SOURCE / "entrypoints" / "panel").rglob("*.py"))
    assert len(pages) > FEW_PAGES
    found = {path.name: changes(ast.parse(path.read_text("utf-8"))) for path in pages}
    assert {name: what for name, what in found.items() if what} == {}
    assert changes(ast.parse("desk.staff.revoke(operator, 'x')")) == {"staff.revoke"}
