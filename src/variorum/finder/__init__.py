"""Find parallels that nobody has marked: an `Edition` in, each `Proposal` with its rank and reasons out.

windows → (words, figures, naming) → features → engine (SQL, in DuckDB or in Spark) → finding → review. `reuse` finds
shared wording exactly. Nothing is downloaded or published. (`bench.evaluation` measures it against the parallels that
editors have accepted.)
"""
