# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""What a potential makes of a liquid: dynamics in LAMMPS, and a page of what they say."""
import itertools
import shutil
import subprocess
import sys
from pathlib import Path

import h5py
import matplotlib.pyplot as plt
import numpy as np
from ase import Atoms
from ase.data import atomic_masses, atomic_numbers

import tesseral
import trajectory

HERE = Path(__file__).parent
INTERVAL = 0.05  # ps between frames
SETTLES = 5.0  # ps that are left out
LARGEST_DRIFT = 1e-5  # eV/atom/ps of the conserved energy


def first_self_test(model):
    with h5py.File(model, "r") as file:
        elements = [name.decode() for name in file["elements"][()]]
        test = file["self_test/0"]
        return Atoms([elements[s] for s in test["species"][()]], test["positions"][()], cell=test["cell"][()], pbc=True)


def write_data(atoms, elements, path):
    """LAMMPS' data file; the cell is turned into LAMMPS' own orientation."""
    cell, _ = atoms.cell.standard_form()
    atoms = atoms.copy()
    atoms.set_cell(cell, scale_atoms=True)
    atoms.wrap()
    (xx, _, _), (xy, yy, _), (xz, yz, zz) = np.array(atoms.cell)
    lines = ["dynamics of tools/properties", "", f"{len(atoms)} atoms", f"{len(elements)} atom types", "", f"0 {xx:.10f} xlo xhi", f"0 {yy:.10f} ylo yhi",
             f"0 {zz:.10f} zlo zhi", f"{xy:.10f} {xz:.10f} {yz:.10f} xy xz yz", "", "Masses", ""]
    lines += [f"{k + 1} {atomic_masses[atomic_numbers[e]]:.4f}" for k, e in enumerate(elements)] + ["", "Atoms # atomic", ""]
    lines += [f"{i + 1} {elements.index(s) + 1} {x:.10f} {y:.10f} {z:.10f}" for i, (s, (x, y, z)) in enumerate(zip(atoms.symbols, atoms.positions))]
    path.write_text("\n".join(lines) + "\n")


def need_lammps():
    """Ends the program, before it has computed for minutes, where there is no LAMMPS."""
    if shutil.which("lmp") is None:
        sys.exit("lmp: there is none on PATH (dynamics run in LAMMPS) build it with tools/build.sh, then `source tools/env.sh`")


