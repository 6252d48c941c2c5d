"""How the model that ships was made: a student that follows the published model."""
