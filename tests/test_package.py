"""The package as a developer meets it."""

import subprocess
import sys

import bellwire


def test_public_names_are_sorted_and_there() -> None:
    """What the docs name must be importable."""
    assert bellwire.__all__ == sorted(bellwire.__all__)
    for name in bellwire.__all__:
        assert getattr(bellwire, name) is not None


def test_the_import_costs_nothing() -> None:
    """A notebook or a shell completion must not wait for the parser."""
    code = "import sys, bellwire; print([m for m in ('spacy', 'sqlalchemy', 'trafilatura') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
