"""What `make bench` is made of: see README.md."""
