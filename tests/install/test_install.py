# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""The installed library serves projects outside of this tree, and so does the tree as a folder of theirs."""
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

CMAKE = os.environ["CMAKE"]
SOURCE = Path(os.environ["TESSERAL_SOURCE"])
BUILD = Path(os.environ["TESSERAL_BUILD"])
KOKKOS = Path(os.environ["Kokkos_DIR"])
COMPONENTS = os.environ["TESSERAL_COMPONENTS"].split("+")
VERSION = os.environ["TESSERAL_VERSION"]
HERE = Path(__file__).resolve().parent
# the installed program finds Kokkos beside itself or where the system's linker is told to look
ENVIRONMENT = {**os.environ, "LD_LIBRARY_PATH": str(KOKKOS.parent.parent)}


def run(*command, **options):
    """Output of a command that must succeed."""
    result = subprocess.run([str(word) for word in command], env=ENVIRONMENT, text=True, stdout=subprocess.PIPE,
                            stderr=subprocess.STDOUT, **options)
    if result.returncode:
        raise AssertionError(f"{' '.join(map(str, command))}: exit code {result.returncode}\n{result.stdout}")
    return result.stdout


class Installation(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="tesseral-install-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.work = Path(cls.folder.name)
        cls.prefix = cls.work / "prefix"
        run(CMAKE, "--install", BUILD, "--prefix", cls.prefix)

    def configure(self, source, name, *definitions):
        """Configures a project outside of the tree; returns its build folder and what CMake said."""
        build = self.work / name
        said = run(CMAKE, "-S", source, "-B", build, f"-DCMAKE_PREFIX_PATH={self.prefix}", f"-DKokkos_DIR={KOKKOS}",
                   "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON", *definitions)
        return build, said

    def build(self, source, name, *definitions, target="all"):
        build, _ = self.configure(source, name, *definitions)
        run(CMAKE, "--build", build, "--parallel", 2, "--target", target)
        return build

    def test_no_file_names_a_folder_of_this_machine(self):
        folders = [str(folder).encode() for folder in (SOURCE, BUILD, Path.home(), KOKKOS.parent, self.work)]
        for file in filter(Path.is_file, self.prefix.rglob("*")):
            for folder in folders:
                self.assertNotIn(folder, file.read_bytes(), file)
        for file in self.prefix.rglob("*.cmake"):
            self.assertNotRegex(file.read_text(), r'[;" ]/\w', file)

    def test_every_header_that_a_header_includes_is_installed(self):
        include = self.prefix / "include"
        headers = [*include.rglob("*.hpp"), *include.rglob("*.h")]
        self.assertGreater(len(headers), 50)
        for header in headers:
            for name in re.findall(r'#include [<"]([^>"]+)[>"]', header.read_text()):
                if name.startswith("tesseral/"):
                    self.assertTrue((include / name).exists(), f"{header} includes {name}")
                self.assertNotIn(name, ("hdf5.h", "fftw3.h", "mpi.h", "toml++/toml.h"), header)

    def test_the_c_header_is_c_of_any_age(self):
        header, example = self.prefix / "include/tesseral/tesseral.h", SOURCE / "examples/03_embed/embed.c"
        strict = ["-pedantic-errors", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-I", self.prefix / "include"]
        for standard in ("c89", "c99", "c11"):
            run(os.environ["CC"], f"-std={standard}", *strict, "-x", "c", header, example)
        for standard in ("c++98", "c++17"):
            run(os.environ["CXX"], f"-std={standard}", *strict, "-x", "c++", header)

    def test_components_are_found_or_missed_with_a_sentence(self):
        def ask(components, languages="C;CXX", version=""):
            return self.configure(HERE / "components", f"components-{languages.count(';')}", f"-DVERSION={version}",
                                  f"-DCOMPONENTS={components}", f"-DLANGUAGES={languages}")[1]
        self.assertIn(f"found: {VERSION}", ask("engine", version=VERSION))
        self.assertIn("not found: no component 'colour' (this installation has: engine", ask("engine;colour"))
        if "trainer" in COMPONENTS:
            self.assertIn(f"found: {VERSION}", ask("trainer"))
        else:
            self.assertIn("not found: no component 'trainer'", ask("trainer"))
        self.assertNotIn(f"found: {VERSION}", ask("engine", version="99.0"))
        self.assertIn("not found: the language C is not enabled", ask("engine", languages="CXX"))

    def test_the_examples_reproduce_the_self_tests(self):
        model = SOURCE / "potentials/si-small.h5"
        with h5py.File(model) as file:
            tests = [{key: np.array(value) for key, value in file[f"self_test/{k}"].items()} for k in range(3)]
        build = self.build(SOURCE / "examples/03_embed", "embed")
        self.assertNotIn("-march", (build / "compile_commands.json").read_text())

        said = run(build / "embed_cpp", model)
        found = re.findall(r"self-test of (\d+) atoms: energy (\S+) eV, .*error of a force (\S+)", said)
        self.assertEqual([int(atoms) for atoms, _, _ in found], [len(test["forces"]) for test in tests])
        for (_, energy, error), test in zip(found, tests):
            self.assertAlmostEqual(float(energy), float(test["energy"]), delta=1e-6)  # 1e-9 of it is the radial table's
            self.assertLess(float(error), 1e-6)

        said = run(build / "embed_c", model)
        energy, *virial = map(float, re.search(r"energy (.*) eV, virial (.*) eV", said).expand(r"\1 \2").split())
        forces = np.array(re.findall(r"^force (\S+) (\S+) (\S+)", said, re.MULTILINE), float)
        self.assertAlmostEqual(energy, float(tests[0]["energy"]), delta=2e-8)
        np.testing.assert_allclose(forces, tests[0]["forces"], rtol=0, atol=2e-9)
        expected = tests[0]["virial"][[0, 1, 2, 0, 0, 1], [0, 1, 2, 1, 2, 2]]
        np.testing.assert_allclose(virial, expected, rtol=0, atol=2e-8)

    @unittest.skipUnless("trainer" in COMPONENTS, "built without the trainer")
    def test_the_trainer_links(self):
        said = run(self.build(HERE / "trainer", "trainer") / "trainer")
        self.assertIn("missing.toml", said)

    @unittest.skipUnless("trainer" in COMPONENTS, "built without the trainer")
    def test_the_program_runs(self):
        self.assertEqual(run(self.prefix / "bin/tesseral", "--version").strip(), f"tesseral {VERSION}")

    def test_the_tree_is_a_quiet_guest(self):
        build = self.build(HERE / "guest", "guest", f"-DTESSERAL_SOURCE={SOURCE}", "-DTESSERAL_NATIVE=ON",
                           target="host")
        own = [line for line in (build / "compile_commands.json").read_text().splitlines() if "host.cpp" in line]
        self.assertTrue(own)
        for flag in ("-Wall", "-march", "-O3"):
            self.assertNotIn(flag, " ".join(own))


if __name__ == "__main__":
    unittest.main()
