"""`python -m tracker`, and the entry point of the `tracker` command."""

from tracker.cli import main

if __name__ == "__main__":
    main()
