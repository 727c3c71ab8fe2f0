"""The story that must always work, told through the front: REST, the stream, sign-in, mail."""
