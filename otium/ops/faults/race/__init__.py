"""Many people book one hour at the same moment, over HTTP: exactly one has it, the others are told when else.

`scene` is the practice and its people, `forms` what they send, `rounds` the race and what became of it.
"""
