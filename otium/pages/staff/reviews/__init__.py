"""Peer-to-peers and appeals: what is due by when, each on its page. Imports desk, records (read), terms."""
