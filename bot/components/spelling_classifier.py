"""Rasa component: intents by letters. Typos, word forms and rare words that a dense vector blurs.

TF-IDF over character n-grams within words, then multinomial logistic regression (saga), both scikit-learn's. On the
golden enquiries it is right as often as the dense classifier and wrong about others, which is why decide() hears both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Text

import joblib
import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

SPELLING = "spelling"  # key in the parsed message: [{"name", "confidence"}], best first


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SpellingClassifier(GraphComponent):
    """Adds a second opinion beside the intent; it never changes the intent itself."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Sizes of the n-grams, how many are kept, and how many intents are named."""
        return {"min_ngram": 2, "max_ngram": 5, "max_features": 30_000, "inverse_penalty": 10.0, "keep": 20}

    def __init__(
        self,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: LetterModel | None = None,
    ) -> None:
        self._config, self._storage, self._resource = config, model_storage, resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpellingClassifier:
        """The component, made untrained by Rasa's graph."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from every example that has text, and stores the model."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        sizes = (int(self._config["min_ngram"]), int(self._config["max_ngram"]))
        features = TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=sizes,
            max_features=int(self._config["max_features"]),
            sublinear_tf=True,
            dtype=np.float32,
        )
        classifier = LogisticRegression(
            C=float(self._config["inverse_penalty"]),
            class_weight="balanced",
            solver="saga",
            tol=1e-2,
            random_state=0,
        )
        learned = features.fit_transform([message.get(TEXT) for message in examples])
        classifier.fit(learned, [message.get(INTENT) for message in examples])
        self._model = LetterModel.of(features, classifier)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / "spelling.joblib", compress=3)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SpellingClassifier:
        """Restored by Rasa's graph from a trained model."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, joblib.load(folder / "spelling.joblib"))

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds `spelling` to each message that has text."""
        for message in messages:
            if message.get(TEXT):
                message.set(SPELLING, self._ranking(message.get(TEXT)), add_to_output=True)
        return messages

    def _ranking(self, text: str) -> list[dict[str, Any]]:
        if self._model is None:
            return []
        probabilities = self._model.probabilities(text)
        best = np.argsort(-probabilities)[: int(self._config["keep"])]
        return [{"name": str(self._model.intents[i]), "confidence": float(probabilities[i])} for i in best]


@dataclass(frozen=True)
class LetterModel:
    """A fitted classifier laid out for one message at a time: `weights` has a row a feature, so few rows are read."""

    features: TfidfVectorizer
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    intents: NDArray[np.str_]

    @classmethod
    def of(cls, features: TfidfVectorizer, fitted: LogisticRegression) -> LetterModel:
        """The fitted classifier's numbers in another order: scikit-learn itself would copy 30 MB for each message."""
        weights, bias = fitted.coef_, fitted.intercept_
        if len(fitted.classes_) == 2:
            weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
        laid_out = np.ascontiguousarray(weights.T, dtype=np.float32)
        return cls(features, laid_out, bias.astype(np.float32), fitted.classes_)

    def probabilities(self, text: str) -> NDArray[np.float32]:
        """The probability of each intent, in the order of `intents`."""
        row = self.features.transform([text])
        scores = row.data @ self.weights[row.indices] + self.bias
        shares = np.exp(scores - scores.max())
        probabilities: NDArray[np.float32] = shares / shares.sum()
        return probabilities
