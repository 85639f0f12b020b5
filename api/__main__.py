"""`python -m api` is `reeve`."""

from api.commands.main import main

main()
