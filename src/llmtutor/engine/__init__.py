"""The embedded model: what it is asked, where it lives, and the process it runs in.

``protocol`` is what the rest of the program sees, ``client`` the app's side of
it. Only ``worker`` touches llama.cpp, in a process of its own.
"""
