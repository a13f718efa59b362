# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""The one error of the importer. Its text is one line: problem (why) remedy."""


class MaceError(ValueError):
    """A file that cannot be read, or a network that the model file cannot hold exactly."""


def need(condition, text):
    """Raises MaceError with this text unless the condition holds."""
    if not condition:
        raise MaceError(text)


def quoted(value, longest=100):
    """
    A name, number or error as one short line. Of anything else only the type: a nested list could be endless to print.
    """
    if not isinstance(value, (str, int, float, type(None), Exception)):
        value = type(value).__name__
    shown = repr(str(value)[: longest + 1])
    return shown if len(shown) <= longest else shown[:longest] + "…'"
