"""The fine-tuned language-model recommender, scored with numpy alone."""
