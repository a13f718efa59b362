# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""usage: test_energy_is_conserved.py drift|timestep silicon|molecule
drift: 5 ps of NVE dynamics on two threads; the slope of the total energy is below 1e-5 eV/atom/ps.
timestep: 1 ps at three timesteps; the fluctuation of the total energy falls with the square of the timestep."""
import sys

import numpy as np

import lammps as md
import structures


def system(name):
    """Model, structure, initial temperature (K; half of it goes into the springs of a perfect lattice), timestep (ps)."""
    if name == "silicon":
        return md.SILICON, structures.silicon(3, 0.0), 1200, 0.001
    return md.MOLECULE, structures.molecule(md.MOLECULE), 300, 0.00025


def dynamics(folder, model, structure, temperature, dt, duration, interval):
    """Times (ps), total energies (eV) and temperatures (K), every `interval` ps."""
    structure.write_data(f"{folder}/data")
    setup = md.Setup("tesseral/kk", threads=2) if md.HAS_KOKKOS else md.Setup(threads=2)
    md.succeed(setup, "in.dynamics", folder, data="data", model=model, out="end.dump", dt=dt,
               steps=round(duration / dt), every=round(interval / dt), temperature=temperature,
               elements=" ".join(structure.elements), boundary="p p p" if structure.periodic else "f f f")
    table = md.thermo(folder)
    return table["Step"] * dt, table["TotEng"], table["Temp"]


def drift(checks, name):
    model, structure, temperature, dt = system(name)
    with md.temporary_folder() as folder:
        time, energy, temperatures = dynamics(folder, model, structure, temperature, dt, 5.0, 0.02)
    n = len(structure.types)
    slope = np.polyfit(time, (energy - energy[0]) / n, 1)[0]
    checks.true(f"{name}: the run has 251 samples", len(time) == 251, f"it has {len(time)}")
    mean = temperatures[len(temperatures) // 5:].mean()
    checks.true(f"{name}: atoms move, at {mean:.0f} K", 150 < mean < 900)
    checks.below(f"{name}: |slope| of the total energy, eV/atom/ps", abs(slope), 1e-5)


def timestep(checks, name):
    model, structure, temperature, dt = system(name)
    if name == "silicon":
        structure = structures.silicon(2, 0.0)
    steps = np.array([dt / 2, dt, 2 * dt])
    fluctuations = []
    for each in steps:
        with md.temporary_folder() as folder:
            _, energy, _ = dynamics(folder, model, structure, temperature, each, 1.0, 4 * dt)
        fluctuations.append(np.std(energy))
    for k in (1, 2):
        ratio = fluctuations[k] / fluctuations[k - 1]
        checks.below(f"{name}: |ratio of fluctuations - 4|, {steps[k] * 1000:g} fs to {steps[k - 1] * 1000:g} fs "
                     f"({fluctuations[k]:.3g} and {fluctuations[k - 1]:.3g} eV)", abs(ratio - 4.0), 1.0)


def main():
    checks = md.Checks()
    {"drift": drift, "timestep": timestep}[sys.argv[1]](checks, sys.argv[2])
    checks.finish()


main()
