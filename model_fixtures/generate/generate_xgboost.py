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

import os
import subprocess
import sys

from environments import HERE, environment, public_data, quiet

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


def main(scratch, *chosen):
    data, _ = public_data(scratch)
    for name in chosen or ENVIRONMENTS:
        version, release, packages = ENVIRONMENTS[name]
        inside = environment(scratch, name, version, packages, ["xgboost==" + release])
        subprocess.check_call([inside, os.path.join(HERE, "xgboost_fit.py"), data, os.path.dirname(HERE), name],
                              env=quiet())
    subprocess.check_call([sys.executable, os.path.join(HERE, "xgboost_damage.py"), os.path.dirname(HERE)],
                          env=quiet())


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
