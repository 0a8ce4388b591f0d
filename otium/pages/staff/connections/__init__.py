"""Connections: the roads to partners. Made, changed, tested, paused; what is secret goes in and never comes out."""
