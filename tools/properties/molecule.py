# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""What a potential makes of a molecule: every bond pulled apart, and dynamics in LAMMPS."""
import re
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from ase import Atoms
from ase.data import covalent_radii
from ase.optimize import FIRE

import tesseral
import trajectory
from liquid import first_self_test, lammps, need_lammps, write_data
from tesseral.ase import Calculator

FMAX = 0.01  # eV/Å
BONDED = 1.25  # times the sum of covalent radii
STRETCHES = np.concatenate([np.arange(0.5, 1.5, 0.01), np.arange(1.5, 5.0, 0.02)])  # of a bond's length
FAR = 6.0  # Å, where a curve ends, beyond the networks' cutoff
NEAR = 1.0  # Å beyond two covalent radii, where a part that is pulled off meets another atom
DEEPEST_MINIMUM, HIGHEST_HUMP, LOWEST_PLATEAU = 0.1, 0.3, 3.0  # eV
LONGEST = 1.5  # times its length at rest, a bond in dynamics
SETTLES = 1.0  # ps that are left out of a slope
LARGEST_DRIFT = {"double": 1e-7, "mixed": 1e-6}  # eV/atom/ps
LARGEST_MISS = 0.1  # of a thermostat's temperature
BOX = 40.0  # Å, with vacuum around the molecule


def bonds_of(atoms):
    """Pairs of atoms, i < j."""
    radii = covalent_radii[atoms.numbers]
    near = atoms.get_all_distances() < BONDED * (radii[:, None] + radii[None])
    return [(int(i), int(j)) for i, j in zip(*np.nonzero(near)) if i < j]


def part_beyond(bonds, i, j):
    """The atoms that hang on j when its bond to i is cut; None if the bond is part of a ring."""
    found, edge = {j}, [j]
    while edge:
        a = edge.pop()
        new = {y if x == a else x for x, y in bonds if a in (x, y) and {x, y} != {i, j}} - found
        found |= new
        edge += new
    return None if i in found else sorted(found)


class Curve:
    """Energies as a rigid part is pulled off along its bond; it `meets` an atom, a name, where the curve ends early."""

    def __init__(self, name, r, energies, meets=None):
        self.name, self.r, self.energies, self.meets = name, np.asarray(r), np.asarray(energies) - np.min(energies), meets

    def flaws(self):
        """What a bond does not do."""
        flaws, rest = [], int(np.argmin(self.energies))
        inside, beyond = self.energies[: rest + 1], self.energies[rest:]
        if (np.diff(inside) > 0).any():
            flaws.append("a hole inside of it")
        before, after = np.maximum.accumulate(beyond), np.maximum.accumulate(beyond[::-1])[::-1]
        if (depth := (np.minimum(before, after) - beyond).max()) > DEEPEST_MINIMUM:
            flaws.append(f"a second minimum {depth:.2f} eV deep")
        if self.meets is None and (hump := beyond.max() - beyond[-1]) > HIGHEST_HUMP:
            flaws.append(f"a hump of {hump:.2f} eV")
        if self.meets is None and beyond[-1] < LOWEST_PLATEAU:
            flaws.append(f"it is broken for {beyond[-1]:.2f} eV")
        return flaws


def pulled(atoms, bonds, i, j):
    """The curve of a bond outside of rings, else None."""
    part = part_beyond(bonds, i, j)
    if part is None:
        return None
    rest = [a for a in range(len(atoms)) if a not in part]
    along = atoms.positions[j] - atoms.positions[i]
    others = np.array([[(a, b) != (i, j) for b in part] for a in rest])
    at_rest = atoms.get_all_distances()[np.ix_(rest, part)]
    radii = covalent_radii[atoms.numbers]
    meeting = radii[rest][:, None] + radii[part][None] + NEAR
    moved, r, energies, meets = atoms.copy(), [], [], None
    moved.calc = atoms.calc
    for stretch in STRETCHES:
        moved.positions[part] = atoms.positions[part] + (stretch - 1.0) * along
        now = moved.get_all_distances()[np.ix_(rest, part)]
        near = others & (now < at_rest - 1e-9) & (now < meeting)
        if stretch > 1.0 and near.any():
            a = rest[np.argwhere(near)[0][0]]
            meets = f"{atoms.symbols[a]} {a + 1}"
            break
        if stretch * np.linalg.norm(along) > FAR:
            break
        r.append(stretch * np.linalg.norm(along))
        energies.append(moved.get_potential_energy())
    return Curve(f"{atoms.symbols[i]} {i + 1}–{atoms.symbols[j]} {j + 1}", r, energies, meets)


