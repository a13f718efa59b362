# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""The tree of modules in a checkpoint, and its tensors under the names of PyTorch's state_dict."""

import numpy as np

from .errors import MaceError, need, quoted
from .unpickle import Object

# Nesting, number of modules and of tensors, and length of a name; a model of 8 layers has 10, about 500 and 1000, and 30.
DEEPEST, MOST_MODULES, MOST_TENSORS, LONGEST = 32, 10000, 100000, 100


class State:
    """
    root        the model
    precision   "float64": every number as the file has it; "float32": rounded to single precision first, as MACE does when
                it is run with default_dtype="float32"

    Whatever number is read is marked as used; unused() names the rest, so that nothing is passed over in silence.
    """

    def __init__(self, root, precision="float64"):
        self.root, self.precision = root, precision
        self.modules, self.tensors, self.used = {}, {}, set()
        self._walk(root, "", 0)

    def _walk(self, module, path, depth):
        need(
            depth <= DEEPEST and len(self.modules) < MOST_MODULES and len(self.tensors) <= MOST_TENSORS,
            "the modules are nested without end (the file is damaged) copy it again",
        )
        self.modules[path] = module
        prefix = path + "." if path else ""
        for group in ("_parameters", "_buffers"):
            for name, value in self._group(module, group):
                if value is not None:
                    need(
                        isinstance(value, np.ndarray),
                        f"{quoted(prefix + name)} is no tensor (the file is damaged) copy it again",
                    )
                    self.tensors[prefix + name] = value
        for name, child in self._group(module, "_modules"):
            if isinstance(child, Object):
                self._walk(child, prefix + name, depth + 1)

    @staticmethod
    def _group(module, group):
        found = attributes(module).get(group) or {}
        named = isinstance(found, dict) and len(found) <= MOST_MODULES
        named = named and all(isinstance(name, str) and len(name) <= LONGEST for name in found)
        need(named, f"the {group} of a module have no names, too long ones or too many (the file is damaged) copy it again")
        return found.items()

    def module(self, path):
        need(
            path in self.modules,
            f"module {quoted(path)} is missing (the network is of an unknown kind) give a model of MACE",
        )
        return self.modules[path]

    def kind(self, path):
        """The class's name, without its package."""
        return self.module(path).kind.rsplit(".", 1)[1]

    def attribute(self, path, name, default=None):
        return attributes(self.module(path)).get(name, default)

    def children(self, path):
        """Names of the modules in a module."""
        prefix = path + "." if path else ""
        return [
            name[len(prefix) :]
            for name in self.modules
            if name and name.startswith(prefix) and "." not in name[len(prefix) :]
        ]

    def tensor(self, name, shape=None):
        """A tensor in double precision; None in the shape stands for any length. Its numbers are finite."""
        need(
            name in self.tensors,
            f"the tensor {quoted(name)} is missing (the network is of an unknown kind) give a model of MACE",
        )
        value = self.tensors[name]
        fits = shape is None or (len(shape) == value.ndim and all(n in (None, m) for n, m in zip(shape, value.shape)))
        need(
            fits,
            f"{quoted(name)} has the shape {value.shape}, not {shape} (the network is of an unknown kind) give a model of MACE",
        )
        need(value.dtype.kind in "fiub", f"{quoted(name)} holds no numbers (the file is damaged) copy it again")
        value = self.rounded(value)
        need(np.isfinite(value).all(), f"{quoted(name)} has values that are not finite (the training failed) train again")
        self.used.add(name)
        return value

    def rounded(self, value):
        value = np.asarray(value)
        if self.precision == "float32" and value.dtype.kind == "f":
            value = value.astype(np.float32)
        return value.astype(np.float64)

    def vector(self, name, size):
        """A tensor of so many numbers, whatever its shape."""
        value = self.tensor(name).ravel()
        need(
            value.size == size,
            f"{quoted(name)} has {value.size} numbers, not {size} (the network is of an unknown kind) give a model of MACE",
        )
        return value

    def number(self, name):
        """A tensor of one number; old files have some as attributes of the model instead."""
        if name not in self.tensors and "." not in name:
            return as_number(self.attribute("", name), name)
        return float(self.vector(name, 1)[0])

    def stored_in_single(self, name):
        """Whether all its numbers are numbers of single precision."""
        value = self.tensors[name]
        return self.precision == "float32" or bool((value == value.astype(np.float32)).all())

    def unused(self):
        """Names of tensors of floating-point numbers that nobody read; but empty ones and e3nn's masks of outputs."""
        return [name for name, value in self.tensors.items()
                if name not in self.used and value.size and value.dtype.kind == "f"
                and not (name.endswith(".output_mask") and np.isin(value, (0, 1)).all())]  # fmt: skip


def attributes(module):
    """
    Attributes by name. torch.fx writes its modules as a call with their attributes as the argument; MACE has some for the
    contraction of products, without any tensor.
    """
    if module.kind == "torch.fx.graph_module.reduce_graph_module" and module.args and isinstance(module.args[0], dict):
        return module.args[0]
    return module.state


def as_number(value, name):
    """A number of an attribute: Python's, NumPy's or a tensor of one element."""
    if isinstance(value, np.ndarray) and value.size == 1:
        value = value.ravel()[0].item()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise MaceError(f"{quoted(name)} is no number (the network is of an unknown kind) give a model of MACE")
    return float(value)
