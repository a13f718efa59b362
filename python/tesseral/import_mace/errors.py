# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""The one error of the importer. Its text is one line: problem (why) remedy."""


class MaceError(ValueError):
    """A file that cannot be read, or a network that the model file cannot hold exactly."""


def need(condition, text):
    """Raises MaceError with this text unless the condition holds."""
    if not condition:
        raise MaceError(text)


def quoted(text, longest=100):
    """A name from the file as one short line, whatever it holds."""
    shown = repr(str(text))
    return shown if len(shown) <= longest else shown[:longest] + "…'"
