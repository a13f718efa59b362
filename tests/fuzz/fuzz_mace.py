# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""
Coverage-guided fuzzing, by atheris (libFuzzer for Python), of the importer of MACE checkpoints up to the network that it reads. An
input is a whole archive, or the number of a fixture (one byte) and a pickle that takes the place of that fixture's: an
archive has checksums, which hide what comes after.
    fuzz_mace.py --seeds FOLDER      writes inputs to begin with
    fuzz_mace.py [libFuzzer options] FOLDER…
"""
import io
import lzma
import pickletools
import random
import sys
import tempfile
import zipfile
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "python" / "tesseral"))
with atheris.instrument_imports(include=["import_mace"]):
    from import_mace import MaceError, importer
    from import_mace.checkpoint import read_checkpoint
    from import_mace.state import State

FIXTURES = [lzma.decompress(path.read_bytes()) for path in sorted((ROOT / "tests" / "python" / "mace").glob("*.model.xz"))]
SCRATCH = Path(tempfile.mkdtemp(prefix="fuzz-mace-"))


class Read(Exception):
    """The checkpoint was read."""


def read_only(root, elements, head, dtype, say):
    read_checkpoint(State(root, dtype))
    raise Read


importer.converted = read_only


def members(archive):
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {member.filename: opened.read(member) for member in opened.infolist()}


MEMBERS = [members(archive) for archive in FIXTURES]


def archive_of(data):
    """The bytes of the file that an input stands for."""
    if data[:2] == b"PK" or not data:
        return data
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in MEMBERS[data[0] % len(MEMBERS)].items():
            archive.writestr(name, data[1:] if name.endswith("/data.pkl") else content)
    return packed.getvalue()


def try_one(data):
    path = SCRATCH / "input.model"
    path.write_bytes(archive_of(data))
    try:
        importer.import_model(path, SCRATCH / "output.h5")
    except Read:
        pass
    except MaceError as error:  # anything else stops the run
        message = str(error)
        assert message and message.isprintable(), repr(message)


def mutate(data, max_size, seed):
    """Damages one to three operations of a pickle: left out, repeated, put elsewhere, or with other bytes."""
    chance = random.Random(seed)
    if data[:2] == b"PK" or len(data) < 3 or chance.random() < 0.1:
        return atheris.Mutate(data, max_size)
    starts = []
    try:
        starts.extend(position for _, _, position in pickletools.genops(data[1:]))
    except Exception:  # pickletools raises many kinds; what came before is enough
        pass
    if len(starts) < 3:
        return atheris.Mutate(data, max_size)
    bounds = [1 + start for start in starts] + [len(data)]
    pieces = [data[a:b] for a, b in zip(bounds, bounds[1:])]
    for _ in range(chance.randint(1, 3)):
        k = chance.randrange(len(pieces))
        how = chance.randrange(4)
        if how == 0:
            del pieces[k]
        elif how == 1:
            pieces.insert(k, pieces[k])
        elif how == 2:
            pieces[k] = chance.choice(pieces)
        elif pieces[k]:
            piece = bytearray(pieces[k])
            piece[chance.randrange(len(piece))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
            pieces[k] = bytes(piece)
        if not pieces:
            break
    return (data[:1] + b"".join(pieces))[:max_size]


def main():
    if sys.argv[1:2] == ["--seeds"]:
        for k, content in enumerate(MEMBERS):
            pickle = next(data for name, data in content.items() if name.endswith("/data.pkl"))
            Path(sys.argv[2], f"pickle-{k}").write_bytes(bytes([k]) + pickle)
        Path(sys.argv[2], "archive").write_bytes(min(FIXTURES, key=len))
        return
    atheris.Setup(sys.argv, try_one, custom_mutator=mutate)
    atheris.Fuzz()


main()
