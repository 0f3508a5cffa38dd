"""One build: the Domain, its beginning and end, what each page depends on, the seal."""
