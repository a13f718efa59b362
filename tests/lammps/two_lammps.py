# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Two LAMMPS of one process, by its C library; started by test_library.py. Prints the energies that they find.
two_lammps.py LIBRARY PLUGIN DATA MODEL STYLE local|global [LAMMPS argument]..."""
import ctypes
import sys

path, plugin, data, model, style, scope = sys.argv[1:7]
arguments = [b"lmp", b"-screen", b"none", b"-log", b"none", *(a.encode() for a in sys.argv[7:])]
library = ctypes.CDLL(path, ctypes.RTLD_GLOBAL if scope == "global" else ctypes.RTLD_LOCAL)
library.lammps_open_no_mpi.restype = ctypes.c_void_p
library.lammps_get_thermo.restype = ctypes.c_double


def open_lammps():
    argv = (ctypes.c_char_p * len(arguments))(*arguments)
    lmp = ctypes.c_void_p(library.lammps_open_no_mpi(len(arguments), argv, None))
    for line in (f"plugin load {plugin}", "units metal", f"read_data {data}", f"pair_style {style} choice counted",
                 f"pair_coeff * * {model} Si", "neighbor 1.0 bin"):
        command(lmp, line)
    return lmp


def command(lmp, line):
    library.lammps_command(lmp, line.encode())
    if library.lammps_has_error(lmp):
        text = ctypes.create_string_buffer(2000)
        library.lammps_get_last_error_message(lmp, text, 2000)
        sys.exit(text.value.decode())


def energy(lmp):
    command(lmp, "run 0")
    print(f"ENERGY {library.lammps_get_thermo(lmp, b'pe'):.15g}", flush=True)


first = open_lammps()
energy(first)
second = open_lammps()
energy(second)
energy(first)
library.lammps_close(first)
energy(second)
third = open_lammps()
energy(third)
library.lammps_close(second)
energy(third)
library.lammps_close(third)
print("END", flush=True)
