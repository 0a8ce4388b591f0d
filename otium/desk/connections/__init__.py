"""Connections: the roads to partners, with what is secret about them sealed."""
