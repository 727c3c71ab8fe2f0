"""What a deployment is made of: the images, and the compose file of a laptop."""
