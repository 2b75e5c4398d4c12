"""What leaves the product as a file for people: printable documents and spreadsheets. The outside libraries for them live here."""
