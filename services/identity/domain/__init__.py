"""The rules of people, their verification and their rights."""
