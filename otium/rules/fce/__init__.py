"""Functional capacity evaluations: levels of physical demand, and how much of a test is billed.

levels.toml and caps.toml are dated data files, handed in as text.
"""
