"""The notebook of the documentation, run from its first cell to its last."""
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[2] / "docs" / "from_fit_to_select.ipynb"


def test_from_fit_to_select():
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert any("tumour@1: 100 rows" in output.get("text", "") for cell in cells for output in cell.outputs)
    compared = next(cell for cell in cells if "in_python =" in cell.source)
    assert float(compared.outputs[0]["data"]["text/plain"]) < 1e-12
