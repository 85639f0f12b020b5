"""Rasa component: placeholders become words before anything is learned or understood."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.understanding.model_words import as_words


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class PlaceholderWords(GraphComponent):
    """`<ADDRESS_1>` reads "my address" to the model; the tracker keeps the placeholder."""

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PlaceholderWords:
        """The component, made by Rasa's graph."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Treats training examples as messages are treated."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Rewrites the text of each message in place."""
        for message in messages:
            if message.get(TEXT):
                message.set(TEXT, as_words(message.get(TEXT)))
        return messages
