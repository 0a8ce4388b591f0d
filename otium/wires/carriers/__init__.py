"""Carriers: the only code that opens a connection. They know no format, no Django, no clock but a monotonic one.

`making.make` builds one from settings; `settings.SETTINGS` says what each kind asks for; `base` holds what goes in and
comes out. Each kind is one module. Every connection is opened by `network.connect`. See docs/formats/carriers.md.
"""
