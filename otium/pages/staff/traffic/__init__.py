"""Traffic: what goes out and comes in, one message of it, and any file explained."""
