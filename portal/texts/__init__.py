"""Pages and notices for the public, written by staff: versions, publishing, attachments."""
