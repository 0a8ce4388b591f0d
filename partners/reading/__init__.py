"""Reads what practices send: own splitter and own mappers, judged by x12sdk and pyx12 where these know a guide.

An opinion apart from otium's: nothing here is shared with its readers.
"""
