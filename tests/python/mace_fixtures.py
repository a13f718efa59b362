# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""What the tests of the importer share: the fixtures of the folder mace, and a reader of model files of its own."""
import importlib
import json
import lzma
from pathlib import Path

import h5py
import numpy as np

try:
    from tesseral import import_mace
except ImportError:  # a source tree without the engine: PYTHONPATH=python/tesseral pytest --noconftest
    import import_mace

FOLDER = Path(__file__).resolve().parent / "mace"
NAMES = sorted(path.name[: -len(".json")] for path in FOLDER.glob("*.json"))


def part(name):
    """A module of the importer."""
    return importlib.import_module(f"{import_mace.__name__}.{name}")


def unpacked(folder, name):
    """The fixture as a .model file."""
    path = Path(folder) / f"{name}.model"
    path.write_bytes(lzma.decompress((FOLDER / f"{name}.model.xz").read_bytes()))
    return path


def answers(name):
    """MACE's structures of a fixture."""
    return json.loads((FOLDER / f"{name}.json").read_text())["structures"]


def read_model(path):
    """The Model that a file holds; what is in the file and not in Model is an error."""
    model = part("model")
    text = lambda value: value.decode() if isinstance(value, bytes) else value
    plain = lambda value: text(value) if isinstance(value, (str, bytes)) else value.tolist() if value.ndim else value.item()
    with h5py.File(path, "r") as file:
        assert {text(file.attrs[k]) for k in ("format", "units")} == {"tesseral-model", "metal"}
        assert file.attrs["format_version"] == 2 and set(file.attrs) == {"format", "format_version", "units", "r_cut", "scale", "shift"}
        assert set(file) <= {"elements", "E0", "architecture", "weights", "provenance", "self_test", "bessel_frequencies", "agnesi", "zbl"}
        weights = {}
        file["weights"].visititems(lambda name, item: weights.update({name: item[()]} if isinstance(item, h5py.Dataset) else {}))
        found = model.Model(
            elements=[text(symbol) for symbol in file["elements"][()]],
            E0=file["E0"][()],
            architecture={name: plain(value) for name, value in file["architecture"].attrs.items()},
            weights=weights,
            **{name: float(file.attrs[name]) for name in ("r_cut", "scale", "shift")},
        )
        if "bessel_frequencies" in file:
            found.bessel_frequencies = file["bessel_frequencies"][()]
        for name, kind in (("agnesi", model.Agnesi), ("zbl", model.Zbl)):
            if name in file:
                values = {key: item[()] for key, item in file[name].items()}
                setattr(found, name, kind(**values, **{key: plain(value) for key, value in file[name].attrs.items()}))
        return found


def structure(model, answer):
    """(species, positions, cell, pbc) of one of MACE's structures."""
    symbols = [part("elements").SYMBOLS[number - 1] for number in answer["numbers"]]
    species = np.array([model.elements.index(symbol) for symbol in symbols])
    return species, np.array(answer["positions"]), np.array(answer["cell"]), answer["pbc"]
