"""Declarations: questionnaires, codebooks, rubrics and lexicons as data. No logic lives here."""
