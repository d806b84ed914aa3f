"""Anki's packages (.apkg), read and written without Anki's own code, which is AGPL."""
