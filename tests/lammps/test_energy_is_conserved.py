# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""usage: test_energy_is_conserved.py drift SYSTEM double|mixed | timestep SYSTEM
drift: 5 ps of NVE dynamics of `molecule`, `solid` or `liquid`: slope of the total energy, momentum and, of a molecule,
angular momentum. timestep: 1 ps at three timesteps; the fluctuation of the total energy falls with the square of the timestep.
tools/conservation.sh runs drift for longer: CONSERVATION_PS, with a table in CONSERVATION_FOLDER."""
import os
import sys
from pathlib import Path

import numpy as np

import lammps as md
import structures

DURATION = float(os.environ.get("CONSERVATION_PS", "5"))
SHORTER = 1.0 if DURATION < 100 else 0.1  # a long run tells a slope from a fluctuation
SLOPE = {"double": 1e-6 * SHORTER, "mixed": 1e-5 * SHORTER}  # eV/atom/ps


def system(name):
    """Model, structure, initial temperature (K; a lattice at rest takes half of it into its springs), timestep (ps)."""
    if name == "molecule":
        return md.MOLECULE, structures.molecule(md.MOLECULE), 300, 0.00025
    if name == "solid":
        return md.SILICON, structures.silicon(2, 0.0), 2000, 0.0005
    return md.SILICON, structures.silicon(2, 0.0), 9000, 0.0005


def dynamics(setup, folder, model, structure, temperature, dt, duration, interval, precision="double"):
    """Times (ps), total energies (eV), temperatures (K), and the last state: id, position, force, velocity."""
    structure.write_data(f"{folder}/data")
    md.succeed(setup, "in.dynamics", folder, data="data", model=model, out="end.dump", dt=dt, precision=precision,
               steps=round(duration / dt), every=round(interval / dt), temperature=temperature,
               elements=" ".join(structure.elements), boundary="p p p" if structure.periodic else "f f f")
    table = md.thermo(folder)
    return table["Step"] * dt, table["TotEng"], table["Temp"], md.dump(f"{folder}/end.dump")


def drift(checks, name, precision):
    model, structure, temperature, dt = system(name)
    with md.temporary_folder() as folder:
        time, energy, temperatures, end = dynamics(md.REFERENCE, folder, model, structure, temperature, dt, DURATION,
                                                   0.004 * DURATION, precision)
    n = len(structure.types)
    # the start is no part of it: a liquid is made by it
    slope = np.polyfit(time[25:], (energy[25:] - energy[25]) / n, 1)[0]
    if "CONSERVATION_FOLDER" in os.environ:
        table = np.column_stack([time, (energy - energy[25:].mean()) / n * 1000.0])
        np.savetxt(Path(os.environ["CONSERVATION_FOLDER"]) / f"{name}-{precision}.txt", table, fmt="%.6g",
                   header=f"{n} atoms, {temperatures[50:].mean():.0f} K, {1000 * dt:g} fs, slope {slope:.2g} eV/atom/ps: ps, meV/atom")
    checks.true(f"{name}: the run has 251 samples", len(time) == 251, f"it has {len(time)}")
    mean = temperatures[50:].mean()
    least = {"molecule": 150, "solid": 700, "liquid": 1800}[name]
    checks.true(f"{name}: mean temperature {mean:.0f} K", least < mean < 5 * least)
    if name == "liquid":
        moved = end[:, 1:4] - structure.positions
        moved -= np.round(moved @ np.linalg.inv(structure.cell)) @ structure.cell
        far = np.sqrt(np.mean(np.sum(moved**2, axis=1)))
        checks.true(f"liquid: atoms have gone {far:.1f} Å", far > 2.0)
    checks.below(f"{name}, {precision}: |slope| of the total energy, eV/atom/ps", abs(slope), SLOPE[precision])
    masses = np.array([structures.MASS[s] for s in structure.symbols()])[:, None]
    momenta = masses * end[:, 7:10]
    checks.below(f"{name}, {precision}: momentum, of the atoms' momenta",
                 md.largest(momenta.sum(axis=0)) / np.abs(momenta).sum(), 1e-10)
    if not structure.periodic:
        center = (masses * end[:, 1:4]).sum(axis=0) / masses.sum()
        angular = np.cross(end[:, 1:4] - center, momenta)
        checks.below(f"{name}, {precision}: angular momentum, of the atoms' own",
                     md.largest(angular.sum(axis=0)) / np.abs(angular).sum(), {"double": 1e-10, "mixed": 1e-5 * max(1.0, DURATION / 5)}[precision])


def timestep(checks, name):
    model, structure, temperature, dt = system(name)
    steps = np.array([dt / 2, dt, 2 * dt])
    setup = md.Setup("tesseral/kk", threads=2) if md.HAS_KOKKOS else md.Setup(threads=2)
    fluctuations = []
    for each in steps:
        with md.temporary_folder() as folder:
            _, energy, _, _ = dynamics(setup, folder, model, structure, temperature, each, 1.0, 4 * dt)
        fluctuations.append(np.std(energy))
    for k in (1, 2):
        ratio = fluctuations[k] / fluctuations[k - 1]
        checks.below(f"{name}: |ratio of fluctuations - 4|, {steps[k] * 1000:g} fs to {steps[k - 1] * 1000:g} fs "
                     f"({fluctuations[k]:.3g} and {fluctuations[k - 1]:.3g} eV)", abs(ratio - 4.0), 1.0)


def main():
    checks = md.Checks()
    {"drift": drift, "timestep": timestep}[sys.argv[1]](checks, *sys.argv[2:])
    checks.finish()


main()
