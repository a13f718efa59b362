# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""What a potential makes of a random alloy: lattice and elastic constants with relaxed ions, dynamics at no pressure in LAMMPS."""
import re
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from ase import units
from ase.build import bulk
from ase.filters import FrechetCellFilter
from ase.optimize import FIRE

import tesseral
from liquid import LARGEST_DRIFT, lammps, need_lammps, write_data
from tesseral.ase import Calculator

FMAX = 0.02  # eV/Å
STRAIN = 0.005
SETTLES = 5.0  # ps that are left out
NVE = 5.0  # ps at constant energy at the end, whose drift is told
LARGEST_MOVE = 1.0  # Å², mean square displacement of a crystal


class Alloy:
    """What was found, and what went wrong."""

    def __init__(self, name, facts, model, folder):
        need_lammps()
        self.name, self.facts, self.model, self.folder = name, facts, Path(model).resolve(), folder
        self.elements = list(facts["lattice"])
        self.vegard = np.mean(list(facts["lattice"].values()))
        self.problems, self.found, self.runs = [], {}, {}

    def measure(self):
        n = self.facts["repeat"]
        atoms = bulk(self.elements[0], self.facts["structure"], a=self.vegard, cubic=True) * (n, n, n)
        symbols = (self.elements * len(atoms))[: len(atoms)]
        np.random.default_rng(self.facts["seed"]).shuffle(symbols)
        atoms.symbols[:] = symbols
        atoms.calc = Calculator(self.model)
        FIRE(FrechetCellFilter(atoms, hydrostatic_strain=True), logfile=None).run(fmax=FMAX, steps=500)
        self.atoms = atoms
        self.found["a0, Å"] = atoms.cell.lengths()[0] / n
        self.found.update(self.elastic_constants())
        for run in self.facts["runs"]:
            self.runs[run["T"]] = self.dynamics(**run)

    def stress(self, strain):
        strained = self.atoms.copy()
        strained.calc = self.atoms.calc
        strained.set_cell(self.atoms.cell @ (np.eye(3) + strain), scale_atoms=True)
        FIRE(strained, logfile=None).run(fmax=FMAX, steps=500)
        return strained.get_stress(voigt=False) / units.GPa

    def elastic_constants(self):
        """Means over the three axes and planes, of a small strain to either side."""
        C11, C12, C44 = [], [], []
        for a in range(3):
            b, c = (a + 1) % 3, (a + 2) % 3
            pull, shear = np.zeros((3, 3)), np.zeros((3, 3))
            pull[a, a] = STRAIN
            shear[b, c] = shear[c, b] = STRAIN
            slope = (self.stress(pull) - self.stress(-pull)) / (2 * STRAIN)
            C11.append(slope[a, a])
            C12 += [slope[b, b], slope[c, c]]
            C44.append((self.stress(shear) - self.stress(-shear))[b, c] / (4 * STRAIN))
        return {"C11, GPa": np.mean(C11), "C12, GPa": np.mean(C12), "C44, GPa": np.mean(C44)}

    def dynamics(self, T, ps):
        folder = self.folder / f"{T}K"
        folder.mkdir(parents=True, exist_ok=True)
        write_data(self.atoms, self.elements, folder / "data")
        lammps(folder, "in.alloy", model=self.model, elements=" ".join(self.elements), T=T, timestep=self.facts["timestep"] / 1000,
               steps=round(1000 * ps / self.facts["timestep"]), steps_nve=round(1000 * NVE / self.facts["timestep"]))
        rows = re.findall(r"^\s*(\d+(?:\s+\S+){5})\s*$", (folder / "log.lammps").read_text(), re.MULTILINE)
        step, temperature, length, _, energy, moved = np.array([row.split() for row in rows], float).T
        time = step * self.facts["timestep"] / 1000
        late, free = (time >= SETTLES) & (time <= ps), time > ps
        drift = np.polyfit(time[free], energy[free], 1)[0] / len(self.atoms)
        if abs(drift) > LARGEST_DRIFT:
            self.problems.append(f"{T} K: the energy drifts by {drift:.1e} eV/atom/ps at constant energy")
        if moved[-1] > LARGEST_MOVE:
            self.problems.append(f"{T} K: atoms have moved by {moved[-1]:.1f} Å² (mean square), as a crystal's do not")
        return {"time": time, "a": length / self.facts["repeat"], "late": late, "drift": drift, "moved": moved[-1], "T": temperature[late].mean()}

    def draw(self, file):
        figure, (lattice, count) = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
        for T, run in self.runs.items():
            lattice.plot(run["time"], run["a"], linewidth=1, label=f"{T} K")
        lattice.axhline(self.found["a0, Å"], color="grey", linewidth=0.5)
        lattice.set(xlabel="time, ps", ylabel="lattice constant, Å", title="dynamics at no pressure")
        lattice.legend()
        names = [name for name in self.found if "GPa" in name]
        count.bar(names, [self.found[name] for name in names], color="tab:blue")
        count.set(ylabel="GPa", title="elastic constants, ions relaxed")
        figure.savefig(file, dpi=110)
        plt.close(figure)


def write_page(alloy, folder, texts):
    rows = [f"| {name} | {value:.3f} | {alloy.vegard:.3f} ({100 * (value / alloy.vegard - 1):+.1f} %) |" if name.startswith("a0")
            else f"| {name} | {value:.0f} | |" for name, value in alloy.found.items()]
    rows += [f"| a at {T} K, Å | {run['a'][run['late']].mean():.3f} | |" for T, run in alloy.runs.items()]
    rows += [f"| mean square displacement after {run['time'][-1]:g} ps at {T} K, Å² | {run['moved']:.2f} | |" for T, run in alloy.runs.items()]
    rows += [f"| drift of the total energy at {T} K, {NVE:g} ps at constant energy, eV/atom/ps | {run['drift']:.1e} | |" for T, run in alloy.runs.items()]
    lines = [f"# {alloy.facts['title']}: what `{alloy.name}` makes of it", "",
             f"{len(alloy.atoms)} atoms in a cube; lattice and elastic constants at 0 K with relaxed ions, dynamics (Nosé–Hoover, {alloy.facts['timestep']:g} fs, "
             f"mixed precision) at no pressure, of which the first {SETTLES:g} ps are left out. Written by `tools/properties.sh {alloy.name}`, with tesseral "
             f"{tesseral.__version__}.", "", "| | this potential | mean of the elements, experiment [1] |", "|---|---|---|", *rows, "",
             f"[1] {texts[alloy.facts['source']]}", "",
             "**What is wrong:** " + ("; ".join(alloy.problems) if alloy.problems else "nothing of what was looked for")
             + f". Looked for: atoms that leave their sites, a drift above {LARGEST_DRIFT:g} eV/atom/ps.", "",
             f"![lattice constant in dynamics, elastic constants]({alloy.name}.png)", ""]
    (folder / f"{alloy.name}.md").write_text("\n".join(lines))
