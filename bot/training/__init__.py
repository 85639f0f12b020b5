"""How the dialogue model is trained, judged, kept and fitted; its golden sets."""
