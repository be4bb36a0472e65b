"""What scores say to the submission of a batch's results."""

from batches.models import Batch
from exams.guards import everybody_scored
from workflow.lifecycle import lifecycle_of

lifecycle_of(Batch).contribute("submit_results", guards=(everybody_scored,))
