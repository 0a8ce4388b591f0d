"""Ways in and out: folders, SFTP mailboxes, CORE over HTTPS. They move bytes; what these mean is the exchange's."""
