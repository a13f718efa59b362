# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""
MACE checkpoints become model files, exactly: the same energies to rounding.

    tesseral.import_mace.import_model("mace.model", "mace.h5", elements=["H", "O"], licence="MIT")
    python -m tesseral.import_mace mace.model -o mace.h5 --elements H,O --licence MIT

Nothing in a checkpoint is executed, and PyTorch is not needed: NumPy and h5py are (pip install tesseral[mace]).
"""

from .errors import MaceError
from .importer import import_model

__all__ = ["MaceError", "import_model"]
