"""What every page stands in: home, health, the choice of practice, sign-in."""
