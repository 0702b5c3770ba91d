"""A linear classifier per kind of fact, trained from what people decided in the review queue (docs/extraction.md).

`features` and `model` are pure and serve every extraction; `files` keeps the models as readable files; `training` alone
needs scikit-learn, and nothing but `manage.py train_extractor` imports it.
"""

from dialogues.ingest.extract.classifier.features import FEATURES_VERSION, features_of
from dialogues.ingest.extract.classifier.model import BadModel, KindModel, Model, model_from

__all__ = ["FEATURES_VERSION", "BadModel", "KindModel", "Model", "features_of", "model_from"]
