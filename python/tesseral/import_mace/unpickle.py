# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""
Reads a pickle of protocol 2 without Python's unpickler, by a stack machine that knows only what torch.save writes. No class
is looked up and nothing of the file is called: an object is its class's name, its arguments and its attributes, a tensor a
view of the archive's bytes. MACE's pickles carry source and compiled code of PyTorch, which stays text here.
"""

import pickletools

import numpy as np

from .errors import MaceError, need, quoted

PACKAGES = ("mace", "e3nn", "torch", "opt_einsum_fx")  # their classes are names, and their objects inert
BUILTINS = ("__builtin__", "builtins")
NUMBERS = {"f8": "<f8", "f4": "<f4", "i8": "<i8", "i4": "<i4"}
TUPLES = {"Irrep", "Irreps", "_MulIr", "Instruction"}  # of e3nn.o3; they are tuples

CONSTANTS = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False}
LITERALS = {"BININT", "BININT1", "BININT2", "LONG1", "LONG4", "BINFLOAT", "BINUNICODE"}
PUTS, GETS = {"BINPUT", "LONG_BINPUT"}, {"BINGET", "LONG_BINGET"}
EMPTY = {"EMPTY_LIST": list, "EMPTY_DICT": dict, "EMPTY_TUPLE": tuple}
SHORT_TUPLES = {"TUPLE1": 1, "TUPLE2": 2, "TUPLE3": 3}


class Global:
    """A class or function that the file names."""

    def __init__(self, kind):
        self.kind = kind


class Object:
    """An inert object: the name of its class, the arguments that made it, its attributes."""

    def __init__(self, kind, args=()):
        self.kind, self.args, self.state = kind, args, {}


def read_pickle(data, storage):
    """The object of a pickle; storage(kind, key, count) gives the numbers of a storage."""
    machine = Machine(storage)
    try:
        for operation, argument, _ in pickletools.genops(data):
            machine.step(operation.name, argument)
        return machine.stack.pop()
    except MaceError:
        raise
    except (ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise MaceError(f"data.pkl is damaged ({type(error).__name__}: {quoted(error)}) copy the file again") from None


class Machine:
    """The stack, its marks and the memo of a pickle; see pickletools for what the operations do."""

    def __init__(self, storage):
        self.stack, self.marks, self.memo, self.storage = [], [], {}, storage

    def step(self, name, argument):
        push, pop = self.stack.append, self.stack.pop
        if name in CONSTANTS:
            push(CONSTANTS[name])
        elif name in LITERALS:
            push(argument)
        elif name in PUTS:
            self.memo[argument] = self.stack[-1]
        elif name in GETS:
            push(self.memo[argument])
        elif name in EMPTY:
            push(EMPTY[name]())
        elif name in SHORT_TUPLES:
            count = SHORT_TUPLES[name]
            items = tuple(pop() for _ in range(count))
            push(items[::-1])
        elif name == "MARK":
            self.marks.append(len(self.stack))
        elif name == "TUPLE":
            push(tuple(self.marked()))
        elif name in ("APPEND", "APPENDS"):
            items = [pop()] if name == "APPEND" else self.marked()
            need(isinstance(self.stack[-1], list), "data.pkl appends to what is no list (it is damaged) copy the file again")
            self.stack[-1].extend(items)
        elif name in ("SETITEM", "SETITEMS"):
            items = [pop(), pop()][::-1] if name == "SETITEM" else self.marked()
            set_items(self.stack[-1], list(zip(items[::2], items[1::2])))
        elif name == "GLOBAL":
            push(named(*argument.split(" ")))
        elif name in ("REDUCE", "NEWOBJ"):
            arguments, function = pop(), pop()
            need(isinstance(function, Global) and isinstance(arguments, tuple),
                 "data.pkl calls what is no function (it is damaged) copy the file again")  # fmt: skip
            push(made(function.kind, arguments))
        elif name == "BUILD":
            state = pop()
            set_state(self.stack[-1], state)
        elif name == "BINPERSID":
            push(self.stored(pop()))
        elif name == "PROTO":
            need(
                argument == 2, f"data.pkl is a pickle of protocol {argument} (torch.save writes 2) save it with the default"
            )
        elif name != "STOP":
            raise MaceError(f"data.pkl holds the operation {name} (torch.save writes none) give a .model file of MACE")

    def marked(self):
        """Takes what lies above the last mark."""
        mark = self.marks.pop()
        items = self.stack[mark:]
        del self.stack[mark:]
        return items

    def stored(self, reference):
        kind, storage, key, _, count = reference
        need(kind == "storage" and isinstance(storage, Global) and isinstance(key, str) and is_count(count),
             "data.pkl refers to what is no storage (it is damaged) copy the file again")  # fmt: skip
        return self.storage(storage.kind, key, count)


def named(module, name):
    """A class or function, if it is of those that models hold."""
    kind = f"{module}.{name}"
    package = module.split(".")[0]
    need(
        not package.startswith(("cuequivariance", "openequivariance")) and "cueq" not in kind.lower(),
        f"the model is in the form of {quoted(package)} (its weights have another layout) "
        "convert it back with mace.cli.convert_cueq_e3nn or convert_oeq_e3nn",
    )
    known = (
        package in PACKAGES
        or (module in BUILTINS and name in ("set", "slice"))
        or kind in ("collections.OrderedDict", "_codecs.encode", "numpy.dtype")
        or (module in ("numpy.core.multiarray", "numpy._core.multiarray") and name == "scalar")
    )
    need(known, f"the file names {quoted(kind)} (no model of MACE does; nothing of it was executed) distrust it")
    return Global(kind)


def made(kind, arguments):
    """What a call of the file stands for. Nothing is copied: a short pickle could ask for many copies of something long."""
    if kind == "collections.OrderedDict" and not arguments:
        return {}
    if kind in ("__builtin__.set", "builtins.set", "torch.Size", "_codecs.encode"):
        return arguments[0]  # a list, a tuple, or bytes as text
    if kind == "torch._utils._rebuild_tensor_v2":
        return view(*arguments[:4])
    if kind == "torch._utils._rebuild_parameter":
        return arguments[0]
    if kind.endswith(".multiarray.scalar"):
        dtype, data = arguments
        return np.frombuffer(data.encode("latin1"), NUMBERS[dtype.args[0]], 1)[0].item()
    if kind.startswith("e3nn.o3.") and kind.rsplit(".", 1)[1] in TUPLES:
        alone = len(arguments) == 1 and isinstance(arguments[0], (tuple, list))
        return arguments[0] if alone else arguments
    return Object(kind, arguments)


def view(storage, offset, size, stride):
    """
    A tensor as a read-only view: element i at offset + Σ_d i_d stride[d], all of them inside the storage, and no more of
    them than it has numbers, so that a tensor takes no memory that its file does not have.
    """
    need(isinstance(storage, np.ndarray) and storage.ndim == 1 and is_count(offset) and len(size) == len(stride) <= 16
         and all(map(is_count, size)) and all(map(is_count, stride)),
         "a tensor has a shape, strides or an offset that are none (the file is damaged) copy it again")  # fmt: skip
    count = 1
    for length in size:
        count *= length
    if count == 0:
        return np.zeros([min(length, 1) for length in size], storage.dtype)
    last = offset + sum((length - 1) * step for length, step in zip(size, stride))
    inside = last < storage.size and count <= storage.size
    problem = f"a tensor reaches to number {last} of its storage or has {count} elements"
    need(inside, f"{problem} (the storage has {storage.size}) copy the file again")
    steps = [step * storage.itemsize if length > 1 else 0 for length, step in zip(size, stride)]
    return np.lib.stride_tricks.as_strided(storage[offset:], size, steps, writeable=False)


def is_count(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 63


def is_key(value):
    """Whether it can be a key: hashing a nested tuple would follow it to any depth."""
    scalar = (str, int, float, type(None), Global, Object)
    return isinstance(value, scalar) or (isinstance(value, tuple) and all(isinstance(item, scalar) for item in value))


def set_items(target, pairs):
    need(isinstance(target, dict), "data.pkl sets items of what is no dictionary (it is damaged) copy the file again")
    for key, value in pairs:
        need(is_key(key), "data.pkl has a dictionary with strange keys (torch.save writes names) give a .model file of MACE")
        target[key] = value


def set_state(target, state):
    """Attributes of an object, not copied; what a dictionary or tuple has as attributes says nothing here."""
    if isinstance(target, Object):
        parts = state if isinstance(state, tuple) and len(state) == 2 else (state,)
        dictionaries = [part for part in parts if isinstance(part, dict) and part]
        need(len(dictionaries) < 2 and not target.state, f"an object {quoted(target.kind)} has its attributes in parts "
             "(torch.save writes them in one) give a .model file of MACE")  # fmt: skip
        if dictionaries:
            target.state = dictionaries[0]
