-- Find every run of equal words between two sources, exactly. Plain SQL.
--
-- In:  tokens (source, position, word)   the folded words of each source, counted through it from 0
--      $least                            how many words a run has at least
-- Out: maximal runs: source_a, first_a, source_b, first_b, length (in words); a's source comes first.
--
-- Two stretches of that many words that are equal lie on one diagonal (position b − position a). Equal stretches that
-- follow one another on a diagonal are one run: a gap begins where position minus row number changes.
with
grams as (
  select source, position, string_agg(word, ' ') over following as gram, count(*) over following as words
  from tokens
  window following as (
    partition by source order by position rows between current row and $least - 1 following
  )
),
matches as (
  select a.source as source_a, b.source as source_b, a.position as position, b.position - a.position as diagonal
  from grams as a
  join grams as b on b.gram = a.gram and a.source < b.source
  where a.words = $least and b.words = $least
),
islands as (
  select
    *,
    position - row_number() over (partition by source_a, source_b, diagonal order by position) as island
  from matches
)
select
  source_a, min(position) as first_a, source_b, min(position) + diagonal as first_b, count(*) + $least - 1 as length
from islands
group by source_a, source_b, diagonal, island
order by length desc, source_a, first_a, source_b, first_b
