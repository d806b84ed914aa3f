"""The app: the only room that knows Textual. It is given ``Services`` and shows them."""
