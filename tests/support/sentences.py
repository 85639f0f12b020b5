"""Finds the sentences and labels for people that stand in Python, and what code asks of the wording files."""

from __future__ import annotations

import ast
import builtins
import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.sentences import FILE, Sentences

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = ("api", "bot", "knowledge", "redaction")

_WORD = re.compile(r"(?<![\w.{/-])[A-Za-z][a-z’']*(?![\w/}])")
_CODE = re.compile(r"\\|^Bearer |\(\?|\.\*|[\[\]^$|_=<>@]|\w/\w|^\s*(?:[a-z]+-src|[\w-]+; )")
_SQL = re.compile(
    r"\s*(?:select|insert|update|delete|create|alter|drop|with|lock table|listen|notify)\s", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[a-z)”{}][.?!…:]$")
_LABEL = re.compile(r"[A-Z][a-z’]+(?:[ -](?:[a-z’]+|\{\}))*[.:!?]?")
_FILLED_IN = re.compile(r"(?:^|[.:] )[A-Z][a-z’]+\b.*\{\}.*[.?!]|[A-Z][a-z’]+: \{\}")
_COUNT = re.compile(r"\{\} [a-z]{3,}s?\b|^\d+ [a-z]{3,}$")

# Arguments that programmers and operators read: the OpenAPI document, help at the command line, metrics, jobs.
_ABOUT_CODE = {"description", "help", "summary", "examples", "response_description", "tags", "openapi_tags", "pattern"}
_TAKES_NOTES = re.compile(
    r"Field|Query|Path|Header|Cookie|Form|Body|File|Option|Argument|Typer|FastAPI|APIRouter|Counter|Histogram|Gauge|"
    r"ArgumentParser|add_argument|get|post|put|patch|delete|command|callback|Job"
)
_LOGS = {"debug", "info", "warning", "error", "exception", "critical", "bind"}
_PATTERNS = {"compile", "fullmatch", "text", "literal_column", "CheckConstraint", "TypeVar", "NewType", "cast"}
_BUILT_IN = {
    name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)
}


@dataclass(frozen=True, slots=True)
class Found:
    """A text in Python that reads as if it were for people."""

    file: str
    line: int
    text: str
    within: str = ""  # what at the top of the module it is a part of: a name, a class or a function

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a module asks of a wording file: one key with its fields, or a whole section (`key` ends in a full stop)."""

    file: str
    line: int
    wording: str
    key: str
    fields: frozenset[str] = frozenset()


def product_modules() -> Iterator[Path]:
    """Every module of the product."""
    for package in PACKAGES:
        yield from sorted((PROJECT / package).rglob("*.py"))


def name_of(path: Path) -> str:
    """A file as it is written within the project."""
    return path.relative_to(PROJECT).as_posix()


def sentences_in(source: str, file: str, for_programmers: frozenset[str] = frozenset()) -> list[Found]:
    """Every sentence and label of a module. `for_programmers` names the exceptions whose words nobody is shown."""
    return list(_Finder(source, file, for_programmers).found())


def exceptions_for_programmers() -> frozenset[str]:
    """The exceptions of the product that are no ReeveError, whose words go to nobody but a log."""
    bases: dict[str, set[str]] = {}
    for path in product_modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases.setdefault(node.name, set()).update(_last(base) for base in node.bases)

    def reaches(name: str, goal: set[str]) -> bool:
        return name in goal or any(reaches(base, goal) for base in bases.get(name, set()) - {name})

    return frozenset(name for name in bases if reaches(name, _BUILT_IN) and not reaches(name, {"ReeveError"}))


class _Finder:
    def __init__(self, source: str, file: str, for_programmers: frozenset[str]) -> None:
        self._file, self._for_programmers = file, for_programmers
        self._tree = ast.parse(source)
        self._parents = {child: node for node in ast.walk(self._tree) for child in ast.iter_child_nodes(node)}

    def found(self) -> Iterator[Found]:
        for node in ast.walk(self._tree):
            text = self._text(node)
            if text is None or not (kind := _kind(text)):
                continue
            if not self._is_for_programs(node, kind):
                yield Found(self._file, node.lineno, text, self._assigned_to(node))  # type: ignore[attr-defined]

    def _assigned_to(self, node: ast.AST) -> str:
        above = node
        while not isinstance(parent := self._parents[above], ast.Module):
            above = parent
        match above:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                return name
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                return name
        return ""

    def _text(self, node: ast.AST) -> str | None:
        """A literal's text, with {} for what an f-string fills in."""
        if isinstance(node, ast.JoinedStr):
            return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        inside = isinstance(self._parents.get(node), ast.JoinedStr | ast.Expr)  # a part of an f-string, or a docstring
        return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) and not inside else None

    def _is_for_programs(self, node: ast.AST, kind: str) -> bool:
        child, above = node, self._parents.get(node)
        while above is not None:
            if self._hides(child, above, kind, direct=child is node):
                return True
            child, above = above, self._parents.get(above)
        return False

    def _is_raised(self, call: ast.Call, name: str) -> bool:
        return name in self._for_programmers and isinstance(self._parents.get(call), ast.Raise)

    def _hides(self, child: ast.AST, above: ast.AST, kind: str, *, direct: bool) -> bool:
        match above:
            case ast.Call(func=function):
                name = _last(function)
                logs = name in _LOGS and _owner(function) in {"log", "logger"}
                return logs or name in _BUILT_IN or name in _PATTERNS or self._is_raised(above, name)
            case ast.keyword(arg=str(name)):
                call = self._parents[above]
                takes_notes = isinstance(call, ast.Call) and _TAKES_NOTES.fullmatch(_last(call.func))
                return bool(name in _ABOUT_CODE and takes_notes)
            case ast.Subscript(slice=part) | ast.FormattedValue(format_spec=part) if part is child:
                return True
            case ast.Compare():
                return direct
            case ast.Dict(keys=keys):
                return kind == "label" and child in keys and direct  # such as the name of a header
            case ast.Assign(targets=[ast.Name(id="__all__")]):
                return True
            case ast.AnnAssign(annotation=part) | ast.arg(annotation=part) | ast.FunctionDef(returns=part):
                return part is child
        return False


