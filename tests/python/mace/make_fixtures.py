# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Usage: make_fixtures.py FOLDER [NAME ...]. Writes small MACE checkpoints with random weights, NAME.model.xz, and beside each
NAME.json with MACE's own energies, forces and virials in double precision of a cluster and a periodic cell. Needs mace-torch
(README.md names the versions); the tests need only what it wrote."""
import json
import lzma
import os
import sys
from pathlib import Path

os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "1"  # e3nn 0.4 loads its own constants, which newer PyTorch refuses otherwise

import numpy as np
import torch
from ase import Atoms
from e3nn import o3
from mace import data, modules
from mace.tools import AtomicNumberTable, torch_geometric

PLAIN = "RealAgnosticInteractionBlock"
RESIDUAL = "RealAgnosticResidualInteractionBlock"
DENSITY = "RealAgnosticDensityInteractionBlock"
DENSITY_RESIDUAL = "RealAgnosticDensityResidualInteractionBlock"

COMMON = dict(model="ScaleShiftMACE", first=RESIDUAL, other=RESIDUAL, hidden="4x0e+4x1o", l_max=2, correlation=3, layers=2,
              elements=[1, 6, 8], r_max=4.0, bessel=5, radial=[6, 7], heads=["Default"], dtype="float64", options={})
KINDS = {
    "default": dict(model="MACE", first=PLAIN),
    "single-precision": dict(hidden="5x0e", l_max=3, elements=[1, 8], dtype="float32", r_max=4.3),
    "density": dict(first=DENSITY, other=DENSITY_RESIDUAL, hidden="4x0e+4x1o+4x2e", r_max=4.5,
                    options=dict(distance_transform="Agnesi", pair_repulsion=True)),
    "repulsion": dict(model="MACE", first=PLAIN, hidden="4x0e", l_max=3, elements=[8, 26], r_max=5.0,
                      options=dict(distance_transform="Agnesi", pair_repulsion=True)),
    "one-layer": dict(first=DENSITY, hidden="6x0e", l_max=3, layers=1, elements=[14], radial=[]),
    "three-layers": dict(first=PLAIN, layers=3, heads=["pbe", "r2scan"], correlation=[1, 3, 2], elements=[1, 6],
                         options=dict(use_agnostic_product=True)),
    "late-plain": dict(first=RESIDUAL, other=PLAIN, correlation=1, elements=[6, 8, 7]),
}


def random_model(kind):
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(1)
    heads, S = kind["heads"], len(kind["elements"])
    energies = -10.0 * np.arange(1, S + 1) - 0.5 * np.arange(len(heads))[:, None]
    scaled = dict(atomic_inter_scale=0.7 + 0.2 * np.arange(len(heads)), atomic_inter_shift=0.1 - 0.3 * np.arange(len(heads)))
    model = getattr(modules, kind["model"])(
        r_max=kind["r_max"], num_bessel=kind["bessel"], num_polynomial_cutoff=5, max_ell=kind["l_max"],
        interaction_cls=modules.interaction_classes[kind["other"]], num_interactions=kind["layers"],
        interaction_cls_first=modules.interaction_classes[kind["first"]], num_elements=S,
        hidden_irreps=o3.Irreps(kind["hidden"]), MLP_irreps=o3.Irreps("3x0e"), atomic_energies=energies, avg_num_neighbors=7.5,
        atomic_numbers=kind["elements"], correlation=kind["correlation"], gate=torch.nn.functional.silu,
        radial_MLP=kind["radial"], heads=heads, **(scaled if kind["model"] == "ScaleShiftMACE" else {}), **kind["options"])
    for t, interaction in enumerate(model.interactions):
        interaction.avg_num_neighbors = 7.5 + t
    for name, weight in model.named_parameters():
        if ".weights" in name and "symmetric" in name:  # as large as the other terms
            weight.data *= 3
    return model.to(getattr(torch, kind["dtype"]))


def structures(elements):
    """A cluster and a triclinic cell with neighbours in several images."""
    random = np.random.default_rng(2)
    for cell, n in ((None, 5), ([[3.6, 0.0, 0.0], [0.7, 3.4, 0.0], [-0.5, 0.9, 3.9]], 4)):
        atoms = Atoms(numbers=[elements[k % len(elements)] for k in range(n)], positions=np.zeros((n, 3)), cell=cell, pbc=cell is not None)
        while n > 1:
            atoms.positions = random.uniform(0, 3.2, (n, 3))
            if (atoms.get_all_distances(mic=cell is not None)[np.triu_indices(n, 1)]).min() > 1.3:
                break
        yield atoms


def answers(model, atoms, head, heads):
    """Energy in eV, forces in eV/Å, virial (None without a cell) in eV."""
    table = AtomicNumberTable([int(z) for z in model.atomic_numbers])
    configuration = data.config_from_atoms(atoms, head_name=head)
    item = data.AtomicData.from_config(configuration, z_table=table, cutoff=float(model.r_max), heads=heads)
    batch = next(iter(torch_geometric.dataloader.DataLoader([item], batch_size=1))).to_dict()
    periodic = bool(atoms.pbc.all())
    out = model(batch, compute_force=True, compute_virials=periodic, compute_stress=periodic)
    virial = out["virials"][0].tolist() if periodic else None
    return out["energy"].item(), out["forces"].tolist(), virial


def main():
    folder = Path(sys.argv[1])
    for name in sys.argv[2:] or KINDS:
        kind = {**COMMON, **KINDS[name]}
        model = random_model(kind)
        file = folder / f"{name}.model"
        torch.save(model, file)
        with lzma.open(folder / f"{name}.model.xz", "wb", preset=9) as packed:
            packed.write(file.read_bytes())
        file.unlink()
        model = model.double()
        found = []
        for atoms in structures(kind["elements"]):
            for head in kind["heads"]:
                energy, forces, virial = answers(model, atoms, head, kind["heads"])
                found.append(dict(head=head, numbers=atoms.numbers.tolist(), positions=atoms.positions.tolist(), cell=atoms.cell.tolist(),
                                  pbc=atoms.pbc.tolist(), energy=energy, forces=forces, virial=virial))
        (folder / f"{name}.json").write_text(json.dumps(dict(kind=kind, structures=found), indent=1) + "\n")
        print(name, (folder / f"{name}.model.xz").stat().st_size, [x["energy"] for x in found], flush=True)


if __name__ == "__main__":
    main()
