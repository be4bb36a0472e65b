"""What this app says to a batch's roster, results and certificates."""

from batches.models import Batch, DateChange
from exams.archiving.guards import archive_written
from exams.publishing.carried_checks import carried_held, carried_in_time
from exams.publishing.granting import enter_carried
from exams.publishing.notices import notice_over, open_notice
from exams.publishing.readiness import results_ready
from exams.publishing.reviewing import certified_after_reviews, reviews_over, reviews_settled
from workflow.lifecycle import lifecycle_of

batches = lifecycle_of(Batch)
batches.contribute("submit_roster", changes=(enter_carried,))
# The page says by itself what is missing, and who must act.
batches.contribute("submit_results", hidden_unless=(results_ready,))
batches.contribute("approve_results", guards=(carried_held,), changes=(open_notice,))
batches.contribute("certify", guards=(notice_over, carried_held, reviews_settled, certified_after_reviews))
batches.contribute("archive", guards=(notice_over, reviews_over, reviews_settled, archive_written))
lifecycle_of(DateChange).contribute("approve", guards=(carried_in_time,))
