# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Writes a model file, potentials/FORMAT.md, format version 2: whole or not at all."""

import os
import tempfile
from pathlib import Path

import h5py
import numpy as np

INTEGER, REAL = np.dtype("<i8"), np.dtype("<f8")


def write_model(path, model, provenance, self_test):
    """
    provenance  texts by name
    self_test   [(species, positions, cell, pbc, energy, forces, virial)]

    The file is made beside `path` and then takes its place.
    """
    path = Path(path)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    os.close(handle)
    try:
        with h5py.File(temporary, "w", libver=("v108", "v108")) as file:
            write_root(file, model)
            write_attributes(file.create_group("architecture"), model.architecture)
            for name, value in model.weights.items():
                dataset(file, f"weights/{name}", value)
            write_attributes(file.create_group("provenance"), provenance)
            write_self_test(file.create_group("self_test"), self_test, model.elements)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)  # as other programs' files; mkstemp's are private
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def write_root(file, model):
    write_attributes(file, {"format": "tesseral-model", "format_version": 2, "units": "metal"})
    write_attributes(file, {name: float(getattr(model, name)) for name in ("r_cut", "scale", "shift")})
    file.create_dataset("elements", data=model.elements, dtype=h5py.string_dtype("utf-8"))
    dataset(file, "E0", model.E0)
    if model.bessel_frequencies is not None:
        dataset(file, "bessel_frequencies", model.bessel_frequencies)
    if model.agnesi is not None:
        group = file.create_group("agnesi")
        write_attributes(group, {name: float(getattr(model.agnesi, name)) for name in "aqp"})
        dataset(group, "radii", model.agnesi.radii)
    if model.zbl is not None:
        group, zbl = file.create_group("zbl"), model.zbl
        write_attributes(group, {name: float(getattr(zbl, name)) for name in ("strength", "exponent", "length")})
        write_attributes(group, {"cutoff_power": zbl.cutoff_power})
        for name in ("cutoff", "amplitude", "decay"):
            dataset(group, name, getattr(zbl, name))


def write_self_test(group, self_test, elements):
    for k, (species, positions, cell, pbc, energy, forces, virial) in enumerate(self_test):
        structure = group.create_group(str(k))
        for name, value in (("species", species), ("pbc", pbc)):
            structure.create_dataset(name, data=np.asarray(value, INTEGER))
        symbols = [elements[s] for s in species]
        structure.create_dataset("symbols", data=symbols, dtype=h5py.string_dtype("utf-8"))
        for name, value in (
            ("positions", positions),
            ("cell", cell),
            ("energy", energy),
            ("forces", forces),
            ("virial", virial),
        ):
            dataset(structure, name, value)


def write_attributes(group, values):
    """Texts, integers, doubles and lists of integers, each as what it is."""
    for name, value in values.items():
        if isinstance(value, str):
            group.attrs.create(name, value, dtype=h5py.string_dtype("utf-8"))
        elif isinstance(value, float):
            group.attrs.create(name, value, dtype=REAL)
        else:
            group.attrs.create(name, np.asarray(value, INTEGER), dtype=INTEGER)


def dataset(group, name, value):
    group.create_dataset(name, data=np.asarray(value, REAL), dtype=REAL)
