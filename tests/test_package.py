"""The package as strangers get it: what it holds, that it works without the checkout, what it says of what it lacks."""

import email
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from conftest import MINI, REPOSITORY


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with sdist and wheel; made from a copy, so that nothing is left in the checkout."""
    place = tmp_path_factory.mktemp("package")
    files = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True).stdout
    for name in files.decode().split("\0"):
        if name and (REPOSITORY / name).is_file():
            (place / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(REPOSITORY / name, place / "tree" / name)
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", str(place)], cwd=place / "tree", check=True)
    return place


@pytest.fixture(scope="module")
def installed(made: Path) -> Path:
    """An environment with the wheel and its dependencies, but no extra; the folder of its programs."""
    import sphinx

    place = made / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    (wheel,) = made.glob("*.whl")
    packages = next(place.glob("lib/python*/site-packages"))
    python = place / "bin/python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", str(wheel)], check=True)
    # The dependencies are those of the tests, behind the package itself; what the extras bring cannot be imported.
    (packages / "zz-shared.pth").write_text(f"{Path(sphinx.__file__).parent.parent}\n", encoding="utf-8")
    for name in modules_of_extras():
        (packages / f"{name}.py").write_text("raise ModuleNotFoundError\n", encoding="utf-8")
    return place / "bin"


def modules_of_extras() -> set[str]:
    """What can be imported only where an extra is installed."""
    about = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {line for lines in about["optional-dependencies"].values() for line in lines}
    extras = {canonical(line) for line in asked} - {canonical(line) for line in about["dependencies"]}
    there = {name for name, brought in packages_distributions().items() if set(map(canonical, brought)) & extras}
    return {name for name in there - {"variorum"} if name.isidentifier()}


def canonical(requirement: str) -> str:
    """The name of a distribution in what is asked for, as an index spells it."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    return subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, env=environment)


def test_the_sdist_holds_the_software_only(made: Path) -> None:
    (sdist,) = made.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[1].split("/")[0] for name in archive.getnames() if "/" in name}
    assert {"src", "LICENSE", "PACKAGE.md", "pyproject.toml"} <= names
    assert not names & {"sources", "parallels", "docs", "tests", "bench", "references.bib", "names.toml"}


def test_the_wheel_holds_all_that_is_no_python_too(made: Path) -> None:
    (wheel,) = made.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    there = (REPOSITORY / "src").rglob("*")
    wanted = {str(p.relative_to(REPOSITORY / "src")) for p in there if p.is_file() and p.suffix != ".pyc"}
    assert wanted <= names
    assert "variorum/py.typed" in names


def test_what_an_index_shows_of_it_needs_no_file_beside_it(made: Path) -> None:
    (wheel,) = made.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        about = email.message_from_string(archive.read(name).decode("utf-8"))
    assert re.findall(r"\]\((?!https://)[^)]*", str(about.get_payload())) == []
    told = set(re.findall(r"^\| `(\w+)` \|", str(about.get_payload()), re.MULTILINE))
    # the others are for whoever works on the software, and `reader` has nothing that is not there in any case
    assert told == set(about.get_all("Provides-Extra", [])) - {"reader", "preview", "bench", "test"}


def test_a_new_edition_is_checked_and_built_without_any_extra(installed: Path, tmp_path: Path) -> None:
    done = run(installed / "variorum", "init", "edition", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    done = run(installed / "variorum", "check", cwd=tmp_path / "edition")
    assert (done.returncode, done.stderr[-14:]) == (0, ": no problems\n"), done.stdout
    build = [installed / "python", "-m", "sphinx", "-q", "-W", "-d", "doctrees", "-c", ".", "docs"]
    for builder in ("html", "epub"):
        done = run(*build, builder, "-b", builder, cwd=tmp_path / "edition")
        assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "edition/html/index.html").exists()


def test_a_missing_extra_is_said_in_one_line_with_the_command(installed: Path, tmp_path: Path) -> None:
    shutil.copytree(MINI, tmp_path / "mini")
    done = run(installed / "variorum", "parallels", "find", cwd=tmp_path / "mini")
    assert done.returncode == 1
    message = "the finder needs DuckDB; install it with: pip install 'sphinx-variorum[finder]'"
    assert done.stderr == f"Error: {message}\n"
    sphinx = [installed / "python", "-m", "sphinx", "-q", "-b", "variorum-pdf", "-c", ".", "docs", "pdf"]
    done = run(*sphinx, cwd=tmp_path / "mini")
    assert done.returncode != 0
    message = "the PDF edition needs Typst; install it with: pip install 'sphinx-variorum[pdf]'"
    assert message in done.stderr