def longest_stretch(frames, atoms, bonds):
    """[frame]: the largest ratio of a bond's length to that at rest."""
    i, j = np.array(bonds).T
    length = np.linalg.norm(frames.positions[:, i] - frames.positions[:, j], axis=2)
    return (length / np.linalg.norm(atoms.positions[i] - atoms.positions[j], axis=1)).max(axis=1)


class Molecule:
    """What was found, and what went wrong."""

    def __init__(self, name, facts, model, folder):
        need_lammps()
        self.name, self.facts, self.model, self.folder = name, facts, Path(model).resolve(), folder
        self.problems, self.runs = [], {}

    def measure(self):
        atoms = first_self_test(self.model)
        atoms.set_cell(np.eye(3) * BOX)
        atoms.pbc = False
        atoms.center()
        atoms.calc = Calculator(self.model)
        FIRE(atoms, logfile=None).run(fmax=FMAX, steps=2000)
        self.atoms, self.bonds = atoms, bonds_of(atoms)
        self.atomisation = sum(Atoms(e, calculator=atoms.calc).get_potential_energy() for e in atoms.symbols) - atoms.get_potential_energy()
        self.curves = [curve for bond in self.bonds if (curve := pulled(atoms, self.bonds, *bond))]
        self.problems += [f"{curve.name}: {flaw}" for curve in self.curves for flaw in curve.flaws()]
        T = self.facts["T"]
        self.runs["constant temperature"] = self.dynamics(f"{T} K", "mixed", f"fix bath all langevin {T} {T} 0.1 20261201")
        for precision in ("double", "mixed"):
            self.runs[precision] = self.dynamics(precision, precision, "")

    def dynamics(self, what, precision, thermostat):
        folder = self.folder / what.replace(" ", "")
        folder.mkdir(parents=True, exist_ok=True)
        elements, timestep = list(dict.fromkeys(self.atoms.symbols)), self.facts["timestep"]
        steps, T = round(1000 * self.facts["ps"] / timestep), self.facts["T"]
        if not (folder / "done").exists():
            write_data(self.atoms, elements, folder / "data")
            # An atom at rest has as much potential energy to win as it has kinetic energy: begun at 2 T, the run is at T.
            # The thermostat moves the centre too: `zero yes` would not, and heats light atoms (examples/10_molecule_1200K).
            lammps(folder, "in.molecule", fixed=0 if thermostat else 3, model=self.model, elements=" ".join(elements), precision=precision,
                   T=2 * T, timestep=timestep / 1000, steps=steps, every=round(50 / timestep), thermostat=thermostat or "print 'at constant energy'")
            (folder / "done").touch()
        frames = trajectory.read_dump(folder / "frames.dump")
        rows = re.findall(r"^\s*(\d+\s+\S+\s+\S+)\s*$", (folder / "log.lammps").read_text(), re.MULTILINE)
        step, temperature, energy = np.array([row.split() for row in rows], float).T
        time, stretch = step * timestep / 1000, longest_stretch(frames, self.atoms, self.bonds)
        run = {"time": time, "T": temperature[time >= SETTLES].mean(), "stretch": stretch, "energy": (energy - energy[0]) / len(self.atoms)}
        if stretch.max() > LONGEST:
            self.problems.append(f"{what}: a bond is {stretch.max():.2f} times as long as at rest after {time[np.argmax(stretch > LONGEST)]:.1f} ps")
        if thermostat and abs(run["T"] / T - 1) > LARGEST_MISS:
            self.problems.append(f"{what}: the mean temperature is {run['T']:.0f} K")
        if not thermostat:
            run["drift"] = np.polyfit(time[time >= SETTLES], run["energy"][time >= SETTLES], 1)[0]
            if abs(run["drift"]) > LARGEST_DRIFT[precision]:
                self.problems.append(f"{what}: the energy drifts by {run['drift']:.1e} eV/atom/ps (goal {LARGEST_DRIFT[precision]:g})")
        return run

    def draw(self, file):
        figure, (pull, energy, bond) = plt.subplots(1, 3, figsize=(12, 3.6), layout="constrained")
        for curve in self.curves:
            pull.plot(curve.r, curve.energies, linewidth=0.8, color="tab:blue" if "H" in curve.name else "tab:orange")
        pull.set(xlabel="length, Å", ylabel="energy, eV", ylim=(-0.2, 10), title="bonds pulled apart, with H blue")
        for precision in ("double", "mixed"):
            energy.plot(self.runs[precision]["time"], 1000 * self.runs[precision]["energy"], linewidth=0.5, label=precision)
        energy.set(xlabel="time, ps", ylabel="total energy, meV/atom", title="dynamics at constant energy")
        energy.legend()
        hot = self.runs["constant temperature"]
        bond.plot(hot["time"], hot["stretch"], linewidth=0.5)
        bond.axhline(LONGEST, color="grey", linewidth=0.5)
        bond.set(xlabel="time, ps", ylabel="longest bond over its length at rest", title=f"dynamics at {self.facts['T']} K")
        figure.savefig(file, dpi=110)
        plt.close(figure)


