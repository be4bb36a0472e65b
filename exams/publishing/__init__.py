"""From handing results in to their publication: readiness, notice, objections, reviews, make-up."""
