"""One file a command that runs the house, with the same shape as those in `otium.doors.cli.commands`."""
