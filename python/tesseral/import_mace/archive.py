# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""
The archive that torch.save writes: a zip file of uncompressed members NAME/data.pkl (the pickle), NAME/data/KEY (the raw
numbers of storage KEY) and NAME/byteorder. Nothing is trusted: no member is longer than the file, nor all of them together.
"""

import os
import zipfile

import numpy as np

from .errors import MaceError, need, quoted

# Bytes. Pickles of models have some 0.4 MiB; what one makes in memory is up to 100 times its length.
LONGEST_PICKLE = 8 << 20

DTYPES = {
    "torch.DoubleStorage": "<f8",
    "torch.FloatStorage": "<f4",
    "torch.HalfStorage": "<f2",
    "torch.LongStorage": "<i8",
    "torch.IntStorage": "<i4",
    "torch.ShortStorage": "<i2",
    "torch.CharStorage": "i1",
    "torch.ByteStorage": "u1",
    "torch.BoolStorage": "?",
}


class Archive:
    """An opened file; `pickle` is the text of data.pkl."""

    def __init__(self, path):
        self._size = os.path.getsize(path)
        with open(path, "rb") as file:
            start = file.read(16)
        need(
            start.startswith(b"PK"),
            "it is no zip file (torch.save has written zip files since PyTorch 1.6; this is an older one, or something else) "
            "load and save it again with a newer PyTorch",
        )
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError) as error:
            raise MaceError(f"the zip archive is damaged ({quoted(error)}) copy it again") from None
        self._members = {}
        for member in self._zip.infolist():
            need(member.compress_type == zipfile.ZIP_STORED and member.file_size == member.compress_size
                 and not member.flag_bits & 1,
                 f"member {quoted(member.filename)} of the archive is compressed or encrypted (torch.save writes neither) "
                 "give the file as torch.save wrote it")  # fmt: skip
            self._members[member.filename] = member
        declared = sum(member.file_size for member in self._zip.infolist())
        need(
            declared <= self._size,
            f"the archive declares {declared} bytes in its members (the file has {self._size}) copy it again",
        )
        roots = [name[: -len("/data.pkl")] for name in self._members if name.endswith("/data.pkl") and name.count("/") == 1]
        need(len(roots) == 1, "the archive holds no data.pkl (torch.save writes one) give a .model file of MACE")
        self._root = roots[0]
        need(
            not any(name.startswith(f"{self._root}/code/") for name in self._members),
            "the file is TorchScript (such as *-lammps.pt; weights are mixed with compiled code there) "
            "give the .model file that it was made from",
        )
        order = self._member("byteorder", 16) if f"{self._root}/byteorder" in self._members else b"little"
        need(
            order == b"little",
            "the numbers are not little-endian (torch.save wrote them on such a machine) save it on another",
        )
        self.pickle = self._member("data.pkl", LONGEST_PICKLE)
        self._storages = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._zip.close()

    def _member(self, name, longest):
        member = self._members.get(f"{self._root}/{name}")
        need(member is not None, f"member {quoted(name)} is missing (the archive is damaged) copy it again")
        need(member.file_size <= longest, f"member {quoted(name)} has {member.file_size} bytes (at most {longest} are read) "
             "give a .model file of MACE")  # fmt: skip
        try:
            data = self._zip.read(member)
        except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
            raise MaceError(f"member {quoted(name)} of the archive is damaged ({quoted(error)}) copy it again") from None
        need(len(data) == member.file_size, f"member {quoted(name)} is cut off (the archive is damaged) copy it again")
        return data

    def storage(self, kind, key, count):
        """The numbers of a storage, one-dimensional, read-only; kind names their type, count says how many there are."""
        need(kind in DTYPES, f"a tensor is of the type {quoted(kind)} (the importer reads {', '.join(DTYPES)}) "
             "convert the model with .double()")  # fmt: skip
        if key not in self._storages:
            self._storages[key] = self._member(f"data/{key}", self._size)
        data, dtype = self._storages[key], np.dtype(DTYPES[kind])
        need(
            count * dtype.itemsize <= len(data),
            f"storage {quoted(key)} declares {count} numbers (its {len(data)} bytes are fewer) copy the file again",
        )
        return np.frombuffer(data, dtype, count)
