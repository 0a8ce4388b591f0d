"""What families were told, are about to be told, and answered."""
