"""Rasa featurizer: one dense vector a message, from the encoder that search uses too."""

from __future__ import annotations

from typing import Any, Dict, List, Text, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.shared_encoder import shared_encoder
from knowledge.search.encoder import EMBEDDED, Encoder


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeatures(DenseFeaturizer, GraphComponent):
    """Adds a (1, dimension) sentence feature, scaled so that a linear classifier weighs it against n-grams."""

    @classmethod
    def required_components(cls) -> List[Type[Any]]:
        """Needs tokens, as every featurizer in Rasa does."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """`model` is any sentence-transformers name; `scale` multiplies the unit vector."""
        return {**DenseFeaturizer.get_default_config(), "model": EMBEDDED, "scale": 1.0}

    def __init__(self, config: Dict[Text, Any], name: Text, encoder: Encoder) -> None:
        super().__init__(name, config)
        self._encoder = encoder
        self._scale = float(config["scale"])

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeatures:
        """Made by Rasa's graph; the encoder is the process's own, loaded once."""
        return cls(config, execution_context.node_name, shared_encoder(config["model"]))

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Nothing to refuse: an unknown model fails when it loads, with its own message."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds features to every training example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds features to every message that has text."""
        with_text = [message for message in messages if message.get(TEXT)]
        vectors = self._encoder.encode([message.get(TEXT) for message in with_text])
        for message, vector in zip(with_text, vectors, strict=True):
            self._add(message, vector)
        return messages

    def _add(self, message: Message, vector: np.ndarray[Any, np.dtype[np.float32]]) -> None:
        feature = (vector * self._scale)[np.newaxis, :]
        message.add_features(Features(feature, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
