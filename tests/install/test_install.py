# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""The installed library serves projects outside of this tree, and so does the tree as a folder of theirs."""
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

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