def lammps(folder, script, log="log.lammps", **variables):
    """Runs an input of this folder with string variables; ends the program if it fails."""
    (folder / "in.lmp").write_text("".join(f'variable {name} string "{value}"\n' for name, value in variables.items()) + (HERE / script).read_text())
    with open(folder / "lammps.out", "a") as out:
        done = subprocess.run(["lmp", "-nocite", "-log", log, "-in", "in.lmp"], cwd=folder, stdout=out, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        sys.exit(f"{folder}/lammps.out: LAMMPS ended with {done.returncode}")


class Run:
    """One run, in a folder of its own; one that was ended goes on."""

    def __init__(self, facts, model, folder, T, ps, repeat=1):
        self.T, self.ps, self.repeat, self.facts, self.model = T, ps, repeat, facts, Path(model).resolve()
        self.folder = folder / f"{T}K-{repeat}"
        self.atoms = first_self_test(model) * (repeat, repeat, repeat)

    def name(self):
        return f"{self.T} K, {len(self.atoms)} atoms, {self.ps} ps"

    def go(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        steps = round(1000 * self.ps / self.facts["timestep"])
        if (self.folder / "end.restart").exists():
            return
        kept = sorted((each for name in "ab" if (each := self.folder / f"{name}.restart").exists()), key=lambda each: each.stat().st_mtime)
        write_data(self.atoms, self.facts["elements"], self.folder / "data")
        lammps(self.folder, "in.liquid", log=f"log.{len(list(self.folder.glob('log.*')))}", model=self.model, elements=" ".join(self.facts["elements"]),
               T=self.T, timestep=self.facts["timestep"] / 1000, steps=steps, every=round(1000 * INTERVAL / self.facts["timestep"]),
               start=f"read_restart {kept[-1].name}" if kept else "read_data data",
               velocity="print 'goes on'" if kept else f"velocity all create {self.T} 20261130 mom yes rot no")

    def read(self):
        frames = trajectory.read_dump(self.folder / "frames.dump")
        self.frames = frames[frames.steps * self.facts["timestep"] / 1000 >= SETTLES]
        self.conserved = self.conserved_energy()

    def conserved_energy(self):
        """Slope of the conserved energy after settling, eV/atom/ps."""
        rows = [line.split() for log in self.folder.glob("log.*") for line in log.read_text().splitlines()]
        table = sorted({int(row[0]): float(row[3]) for row in rows if len(row) == 4 and row[0].isdigit()}.items())
        steps, energies = np.array(table).T
        time = steps * self.facts["timestep"] / 1000
        late = time >= SETTLES
        return np.polyfit(time[late], energies[late], 1)[0] / len(self.atoms)


class Liquid:
    """What was found, and what went wrong."""

    def __init__(self, name, facts, model, folder, data):
        need_lammps()
        self.name, self.facts = name, facts
        self.runs = [Run(facts, model, folder, **run) for run in facts["runs"]]
        self.pairs = [f"{a}-{b}" for a, b in itertools.combinations_with_replacement(facts["elements"], 2)]
        self.reference = trajectory.read_extxyz(Path(data) / facts["frames"]) if data else None
        self.problems = []

    def measure(self):
        whole = self.facts["whole"]
        self.curves, self.D = {}, {}
        for run in self.runs:
            run.go()
            run.read()
            self.curves[run] = {pair: trajectory.radial_distribution(run.frames[::2], *pair.split("-")) for pair in self.pairs}
            for element in self.facts["diffuses"]:
                self.D[run, element] = trajectory.diffusion(run.frames, element, INTERVAL)
            if bad := trajectory.broken(run.frames, **whole):
                self.problems.append(f"{run.name()}: in {bad} of {len(run.frames.positions)} frames a {whole['centre']} has fewer than "
                                     f"{whole['count']} {whole['atom']} within {whole['within']} Å")
            if abs(run.conserved) > LARGEST_DRIFT:
                self.problems.append(f"{run.name()}: the conserved energy drifts by {run.conserved:.1e} eV/atom/ps")
        if self.reference:
            self.curves["frames"] = {pair: trajectory.radial_distribution(self.reference, *pair.split("-")) for pair in self.pairs}

    def draw(self, file):
        figure, axes = plt.subplots(2, (len(self.pairs) + 2) // 2, figsize=(4.2 * ((len(self.pairs) + 2) // 2), 6.4), layout="constrained")
        panels = list(axes.flat)
        for panel, pair in zip(panels, self.pairs):
            if "frames" in self.curves:
                panel.plot(*self.curves["frames"][pair], color="0.6", linewidth=3, label="frames of the data")
            for run in self.runs:
                panel.plot(*self.curves[run][pair], linewidth=1, label=run.name())
            panel.set(xlabel="r, Å", ylabel=f"g, {pair}", ylim=(0, self.height(pair)))
        panels[0].legend(fontsize="x-small")
        for run in self.runs:
            for element in self.facts["diffuses"]:
                msd = trajectory.mean_square_displacement(run.frames, element)[:round(20 / INTERVAL)]
                panels[len(self.pairs)].plot(np.arange(len(msd)) * INTERVAL, msd, linewidth=1, label=f"{element}, {run.name()}")
        panels[len(self.pairs)].set(xlabel="time, ps", ylabel="mean square displacement, Å²")
        panels[len(self.pairs)].legend(fontsize="x-small")
        for panel in panels[len(self.pairs) + 1:]:
            panel.set_axis_off()
        figure.savefig(file, dpi=110)
        plt.close(figure)

    def height(self, pair):
        """Of the panel: bonds within molecules would hide all else."""
        r, g = self.curves[self.runs[0]][pair]
        return 1.25 * g[r > self.beyond(pair)].max()

    def beyond(self, pair):
        whole = self.facts["whole"]
        return whole["within"] if set(pair.split("-")) == {whole["centre"], whole["atom"]} else 1.0

    def peaks(self, curves):
        return [trajectory.peak(*curves[pair], self.beyond(pair)) for pair in self.pairs]


def write_page(liquid, folder, texts):
    sources = []

    def mark(source):
        if source not in sources:
            sources.append(source)
        return f"[{sources.index(source) + 1}]"

    lines = [f"# {liquid.facts['title'][0].upper()}{liquid.facts['title'][1:]}: what `{liquid.name}` makes of it", "",
             f"Dynamics at constant volume and temperature (Nosé–Hoover), {liquid.facts['timestep']:g} fs, mixed precision, from a frame of the "
             f"data; the first {SETTLES:g} ps are left out. Written by `tools/properties.sh --data DIR {liquid.name}`, with tesseral {tesseral.__version__}; "
             "an ended run goes on.", "", "| largest g beyond bonds, Å: height | " + " | ".join(liquid.pairs) + " |", "|---|" + "---|" * len(liquid.pairs)]
    rows = [(run.name(), liquid.peaks(liquid.curves[run])) for run in liquid.runs]
    if "frames" in liquid.curves:
        rows.append(("frames of the data", liquid.peaks(liquid.curves["frames"])))
    lines += [f"| {name} | " + " | ".join(f"{r:.2f}: {g:.2f}" for r, g in peaks) + " |" for name, peaks in rows]
    published = {pair: f"{r:.2f}: {g:.2f} {mark(source)}" for pair, r, g, source in liquid.facts["peaks"]}
    if published:
        lines.append("| published | " + " | ".join(published.get(pair, "") for pair in liquid.pairs) + " |")
    lines += ["", "| diffusion, 1e-9 m²/s | element | here | published |", "|---|---|---|---|"]
    for run in liquid.runs:
        for element in liquid.facts["diffuses"]:
            found = liquid.D[run, element]
            known = next((f"{D:g} {mark(source)}" for e, T, D, source in liquid.facts["D"] if (e, T) == (element, run.T)), "")
            lines.append(f"| {run.name()} | {element} | {f'{found[0]:.2f} ± {found[1]:.2f}' if found else 'too short'} | {known} |")
    lines += ["", "Slope of the mean square displacement between 2 and 10 ps, mean and standard error of four blocks; not corrected for the size of the cell, which "
              "slows down diffusion.", ""]
    drift = ", ".join(f"{run.conserved:.1e}" for run in liquid.runs)
    lines += [f"The thermostat's conserved energy drifts by {drift} eV/atom/ps.", ""]
    lines += [f"[{n + 1}] {texts[source]}" + ("  " if n + 1 < len(sources) else "") for n, source in enumerate(sources)]
    lines += ["", "**What is wrong:** " + ("; ".join(liquid.problems) if liquid.problems else "nothing of what was looked for")
              + f". Looked for: a {liquid.facts['whole']['centre']} that loses a {liquid.facts['whole']['atom']}, a drift above {LARGEST_DRIFT:g} eV/atom/ps.", "",
              f"![radial distribution functions and mean square displacements]({liquid.name}.png)", ""]
    (folder / f"{liquid.name}.md").write_text("\n".join(lines))
