"""`python -m bellwire.cli`."""

from bellwire.cli import main

main()
