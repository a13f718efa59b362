# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""What the package holds: no symbol that another library could meet, no instruction that a baseline processor lacks, the
licences; and that it works beside libraries that bring HDF5 or OpenMP of their own."""
import importlib.util
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import tesseral
from tesseral import _build

PACKAGE = Path(tesseral.__file__).parent
COMPILED = [next(PACKAGE.glob("_engine*.so")), PACKAGE / "bin/tesseral", *sorted((PACKAGE / "plugin").glob("*.so"))]


static = pytest.mark.skipif(not _build.STATIC, reason="a build with the libraries of this system")


@static
@pytest.mark.parametrize("file", COMPILED, ids=lambda file: file.name)
def test_symbols_are_hidden(file):
    symbols = subprocess.check_output(["nm", "-D", "--defined-only", file], text=True).split()[2::3]
    ours = [s for s in symbols if "Kokkos" in s or "8tesseral" in s or s.startswith(("H5", "_H5", "fmt", "_ZN3fmt"))]
    assert not ours, ours[:5]
    needed = subprocess.check_output(["readelf", "-d", file], text=True)
    assert not any(name in needed for name in ("libhdf5", "libkokkos", "libfftw", "libfmt", "libmpi"))


@pytest.mark.skipif(_build.ARCHITECTURE != "x86-64-v3", reason="a build for this machine alone")
def test_code_is_for_the_baseline():
    """Registers of AVX-512 occur nowhere; those of AVX2 do."""
    code = subprocess.check_output(["objdump", "-d", "--no-show-raw-insn", COMPILED[0]], text=True)
    assert "%ymm" in code and "%zmm" not in code and "%k1" not in code


def test_an_older_processor_is_told(monkeypatch):
    monkeypatch.setattr(_build, "NEEDED", ["avx2", "quantum"])
    with pytest.raises(ImportError, match="lacks quantum"):
        _build.check_processor()


@pytest.mark.parametrize("order", ["before", "after"])
@pytest.mark.parametrize("other", ["h5py", "torch"])
def test_beside_libraries_that_bring_their_own(order, other, tmp_path):
    if importlib.util.find_spec(other) is None:
        pytest.skip(f"{other} is not installed here")
    use = {
        "h5py": f"f = h5py.File({str(tmp_path / 'x.h5')!r}, 'w'); f['x'] = np.arange(9.0); f.close(); "
        f"assert h5py.File({str(tmp_path / 'x.h5')!r})['x'][3] == 3; assert h5py.File(tesseral.shipped('si')).attrs",
        "torch": "torch.set_num_threads(2); x = torch.rand(500, 500, dtype=torch.float64); assert torch.allclose(x @ x.inverse(), torch.eye(500, dtype=torch.float64), atol=1e-6)",
    }[other]
    imports = [f"import {other}", "import tesseral"]
    script = "\n".join(
        ["import numpy as np", *(imports if order == "before" else imports[::-1]), "from ase.build import bulk"]
        + ["def ours(): return tesseral.Potential(tesseral.shipped('si-small'), threads=2).evaluate(bulk('Si', cubic=True)).energy"]
        + ["first = ours()", use, "assert abs(ours() - first) < 1e-10", use, "print(first)"]
    )
    done = subprocess.run([sys.executable, "-c", script], text=True, capture_output=True)
    assert done.returncode == 0 and float(done.stdout) < 0, done.stderr


def test_licences_and_metadata():
    files = [str(file) for file in metadata.files("tesseral")]
    text = metadata.metadata("tesseral")
    assert text["License-Expression"] == "MIT AND GPL-2.0-only" and text["Version"] == tesseral.__version__
    assert sum(name.endswith("LICENSE") for name in files) == 2
    for library in ("HDF5", "Kokkos") if _build.STATIC else ():
        assert any(name.endswith(f"licences/{library}") for name in files)
