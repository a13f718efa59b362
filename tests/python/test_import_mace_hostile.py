# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Damaged and hostile checkpoints end in one line, execute nothing and take little memory."""
import os
import pickle
import re
import struct
import subprocess
import sys
import zipfile

import numpy as np
import pytest
from mace_fixtures import import_mace, part, unpacked

CLASS = b"cmace.modules.models\nMACE\n"
TENSOR = b"ctorch._utils\n_rebuild_tensor_v2\n"


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    return unpacked(tmp_path_factory.mktemp("checkpoints"), "one-layer")


def refusal(path, target):
    """The one line that a file is refused with."""
    with pytest.raises(import_mace.MaceError) as error:
        import_mace.import_model(path, target)
    text = str(error.value)
    assert text.startswith(f"{path}: ") and "\n" not in text and "(" in text and len(text) < 800
    assert not target.exists()
    return text


def archive(path, data, storages=(), **options):
    """An archive as torch.save lays it out."""
    with zipfile.ZipFile(path, "w", options.pop("compression", zipfile.ZIP_STORED)) as file:
        file.writestr("m/data.pkl", data)
        for key, content in storages:
            file.writestr(f"m/data/{key}", content)
        for name, content in options.items():
            file.writestr(f"m/{name}", content)
    return path


def rewritten(source, path, change):
    """A copy with changed members; change(name, data) gives the data, or None to leave it out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return path


def test_other_files(tmp_path):
    path, out = tmp_path / "x.model", tmp_path / "out.h5"
    for content, words in (
        (b"", "no zip file"),
        (b"not a model", "no zip file"),
        (pickle.dumps(0x1950A86A20F9469CFC6C, 2), "older one"),  # how torch.save began before its zip files
        (b"PK\x03\x04" + bytes(100), "zip archive is damaged"),
    ):
        path.write_bytes(content)
        assert words in refusal(path, out)
    plain = pickle.dumps({}, 2)
    assert "no data.pkl" in refusal(rewritten(archive(path, plain), tmp_path / "y.model", lambda n, d: None), out)
    assert "TorchScript" in refusal(archive(path, plain, **{"code/x.py": "x"}), out)
    assert "compressed" in refusal(archive(path, plain, compression=zipfile.ZIP_DEFLATED), out)
    assert "little-endian" in refusal(archive(path, plain, byteorder="big"), out)
    assert "dictionary and no model" in refusal(archive(path, plain), out)
    assert "protocol 4" in refusal(archive(path, pickle.dumps({}, 4)), out)
    assert "no model" in refusal(archive(path, pickle.dumps(3, 2)), out)
    assert "at most" in refusal(archive(path, bytes(part("archive").LONGEST_PICKLE + 1)), out)


def test_cut_off_anywhere(checkpoint, tmp_path):
    data, path = checkpoint.read_bytes(), tmp_path / "cut.model"
    for length in (3, 30, 1000, len(data) // 2, len(data) - 1000, len(data) - 1):
        path.write_bytes(data[:length])
        refusal(path, tmp_path / "out.h5")


def test_missing_members(checkpoint, tmp_path):
    with zipfile.ZipFile(checkpoint) as file:
        keys = [name for name in file.namelist() if "/data/" in name and file.getinfo(name).file_size]
    needed = 0
    for key in keys[::5]:
        path = rewritten(checkpoint, tmp_path / "less.model", lambda name, data: None if name == key else data)
        assert "is missing" in refusal(path, tmp_path / "out.h5")
        path = rewritten(checkpoint, tmp_path / "less.model", lambda name, data: data[:-1] if name == key else data)
        assert "declares" in refusal(path, tmp_path / "out.h5")
        needed += 1
    assert needed > 5


def test_changed_bytes(checkpoint, tmp_path):
    """Whatever byte of the pickle or of the archive changes: a model, or one line."""
    random, out = np.random.default_rng(1), tmp_path / "out.h5"
    whole = checkpoint.read_bytes()
    refused = 0
    for k in range(60):
        path = tmp_path / "changed.model"
        if k % 2:
            data = bytearray(whole)
            data[random.integers(len(data) - 12000, len(data))] ^= 1 << random.integers(8)  # the archive's directory
            path.write_bytes(data)
        else:

            def change(name, data):
                data = bytearray(data)
                if name.endswith("data.pkl"):
                    data[random.integers(len(data))] ^= 1 << random.integers(8)
                return bytes(data)

            rewritten(checkpoint, path, change)
        try:
            import_mace.import_model(path, out)
            out.unlink()
        except import_mace.MaceError as error:
            assert "\n" not in str(error)
            refused += 1
    assert refused > 10


@pytest.mark.parametrize("name", ["os.system", "builtins.eval", "builtins.getattr", "subprocess.Popen", "numpy.load", "torchx.f"])
def test_nothing_is_executed(name, tmp_path):
    module, function = name.rsplit(".", 1)
    mark = tmp_path / "mark"
    data = b"\x80\x02c" + f"{module}\n{function}\n".encode() + b"X" + struct.pack("<I", len(f"touch {mark}")) + f"touch {mark}".encode() + b"\x85R."
    text = refusal(archive(tmp_path / "x.model", data), tmp_path / "out.h5")
    assert f"names '{name}'" in text and "nothing of it was executed" in text and not mark.exists()


def test_other_forms_are_refused_by_name(tmp_path):
    for module, words in ((b"cuequivariance_torch.primitives", "convert_cueq_e3nn"), (b"openequivariance.tp", "convert_oeq_e3nn")):
        data = b"\x80\x02c" + module + b"\nLinear\n."
        assert words in refusal(archive(tmp_path / "x.model", data), tmp_path / "out.h5")


def view(offset, size, stride, count=4, key="0"):
    """A pickle of a model with one tensor that is such a view of a storage of so many doubles."""
    numbers = lambda values: b"(" + b"".join(pickle.dumps(v, 2)[2:-1] for v in values) + b"t"
    text = lambda value: b"X" + struct.pack("<I", len(value)) + value.encode()
    storage = b"(" + text("storage") + b"ctorch\nDoubleStorage\n" + text(key) + text("cpu") + pickle.dumps(count, 2)[2:-1] + b"tQ"
    tensor = TENSOR + b"(" + storage + pickle.dumps(offset, 2)[2:-1] + numbers(size) + numbers(stride) + b"\x89}tR"
    return b"\x80\x02" + CLASS + b")\x81}" + text("_buffers") + b"}" + text("r_max") + tensor + b"ssb."


def test_tensors_stay_in_their_storages(tmp_path):
    path, out, numbers = tmp_path / "x.model", tmp_path / "out.h5", np.arange(4.0).tobytes()
    assert "is missing" in refusal(archive(path, view(0, [4], [1]), [("0", numbers)]), out)  # a good one: other things lack
    for arguments, words in (
        (dict(offset=1, size=[4], stride=[1]), "reaches to number 4"),
        (dict(offset=-1, size=[2], stride=[1]), "that are none"),
        (dict(offset=3, size=[4], stride=[-1]), "that are none"),
        (dict(offset=0, size=[-2], stride=[1]), "that are none"),
        (dict(offset=0, size=[2, 2], stride=[1]), "that are none"),
        (dict(offset=0, size=[1 << 40], stride=[0]), "elements"),
        (dict(offset=0, size=[1 << 62, 1 << 62], stride=[0, 0]), "elements"),
        (dict(offset=0, size=[2], stride=[1 << 70]), "that are none"),
        (dict(offset=0, size=[2], stride=[1 << 62]), "reaches to number"),
        (dict(offset=0, size=[4], stride=[1], count=5), "declares 5 numbers"),
        (dict(offset=0, size=[4], stride=[1], count=1 << 60), "declares"),
        (dict(offset=0, size=[4], stride=[1], count=-1), "no storage"),
        (dict(offset=0, size=[4], stride=[1], key="../0"), "'data/../0' is missing"),
    ):
        assert words in refusal(archive(path, view(**arguments), [("0", numbers)]), out), arguments


BOMBS = {
    "memo": b"\x80\x02Nr\xff\xff\xff\x7f.",
    "long text": b"\x80\x02X\xff\xff\xff\x7fabc.",
    "long number": b"\x80\x02\x8b\xff\xff\xff\x7fabc.",
    "many copies": b"\x80\x02](" + b"K\x01" * 1000000 + b"eq\x00" + b"c__builtin__\nset\nq\x01" + b"h\x01h\x00\x85R" * 300000 + b".",
    "many copies of attributes": b"\x80\x02}(" + b"".join(b"J" + struct.pack("<i", k) + b"N" for k in range(300000)) + b"uq\x00" + CLASS
    + b"q\x01" + b"h\x01)\x81h\x00b" * 300000 + b".",
    "deep key": b"\x80\x02}" + b")" + b"\x85" * 300000 + b"Ns.",
    "deep tuple": b"\x80\x02)" + b"\x85" * 300000 + b".",
    "itself": b"\x80\x02" + CLASS + b")\x81q\x00}X\x08\x00\x00\x00_modules}X\x01\x00\x00\x00ah\x00ssb.",
    "endless to print": b"\x80\x02" + CLASS + b")\x81}X\x05\x00\x00\x00headsK\x01" + b"q\x00h\x00\x86" * 100 + b"sb.",
    "no stack": b"\x80\x02R.",
    "no mark": b"\x80\x02t.",
    "nothing": b"\x80\x02.",
    "no end": b"\x80\x02N",
    "no item": b"\x80\x02h\x05.",
    "items of nothing": b"\x80\x02NNNs.",
    "many modules": b"\x80\x02" + CLASS + b"q\x01)\x81q\x00}X\x08\x00\x00\x00_modules}("
    + b"".join(b"X\x06\x00\x00\x00%06dh\x01)\x81" % k for k in range(20000)) + b"usb.",
    "long names": b"\x80\x02" + CLASS + b"q\x01)\x81}X\x08\x00\x00\x00_modules}X" + struct.pack("<I", 1000000) + b"a" * 1000000
    + b"h\x01)\x81}X\x08\x00\x00\x00_modules}(" + b"".join(b"X\x04\x00\x00\x00%04dh\x01)\x81" % k for k in range(9000)) + b"usbssb.",
    "operation": b"\x80\x02N0N.",
    "doubling": b"\x80\x02" + CLASS + b"q\x01)\x81q\x02" + b"".join(
        b"h\x01)\x81}X\x08\x00\x00\x00_modules}X\x01\x00\x00\x00ah\x02sX\x01\x00\x00\x00bh\x02ssbq\x02" for _ in range(30)) + b".",
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name, tmp_path):
    """In a process of its own, with 3 GiB of address space."""
    path = archive(tmp_path / "x.model", BOMBS[name])
    limited = "import resource as r, runpy, sys; r.setrlimit(r.RLIMIT_AS, (3 << 30, 3 << 30)); sys.argv = ['x', *sys.argv[1:]]; "
    limited += f"runpy.run_module({import_mace.__name__!r}, run_name='__main__')"
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-c", limited, path, "-o", tmp_path / "out.h5"]
    done = subprocess.run(command, text=True, capture_output=True, timeout=60, env=environment)
    assert done.returncode == 1 and done.stdout == "" and re.fullmatch(r"tesseral-import-mace: [^\n]+\n", done.stderr), done.stderr[-500:]


def test_declared_sizes(checkpoint, tmp_path):
    """A directory that says more than the file has."""
    data = bytearray(checkpoint.read_bytes())
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(b"PK\x05\x06"))
    for size in (0x7FFFFFFF, 1 << 20):
        struct.pack_into("<II", data, entry + 20, size, size)
        (tmp_path / "x.model").write_bytes(data)
        assert "declares" in refusal(tmp_path / "x.model", tmp_path / "out.h5")
