"""The model refuses, hangs, answers nonsense: the rules answer, and nobody waits for it."""

from pathlib import Path

import pytest

from tests.support.gemini_brain import rules_brain
from tests.support.gemini_standin import GeminiStandin
from tests.system.ai_trouble import LONGEST, endure, with_model

pytestmark = pytest.mark.timeout(200)


def test_everybody_has_a_sensible_answer_soon_whatever_the_model_does(tmp_path: Path) -> None:
    with GeminiStandin(rules_brain()) as gemini, with_model(tmp_path, gemini) as made:
        for number, trouble in enumerate(("hanging", "refusing", "garbage")):
            waited = endure(made, gemini, trouble, 3.0, 1_000 * number)
            assert len(waited.seconds) == 15
            assert waited.asked > 0
            assert waited.longest <= LONGEST, trouble
        assert gemini.wrong == []
