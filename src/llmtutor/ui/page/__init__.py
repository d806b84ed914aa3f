"""A section as rows of text: Markdown read, laid out at a width, and shown.

Every character knows where in the section it comes from, so that a quote can be
marked wherever it stands: in a list, a table or a quotation.
"""
