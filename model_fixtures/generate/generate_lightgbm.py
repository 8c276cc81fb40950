#!/usr/bin/env python3
"""Makes the lightgbm* fixtures and lightgbm_bad again from public packages.

    generate_lightgbm.py SCRATCH [ENVIRONMENT ...]

Creates a virtual environment for each release in SCRATCH/env, with the Python
that the release was made for (found as pythonX.Y on the path or in
~/.pyenv/versions), exports the data sets to SCRATCH/data and fits every model of
lightgbm_models.py.  A given SCRATCH is used again.
"""

import os
import subprocess
import sys

from environments import HERE, environment, public_data, quiet

# environment: Python, lightgbm, what else
ENVIRONMENTS = {
    "lgb20": ("3.6", "2.0.12", ["numpy==1.19.5", "scipy==1.5.4", "scikit-learn==0.24.2", "pandas==1.1.5"]),
    "lgb22": ("3.6", "2.2.3", ["numpy==1.19.5", "scipy==1.5.4", "scikit-learn==0.24.2", "pandas==1.1.5"]),
    "lgb23": ("3.7", "2.3.1", ["numpy==1.21.6", "scipy==1.7.3", "scikit-learn==1.0.2", "pandas==1.3.5"]),
    "lgb32": ("3.8", "3.2.1", ["numpy==1.24.4", "scipy==1.10.1", "scikit-learn==1.3.2", "pandas==2.0.3", "wheel"]),
    "lgb40": ("3.10", "4.0.0", ["numpy==1.26.4", "scipy==1.15.3", "scikit-learn==1.5.2", "pandas==2.2.3"]),
    "lgb47": ("3.11", "4.7.0", ["numpy==2.4.6", "scipy==1.17.1", "scikit-learn==1.9.1", "pandas==3.1.1"]),
}


def main(scratch, *chosen):
    data, _ = public_data(scratch)
    for name in chosen or ENVIRONMENTS:
        version, release, packages = ENVIRONMENTS[name]
        inside = environment(scratch, name, version, packages, ["lightgbm==" + release])
        subprocess.check_call([inside, os.path.join(HERE, "lightgbm_fit.py"), data, os.path.dirname(HERE), name],
                              env=quiet())
    subprocess.check_call([sys.executable, os.path.join(HERE, "lightgbm_damage.py"), os.path.dirname(HERE)], env=quiet())


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
