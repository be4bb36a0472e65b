"""What stands in the way of applications, trainings and transfers, each with its clause."""
