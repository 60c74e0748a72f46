"""Nothing that strangers wrote may become markup or code in the panel: a machine looks for the ways in."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PANEL = Path("src/fixi/entrypoints/panel")
# What reads its argument as HTML, Markdown, CSS or JavaScript.
READS_MARKUP = {
    "add_body_html",
    "add_css",
    "add_head_html",
    "add_sass",
    "add_scss",
    "chat_message",
    "code",
    "html",
    "log",
    "markdown",
    "mermaid",
    "restructured_text",
    "run_javascript",
    "tooltip",
}
# The one place that puts our own style sheet into the head, by an address that is made of a digest.
MAY = {("app.py", "add_head_html")}
# Attributes of elements that browsers or Vue read as markup or code.
READ_AS_CODE = {"innerHTML", "outerHTML", "srcdoc", "v-html"}
# Of elements and of pages: whatever these are called on.
RUNS = {"run_javascript", "add_head_html", "add_body_html"}
# What reads its argument as a list of classes, props or styles: ours are constants.
READS_LISTS = {"classes", "props", "style"}


def findings(source: str, file: str) -> Iterator[str]:
    """Every way in of this source, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and node.value in READ_AS_CODE:
            yield f"{file}:{node.lineno} {node.value} is read as markup"
        risky = isinstance(node, ast.Attribute) and (node.attr in RUNS or (node.attr in READS_MARKUP and _of_ui(node)))
        if isinstance(node, ast.Attribute) and risky and (file, node.attr) not in MAY:
            yield f"{file}:{node.lineno} ui.{node.attr} reads markup"
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in READS_LISTS and any(not _constant(argument) for argument in node.args):
            yield f"{file}:{node.lineno} {name}() with something that is put together"
        if any(keyword.arg in {"html", "text_html"} for keyword in node.keywords):
            yield f"{file}:{node.lineno} text that is read as HTML"
        if any(keyword.arg == "sanitize" for keyword in node.keywords):
            yield f"{file}:{node.lineno} sanitize= is about markup"
        if any(keyword.arg == "js_handler" and not _constant(keyword.value) for keyword in node.keywords):
            yield f"{file}:{node.lineno} a js_handler that is put together"


def _of_ui(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in {"ui", "client", "app"}


def _constant(node: ast.expr) -> bool:
    """A literal, or a choice between literals, or a name of our own code that ends in css."""
    match node:
        case ast.Constant():
            return True
        case ast.IfExp(body=body, orelse=orelse):
            return _constant(body) and _constant(orelse)
        case ast.BinOp(left=left, right=right):
            return _constant(left) and _constant(right)
        case ast.Name(id=name):
            return name in {"css", "props"}
        case _:
            return False


def test_no_page_hands_foreign_text_to_what_reads_markup() -> None:
    found = [line for path in sorted(PANEL.rglob("*.py")) for line in findings(path.read_text("utf-8"), path.name)]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "ui.html(text)",
        "ui.markdown('x')",
        "draw = ui.html",
        "ui.run_javascript(f'alert({x})')",
        "element.props(f'title={text}')",
        "element.classes(name)",
        "element.style('color:' + colour)",
        "element.on('click', js_handler=code)",
        "ui.label(x, sanitize=False)",
        "ui.tooltip(text)",
        "visit.client.run_javascript(text)",
        "element.props['innerHTML'] = text",
        "ui.notification(text, html=True)",
    ],
)
def test_a_way_in_is_found(source: str) -> None:
    assert list(findings(source, "pages.py"))


@pytest.mark.parametrize(
    "source",
    [
        "from nicegui import ui\n\nui.html(text)\n",
        "from nicegui import ui\n\ndraw = ui.markdown\n",
        "from nicegui.ui import run_javascript\n",
        "import nicegui\n\nnicegui.ui.chat_message(text_html=True)\n",
        "from nicegui.elements.html import Html\n",
    ],
)
def test_the_linter_forbids_it_everywhere(source: str) -> None:
    command = [str(Path(sys.executable).parent / "ruff"), "check", "--select", "TID251", "--output-format", "concise"]
    command += ["--stdin-filename", "src/fixi/entrypoints/panel/pages/new.py", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    assert "TID251" in done.stdout
    assert done.returncode == 1
