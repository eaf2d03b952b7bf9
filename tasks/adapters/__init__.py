"""Adapters are the doors to outside libraries and to the disk, one door a library."""
