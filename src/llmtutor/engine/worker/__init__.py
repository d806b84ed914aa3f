"""The engine's own process: the only place that touches llama.cpp.

It reads requests from standard input and answers on what was standard output.
Everything else that it, or native code in it, prints goes to the log.
"""
