"""What happens to visitors when something breaks: a replica, a worker, the disk, the connection."""