def _kind(text: str) -> str | None:
    """Whether it reads like a sentence, a part of one, or a label."""
    bare = text.strip()
    words = [word for word in _WORD.findall(bare.replace("{}", " ")) if len(word) > 1 or word in "aAI"]
    if _SQL.match(bare) or (_CODE.search(bare) and not _SENTENCE_END.search(bare)) or "(?" in bare or "\\" in bare:
        return None
    if len(words) >= 3 and (bare[0].isupper() or bare[0] in "{“" or _SENTENCE_END.search(bare)):
        return "sentence"
    if len(words) >= 3 and " " in bare and bare == bare.lower():
        return "part"
    if _FILLED_IN.fullmatch(bare):
        return "sentence"
    if _COUNT.search(bare) and len(words) <= 3 and not bare.startswith("%"):
        return "count"
    return "label" if _LABEL.fullmatch(bare) and len(bare) > 1 else None


def _last(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=value):
            return _last(value)
    return ""


def _owner(node: ast.AST) -> str:
    return _last(node.value) if isinstance(node, ast.Attribute) else ""


def wordings() -> dict[str, Sentences]:
    """Every wording that code loads, by the module that loads it, such as `api.bookings.wording`."""
    found = {}
    for path in product_modules():
        if "Sentences.beside(__file__)" in path.read_text(encoding="utf-8") and path.name == "wording.py":
            name = ".".join(path.relative_to(PROJECT).with_suffix("").parts)
            found[name] = importlib.import_module(name).WORDING
    return found


def wording_files(known: Iterable[str]) -> list[str]:
    """The wording files that those modules read."""
    return [name.replace(".", "/").removesuffix("wording") + FILE for name in known]


def asked(known: dict[str, Sentences]) -> Iterator[Asked]:
    """What every module asks of the wordings, by `say("section.key", field=...)` and by WORDING's methods."""
    for path in product_modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = dict(_imported(tree, known))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield from _asks(name_of(path), node, names)


def _imported(tree: ast.AST, known: dict[str, Sentences]) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in known:
            for alias in node.names:
                yield alias.asname or alias.name, node.module


def _asks(file: str, call: ast.Call, names: dict[str, str]) -> Iterator[Asked]:
    match call.func:
        case ast.Name(id=name) if name in names:
            fields = frozenset(each.arg for each in call.keywords if each.arg not in {"lang", None})
            for key in _keys(call.args[0]):
                yield Asked(file, call.lineno, names[name], key, fields)  # type: ignore[arg-type]
        case ast.Attribute(value=ast.Name(id=name), attr="section" | "labels") if name in names:
            for key in _keys(call.args[0]):
                yield Asked(file, call.lineno, names[name], f"{key}.")
        case ast.Attribute(value=ast.Name(id=name), attr="banner") if name in names:
            for key in _keys(call.args[1]) if call.args[1:] else ["done"]:
                yield Asked(file, call.lineno, names[name], f"{key}.")


def _keys(node: ast.AST) -> Iterator[str]:
    """The keys that an argument can be: literals, the arms of a condition, or a section with a key from elsewhere."""
    match node:
        case ast.Constant(value=str(key)):
            yield key
        case ast.IfExp(body=body, orelse=orelse):
            yield from _keys(body)
            yield from _keys(orelse)
        case ast.JoinedStr(values=[ast.Constant(value=str(before)), *_]):
            yield before.partition(".")[0] + "."
        case _:
            raise AssertionError(f"line {node.lineno}: the key of a text must be read in the code")  # type: ignore[attr-defined]
