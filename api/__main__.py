"""`python -m api` is `reeve`."""

from api.cli import main

main()
