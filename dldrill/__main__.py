"""``python -m dldrill``, and the program of that name."""

import sys


def main() -> None:
    """Run the command line; a Ctrl-C while it is still loading ends it like a later one."""
    try:
        from dldrill.cli.app import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
