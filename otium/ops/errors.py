"""What stops a command before it has done anything."""


class CannotStart(Exception):
    """One plain sentence that says what is missing and what to do; the command line prints it and exits with 2."""
