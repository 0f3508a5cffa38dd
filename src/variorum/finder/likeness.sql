-- What an encoder adds to the score of a pair. In: windows (id, source), vectors (id, vector), compared (a, b), and a weight.
-- Out: likeness (a, b, weight). A window that shows no difference at all among the windows of a source adds nothing.
insert into likeness
with
compared_with as (
  select a, b, wa.source as source_a, wb.source as source_b, list_cosine_similarity(va.vector, vb.vector) as cosine
  from compared
  join windows as wa on wa.id = a
  join windows as wb on wb.id = b
  join vectors as va on va.id = a
  join vectors as vb on vb.id = b
),

-- For a window all its cosines with one source are the measure; what is usual there is 0, one deviation above is 1.
standing as (
  select
    a,
    b,
    (cosine - avg(cosine) over of_a) / nullif(stddev_pop(cosine) over of_a, 0) as for_a,
    (cosine - avg(cosine) over of_b) / nullif(stddev_pop(cosine) over of_b, 0) as for_b
  from compared_with
  window of_a as (partition by a, source_b), of_b as (partition by b, source_a)
)

select a, b, $1 * (coalesce(for_a, 0) + coalesce(for_b, 0)) / 2
from standing
