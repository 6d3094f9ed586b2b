"""The engine: heads for a host program, over its stdin and stdout. The contract: docs/engine.md.

`protocol`, `client` and `child` are standard library alone and import each other relatively:
plugins carry a copy of them as a package ``engine``. Nothing is imported here for their sake.
"""
