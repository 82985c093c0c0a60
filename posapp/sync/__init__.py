"""What travels between a till and headquarters, without sockets, sleep or clock of its own."""
