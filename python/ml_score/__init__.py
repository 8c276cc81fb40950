"""Writes fitted scikit-learn and Spark ML pipelines for ml_score, in-database scoring for PostgreSQL.

    import ml_score

    ml_score.write(pipeline, "churn.json", target="churn")      # a document for load_model()
    ml_score.deploy(connection, "churn", pipeline, sample=X)    # writes, loads, scores the sample, compares
"""
from .convert import to_document, write
from .deploy import Deployment, deploy
from .document import NotSupported
from .registry import supported
from .spark import spark_document

__all__ = ["Deployment", "NotSupported", "deploy", "spark_document", "supported", "to_document", "write"]
__version__ = "1.0.0"
