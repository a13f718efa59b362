# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Damaged copies of a model file, and what the error about each must name."""
import shutil

import h5py
import numpy as np


def without(name):
    def damage(model):
        del model[name]
    return damage


def replaced(name, change):
    def damage(model):
        value = change(model[name][()])
        del model[name]
        model[name] = value
    return damage


def attribute(name, value):
    def damage(model):
        model.attrs[name] = value
    return damage


def with_nan(values):
    values = np.array(values, dtype=float)
    values.flat[0] = np.nan
    return values


DAMAGES = {
    "not_ours": (attribute("format", "another"), ["format"]),
    "newer": (attribute("format_version", np.int64(99)), ["format_version", "99"]),
    "dataset_missing": (without("weights/layer_0/mixing_in"), ["layer_0/mixing_in"]),
    "wrong_shape": (replaced("weights/embedding", lambda v: v[:, :-1]), ["embedding"]),
    "wrong_type": (replaced("weights/embedding", lambda v: np.full(v.shape, b"text")), ["embedding"]),
    "nan": (replaced("weights/layer_0/mixing_out", with_nan), ["layer_0/mixing_out"]),
    "no_cutoff": (lambda model: model.attrs.__delitem__("r_cut"), ["r_cut"]),
}


def write(model, folder):
    """Writes each damaged copy as <name>.h5, and text.h5, which is no HDF5 at all; returns {name: words of the error}."""
    words = {"missing": ["missing.h5"], "text": ["text.h5", "HDF5"]}
    with open(f"{folder}/text.h5", "w") as file:
        file.write("this is text\n")
    for name, (damage, expected) in DAMAGES.items():
        shutil.copy(model, f"{folder}/{name}.h5")
        with h5py.File(f"{folder}/{name}.h5", "r+") as file:
            damage(file)
        words[name] = [f"{name}.h5"] + expected
    return words
