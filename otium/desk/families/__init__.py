"""What families are told, and what they answer.

`prepare.py` writes a notice when a duty to tell stands; `telling.py` lets it leave once a person approves; `links.py`
makes and checks the one-purpose link in it; `answering.py` is what the link opens. `saying.py` holds the words
(words/*.toml), `content.py` puts them together, `papers.py` sets them on paper, `recipients.py` says whom.
"""
