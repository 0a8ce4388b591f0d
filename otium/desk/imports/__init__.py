"""Taking over a practice's own files: kept as they came, planned without touching anything, applied in one transaction.

`runs` starts, previews and applies; `plan` decides what each row changes (pure, no Django); `words` has the sentences.
"""
