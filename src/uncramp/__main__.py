"""`python -m uncramp` is the command `uncramp`."""

from uncramp.cli import main

if __name__ == "__main__":
    main()
