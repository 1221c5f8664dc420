"""What the test command needs of the machine: servers, a browser, and a clean end."""
