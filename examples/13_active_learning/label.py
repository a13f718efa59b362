#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Labels frames as those of data/malonaldehyde are labelled, one single point of xtb (GFN2-xTB) for each.
usage: label.py UNSURE.xyz ROUND     prints extended XYZ; needs Debian's package xtb"""
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "data" / "malonaldehyde"))
from make import labelled, read_geometries


def main():
    path, group = sys.argv[1:]
    for number, atoms in enumerate(read_geometries(Path(path)), start=1):
        with tempfile.TemporaryDirectory() as folder:
            try:
                print(labelled(Path(folder), atoms, f"round{group}"), end="")
            except SystemExit as problem:  # a molecule that is torn apart has no energy by this method
                print(f"{path}: frame {number} left out ({str(problem).splitlines()[0]})", file=sys.stderr)


main()
