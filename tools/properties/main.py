# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""
Properties of the crystals, alloys, liquids and molecules that shipped potentials are for, beside those of their training data and published ones.

    main.py [--output FOLDER] [--data FOLDER] [--runs FOLDER] NAME…
        NAME: a section of crystals.toml, alloys.toml, liquids.toml or molecules.toml, MODEL=NAME for another model file of it
        --data   of the training data, whose radial distribution functions are drawn beside a liquid's
        --runs   where dynamics are kept, and go on

Writes FOLDER/NAME.md and FOLDER/NAME.png. What cannot be found, or must not be so, stands in the page and is told at the end.
"""
import argparse
import hashlib
import shutil
import tomllib
from pathlib import Path

import crystal
import matplotlib
import numpy as np
from ase import Atoms
from ase.data import atomic_numbers, covalent_radii
from phonons import bands, frequencies_at, phonons

import tesseral
from tesseral.ase import Calculator

matplotlib.use("Agg")
import alloy  # noqa: E402
import liquid  # noqa: E402
import matplotlib.pyplot as plt  # noqa: E402
import molecule  # noqa: E402

HERE = Path(__file__).parent
UNITS = {"a0": "Å", "E_coh": "eV/atom", "B": "GPa", "C11": "GPa", "C12": "GPa", "C44": "GPa", "vacancy": "eV"}
IMAGINARY = -0.05  # THz; below it a frequency is imaginary, not rounding
COMPRESSED = np.linspace(0.5, 1.0, 51)  # of the nearest neighbours' distance


class Material:
    """What was found, and what went wrong."""

    def __init__(self, name, facts, model):
        self.name, self.facts = name, facts
        self.element, self.structure = facts["element"], facts["structure"]
        self.calculator = Calculator(model)
        self.found, self.problems = {}, []

    def attempt(self, what, function, *arguments):
        try:
            return function(*arguments)
        except crystal.NotRelaxed as problem:
            self.problems.append(f"{what}: {problem}")
            return None

    def measure(self):
        self.crystal = crystal.relaxed_crystal(self.element, self.structure, self.facts["a0"], self.calculator)
        alone = Atoms(self.element, calculator=self.calculator)
        self.found["a0"] = self.crystal.cell.lengths()[0]
        self.found["E_coh"] = alone.get_potential_energy() - self.crystal.get_potential_energy() / len(self.crystal)
        self.volumes, self.energies = crystal.scaled_energies(self.crystal, np.linspace(0.7, 1.3, 31) ** (1 / 3))
        self.found["B"] = crystal.bulk_modulus(self.crystal)
        self.found.update(self.attempt("elastic constants", crystal.elastic_constants, self.crystal) or {})
        self.found["vacancy"] = self.attempt("vacancy", crystal.vacancy_energy, self.crystal)
        for face in self.facts["surfaces"]:
            self.found[f"γ({face})"] = self.attempt(f"surface ({face})", crystal.surface_energy, self.crystal, tuple(map(int, face)))
        self.phonons = phonons(self.element, self.structure, self.found["a0"], self.calculator)
        for point, frequencies in frequencies_at(self.phonons, self.structure).items():
            if frequencies.min() < IMAGINARY:
                self.problems.append(f"phonons: imaginary at {point}, {-frequencies.min():.2f}i THz")
        self.look_at_contact()

    def look_at_contact(self):
        """Two atoms, and the crystal compressed to half of its distances: no holes."""
        radius = covalent_radii[atomic_numbers[self.element]]
        self.distances = np.linspace(0.1, 6.0, 296)
        self.pair = crystal.dimer(self.element, self.calculator, self.distances)
        if not crystal.is_monotonic_wall(self.distances, self.pair, 1.6 * radius):
            self.problems.append("two atoms: energy does not fall all the way to contact, 0.8 of two covalent radii")
        _, self.compressed = crystal.scaled_energies(self.crystal, COMPRESSED)
        if not crystal.is_monotonic_wall(COMPRESSED, self.compressed, 0.95):
            self.problems.append("compressed crystal: a hole between 0.5 and 0.95 of the distances")

    def draw(self, file):
        figure, ((volume, wave), (pair, squeezed)) = plt.subplots(2, 2, figsize=(9, 6.4), layout="constrained")
        least = self.energies.min()
        volume.plot(self.volumes, self.energies - least, "o", markersize=3)
        volume.set(xlabel="volume, Å³/atom", ylabel="energy, eV/atom", title="equation of state")
        lines, corners = bands(self.phonons, self.structure)
        for distances, frequencies in lines:
            wave.plot(distances, frequencies, color="tab:blue", linewidth=1)
        for x, _ in corners:
            wave.axvline(x, color="grey", linewidth=0.5)
        wave.axhline(0, color="grey", linewidth=0.5)
        wave.set_xticks([x for x, _ in corners], [name for _, name in corners])
        wave.set(xlim=(0, corners[-1][0]), ylabel="THz", title="phonons")
        deepest = self.pair.min()
        pair.plot(self.distances, self.pair)
        pair.axhline(0, color="grey", linewidth=0.5)
        pair.set(xlabel="distance, Å", ylabel="energy, eV", ylim=(1.2 * deepest - 0.2, -3 * deepest + 1), title="two atoms")
        squeezed.semilogy(COMPRESSED[:-1], (self.compressed - self.compressed[-1])[:-1])
        squeezed.set(xlabel="distances over those at rest", ylabel="energy, eV/atom", title="compressed crystal")
        figure.savefig(file, dpi=110)
        plt.close(figure)

    def table(self):
        """Rows of what was found, and the keys of the sources that they name."""
        data, published = self.facts.get("data", {}), self.facts.get("published", {})
        sources, rows = [], []
        for name, value in self.found.items():
            if value is None:
                rows.append(f"| {name} | not found | {data.get(name, '')} | |")
                continue
            digits = 3 if UNITS.get(name, "J/m²") in ("Å", "J/m²") else 2 if "eV" in UNITS[name] else 1
            row = [f"{name}, {UNITS.get(name, 'J/m²')}", f"{value:.{digits}f}", "", ""]
            if name in data:
                row[2] = f"{data[name]:g} ({100 * (value / data[name] - 1):+.1f} %)"
            if name in published:
                number, source = published[name]
                if source not in sources:
                    sources.append(source)
                row[3] = f"{number:g} ({100 * (value / number - 1):+.1f} %) [{sources.index(source) + 1}]"
            rows.append("| " + " | ".join(row) + " |")
        return rows, sources


def write_page(material, folder, texts):
    rows, sources = material.table()
    lines = [f"# {material.element}: what `{material.name}` makes of the crystal", "",
             f"At 0 K, {material.structure}, atoms relaxed; written by `tools/properties.sh {material.name}`, with tesseral {tesseral.__version__}.", "",
             "| | this potential | functional of its data | published |", "|---|---|---|---|", *rows, ""]
    lines += [f"[{n + 1}] {texts[source]}" + ("  " if n + 1 < len(sources) else "") for n, source in enumerate(sources)]
    lines += ["", "**What is wrong:** " + ("; ".join(material.problems) if material.problems else "nothing of what was looked for")
              + ". Looked for: relaxations that do not end, imaginary phonons at the corners, holes between two atoms up to contact and in the crystal "
              "compressed to half of its distances.", "", f"![equation of state, phonons, two atoms, compressed crystal]({material.name}.png)", ""]
    (folder / f"{material.name}.md").write_text("\n".join(lines))


def runs_of(folder, model):
    """The folder of a model's dynamics, which go on where they ended; those of another model are removed."""
    mark, digest = folder / "model.sha256", hashlib.sha256(Path(model).read_bytes()).hexdigest()
    if folder.exists() and not (mark.exists() and mark.read_text() == digest):
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text(digest)
    return folder


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=Path("docs/properties"))
    parser.add_argument("--data", type=Path)
    parser.add_argument("--runs", type=Path, default=Path("build/properties"))
    parser.add_argument("names", nargs="+")
    arguments = parser.parse_args()
    crystals = tomllib.loads((HERE / "crystals.toml").read_text())
    texts = crystals.pop("sources")
    liquids = tomllib.loads((HERE / "liquids.toml").read_text())
    texts |= liquids.pop("sources")
    alloys = tomllib.loads((HERE / "alloys.toml").read_text())
    texts |= alloys.pop("sources")
    molecules = tomllib.loads((HERE / "molecules.toml").read_text())
    sections = [*crystals, *alloys, *liquids, *molecules]
    arguments.output.mkdir(parents=True, exist_ok=True)
    for name in arguments.names:
        model, _, section = name.rpartition("=")
        known = Path(model).stem if model else section
        if section not in sections:
            parser.error(f"no material '{section}' (there is {', '.join(sections)}) add it to crystals.toml, alloys.toml, liquids.toml or molecules.toml")
        model = model or tesseral.shipped(section)
        if section in liquids:
            material = liquid.Liquid(known, liquids[section], model, runs_of(arguments.runs / known, model), arguments.data)
            write = liquid.write_page
        elif section in alloys:
            material = alloy.Alloy(known, alloys[section], model, runs_of(arguments.runs / known, model))
            write = alloy.write_page
        elif section in molecules:
            material = molecule.Molecule(known, molecules[section], model, runs_of(arguments.runs / known, model))
            write = molecule.write_page
        else:
            material = Material(known, crystals[section], model)
            write = write_page
        material.measure()
        material.draw(arguments.output / f"{material.name}.png")
        write(material, arguments.output, texts)
        for problem in material.problems:
            print(f"{material.name}: {problem}")
        print(f"{arguments.output / material.name}.md")


if __name__ == "__main__":
    main()
