"""What a person is told in the portal: messages, what they want by mail, digests."""
