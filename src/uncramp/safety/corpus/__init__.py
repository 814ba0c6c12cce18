"""The corpus: people on whom every interpreter, in every language, has to agree, with what is expected of each."""