def write_page(molecule, folder, _):
    facts, hot = molecule.facts, molecule.runs["constant temperature"]
    curves = "\n".join(f"| {curve.name} | {curve.r[np.argmin(curve.energies)]:.3f} | "
                       + (f"meets {curve.meets}" if curve.meets else f"{curve.energies[-1]:.2f}") + f" | {'; '.join(curve.flaws())} |" for curve in molecule.curves)
    lines = [f"# {facts['title'][0].upper()}{facts['title'][1:]}: what `{molecule.name}` makes of it", "",
             f"Written by `tools/properties.sh {molecule.name}`, with tesseral {tesseral.__version__}. Relaxed, the molecule is bound by {molecule.atomisation:.2f} eV.", "",
             f"**Dynamics** from the relaxed molecule, {facts['ps']} ps, {facts['timestep']:g} fs:", "",
             "| | mean temperature, K | longest bond over its length at rest | drift, eV/atom/ps |", "|---|---|---|---|",
             f"| Langevin, 0.1 ps, mixed precision | {hot['T']:.0f} | {hot['stretch'].max():.2f} | |"]
    lines += [f"| constant energy, {precision} precision | {run['T']:.0f} | {run['stretch'].max():.2f} | {run['drift']:.1e} |"
              for precision, run in molecule.runs.items() if "drift" in run]
    lines += ["", f"**Bonds** outside of rings, the smaller number's side held, the other pulled off as it is up to {FAR:g} Å. No molecule of the data is broken, so that "
              "these energies are what the network and its ends make of them:", "", "| bond | length, Å | energy at the end, eV | |", "|---|---|---|---|", curves, "",
              "**What is wrong:** " + ("; ".join(molecule.problems) if molecule.problems else "nothing of what was looked for")
              + f". Looked for: bonds longer than {LONGEST:g} times their length at rest, a temperature off by {100 * LARGEST_MISS:g} %, drifts above "
              f"{LARGEST_DRIFT['double']:g} (double) and {LARGEST_DRIFT['mixed']:g} eV/atom/ps (mixed), bonds that fall inside of their length, "
              f"have a second minimum deeper than {DEEPEST_MINIMUM:g} eV, a hump above {HIGHEST_HUMP:g} eV, or are broken for less than {LOWEST_PLATEAU:g} eV.", "",
              f"![bonds pulled apart, energy and bonds in dynamics]({molecule.name}.png)", ""]
    (folder / f"{molecule.name}.md").write_text("\n".join(lines))
