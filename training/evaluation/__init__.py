"""How good a model is: `kashira train evaluate`, one question a file."""
