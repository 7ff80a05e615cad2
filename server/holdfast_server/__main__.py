"""`holdfast`: the command line."""

from holdfast_server.cli import main

if __name__ == "__main__":
    main()
