#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Makes the frames of this folder with xtb (GFN2-xTB; Debian's package xtb 6.5.1) and Python's standard library.
usage: make.py [FOLDER]    where the files go; by default beside this script. About six minutes on one core.

The molecule is built by hand and relaxed; xtb's own dynamics then draw frames at three temperatures, a relaxed scan of one
O-H distance moves the proton from oxygen to oxygen, and every geometry is labelled by a single point of its own."""
import math
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HARTREE = 27.211386245988  # eV, CODATA 2018
BOHR = 0.529177210903  # Å, CODATA 2018

FRAMES = {300: 60, 600: 440, 900: 100}  # by temperature, K
INTERVAL = 100  # fs between frames
WARM_UP = 2000  # fs of each run that are thrown away
UNPAIRED = {"H": 1, "C": 2, "O": 2}  # electrons of the isolated atom in its ground state
NUMERICS = ["--gfn", "2", "--acc", "0.01"]  # self-consistency a hundred times tighter than xtb's default


def xtb(folder, *arguments):
    """Runs xtb in `folder`: on one thread, so that sums have one order, and from its own guess of the density, so that a label
    does not depend on the one before."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    run = subprocess.run(["xtb", "--norestart", *arguments], cwd=folder, env=environment, text=True, capture_output=True)
    if run.returncode != 0:
        sys.exit(f"xtb {' '.join(arguments)}: failed with status {run.returncode}\n{run.stdout[-2000:]}{run.stderr[-2000:]}")


def write_geometry(path, atoms):
    """Atoms are (symbol, x, y, z) in Å. Their digits here are the digits of the labelled frame."""
    lines = [f"{symbol:2} {x:14.8f} {y:14.8f} {z:14.8f}" for symbol, x, y, z in atoms]
    path.write_text(f"{len(atoms)}\n\n" + "\n".join(lines) + "\n")


def read_geometries(path):
    lines = path.read_text().splitlines()
    size = int(lines[0]) + 2
    rows = [[line.split() for line in lines[k + 2:k + size]] for k in range(0, len(lines), size)]
    return [[(symbol.capitalize(), *map(float, xyz)) for symbol, *xyz in frame] for frame in rows]


def labelled(folder, atoms, group, *arguments):
    """One frame of extended XYZ, energy in eV and forces in eV/Å, by a single point."""
    write_geometry(folder / "point.xyz", atoms)
    xtb(folder, "point.xyz", *NUMERICS, "--grad", *arguments)
    # one number a line: how many atoms, the energy in hartree, the gradient in hartree/bohr; then symbols and positions
    text = (folder / "point.engrad").read_text().splitlines()
    numbers = [float(line) for line in text if not line.startswith("#") and len(line.split()) == 1]
    energy, gradient = numbers[1], numbers[2:2 + 3 * len(atoms)]
    lines = [f'{len(atoms)}', f'Properties=species:S:1:pos:R:3:forces:R:3 energy={energy * HARTREE:.8f} '
             f'config_type={group} pbc="F F F"']
    for i, (symbol, *position) in enumerate(atoms):
        forces = [-gradient[3 * i + k] * HARTREE / BOHR + 0.0 for k in range(3)]
        lines.append(f"{symbol:2}" + "".join(f"{x:14.8f}" for x in (*position, *forces)))
    return "\n".join(lines) + "\n"


def relaxed_molecule(folder):
    """Malonaldehyde's enol: the ring O=C-C=C-O-H as a regular hexagon, hydrogens outwards, then relaxed by xtb."""
    ring = [("O", 0, 1.4), ("C", 1, 1.4), ("C", 2, 1.4), ("C", 3, 1.4), ("O", 4, 1.4), ("H", 5, 1.4)]
    hydrogens = [("H", 1, 2.5), ("H", 2, 2.5), ("H", 3, 2.5)]
    atoms = [(symbol, radius * math.cos(corner * math.pi / 3), radius * math.sin(corner * math.pi / 3), 0.0)
             for symbol, corner, radius in ring + hydrogens]
    write_geometry(folder / "start.xyz", atoms)
    xtb(folder, "start.xyz", *NUMERICS, "--opt", "tight")
    return read_geometries(folder / "xtbopt.xyz")[0]


def dynamics(folder, molecule, temperature, count):
    """Frames of a run with xtb's Berendsen thermostat, steps of 0.5 fs. xtb takes translation and rotation out of the
    velocities and yet counts 3N degrees of freedom, so that it is asked for less than the temperature of the 3N - 6."""
    n = len(molecule)
    write_geometry(folder / "md.xyz", molecule)
    (folder / "md.inp").write_text(f"""$samerand
$md
 temp={temperature * (3 * n - 6) / (3 * n):.4f}
 time={(WARM_UP + count * INTERVAL) / 1000}
 dump={INTERVAL}.0
 step=0.5
 sccacc=0.1
 hmass=1
 shake=0
 nvt=true
 velo=false
$end
""")
    xtb(folder, "md.xyz", "--gfn", "2", "--md", "--input", "md.inp")
    frames = read_geometries(folder / "xtb.trj")
    return frames[len(frames) - count:]


def transfer(folder, molecule):
    """The proton's way from one oxygen to the other: everything relaxed but the distance that it leaves."""
    write_geometry(folder / "path.xyz", molecule)
    (folder / "path.inp").write_text("""$constrain
 force constant=5
 distance: 5, 6, 0.95
$scan
 1: 0.95, 1.65, 57
$end
""")
    xtb(folder, "path.xyz", "--gfn", "2", "--opt", "tight", "--input", "path.inp")
    return read_geometries(folder / "xtbscan.log")


def main():
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    if shutil.which("xtb") is None:
        sys.exit("xtb: cannot be run (it is not on PATH) install Debian's package xtb")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        atoms = [labelled(folder, [(symbol, 0.0, 0.0, 0.0)], "IsolatedAtom", "--uhf", str(count))
                 for symbol, count in UNPAIRED.items()]
        (target / "atoms.xyz").write_text("".join(atoms))
        molecule = relaxed_molecule(folder)
        path = transfer(folder, molecule)
        (target / "transfer.xyz").write_text("".join(labelled(folder, frame, "transfer") for frame in path))
        for temperature, count in FRAMES.items():
            frames = dynamics(folder, molecule, temperature, count)
            text = "".join(labelled(folder, frame, f"{temperature}K") for frame in frames)
            (target / f"{temperature}K.xyz").write_text(text)


if __name__ == "__main__":
    main()
