"""The gazetteer: names of places and where they lie, in one SQLite file that is built when Bellwire is installed.

Nothing is imported here, so that the build hook can load `build` and `keys` before Bellwire is installed.
"""
