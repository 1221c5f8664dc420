"""Why something about a place cannot be kept."""


class PlaceRefused(Exception):
    """Nothing was changed; `sentences` say why."""

    def __init__(self, *sentences):
        super().__init__(" ".join(sentences))
        self.sentences = sentences
