"""What the other side remembers, in one SQLite file: members, claims, parcels, mail, faults. It outlives a kill."""
