-- Score pairs of windows by what they share. Plain SQL: no loop, no function that only one engine has.
--
-- In:  windows  (id, source, language, section, first_year, last_year)   one row per window, ids in reading order
--      features (id, kind, feature, weight)                               one row per feature that a window holds; a
--                                                                         feature is a number made of its kind and key
--      kinds    (kind, weight, across, reach)                             what a kind of feature says
--      settings (one row; see engine.Settings)
--      likeness (a, b, weight)                                            what an encoder adds, if there is one; a's
--                                                                         source comes first
-- Out: one row per pair of windows of different sources: a, b (a's source comes first), score, and the rank of each
--      among the other source's windows for its partner.
with
population as (
  select count(*) as total from windows
),
-- 1. Count the windows that have each feature.
counted as (
  select feature, count(*) as held from features group by feature
),
-- 2. Drop what too many windows have; rare features weigh more.
weighed as (
  select
    features.id, features.feature, counted.held, kinds.across, kinds.reach,
    features.weight * kinds.weight * power(ln(1 + population.total * 1.0 / counted.held), settings.rarity) as weight
  from features
  join counted on counted.feature = features.feature
  join kinds on kinds.kind = features.kind
  cross join population
  cross join settings
  where counted.held <= greatest(settings.common_share * population.total, 2) and kinds.weight > 0
),
-- 3. Long windows hold more of everything; divide by how much each holds.
sizes as (
  select id, sqrt(sum(weight * weight)) as size from weighed group by id
),
-- 4. Only what two windows have makes a pair; in a large corpus only what few have, `most_windows` at most.
telling as (
  select weighed.id, windows.source, windows.language, windows.section, weighed.feature, weighed.across, weighed.weight
  from weighed
  join windows on windows.id = weighed.id
  cross join settings
  where weighed.held between 2 and settings.most_windows * weighed.reach
),
-- 5. Let a window know a little of what its neighbours say: “he” is named one sentence before.
known as (
  select id, source, language, feature, across, weight, 1 as own from telling
  union all
  select telling.id + 1, telling.source, telling.language, feature, across, weight * settings.context, 0
  from telling
  join windows on windows.id = telling.id + 1 and windows.section = telling.section
  cross join settings
  where settings.context > 0
  union all
  select telling.id - 1, telling.source, telling.language, feature, across, weight * settings.context, 0
  from telling
  join windows on windows.id = telling.id - 1 and windows.section = telling.section
  cross join settings
  where settings.context > 0
),
held as (
  select id, source, language, feature, across, max(weight) as weight, max(own) as own
  from known
  group by id, source, language, feature, across
),
-- 6. Join on the feature; in a large corpus one of the two must hold it itself (`least_own` = 1), and a pair must share
--    more than one (`least_shared` = 2): what has one thing in common by chance is most of all pairs.
shared as (
  select a.id as a, b.id as b, sum(a.weight * b.weight) as weight
  from held as a
  join held as b on b.feature = a.feature and a.source < b.source
  cross join settings
  where a.own + b.own >= settings.least_own and (not a.across or a.language <> b.language)
  group by a.id, b.id
  having count(*) >= min(settings.least_shared)
),
-- 7. An encoder may know pairs that share no feature at all.
paired as (
  select a, b, sum(weight) as weight, sum(likeness) as likeness
  from (
    select a, b, weight, 0 as likeness from shared
    union all
    select a, b, 0 as weight, weight as likeness from likeness
  ) as known_pairs
  group by a, b
),
-- 8. What tells of other years is rarely the same matter.
timed as (
  select
    paired.a, paired.b, wa.source as source_a, wb.source as source_b,
    paired.weight / power(sa.size * sb.size, settings.length_share)
      * case
          when wa.first_year is null or wb.first_year is null then 1
          when greatest(wa.first_year, wb.first_year) - least(wa.last_year, wb.last_year) <= 0
            then settings.same_time
          when greatest(wa.first_year, wb.first_year) - least(wa.last_year, wb.last_year) <= settings.near_years then 1
          else settings.other_time
        end
      + paired.likeness as score
  from paired
  join windows as wa on wa.id = paired.a
  join windows as wb on wb.id = paired.b
  join sizes as sa on sa.id = paired.a
  join sizes as sb on sb.id = paired.b
  cross join settings
),
-- 9. A window that is a little like everything is not especially like anything: take off its usual likeness.
places as (
  select
    a, b, source_a, source_b, score,
    row_number() over (partition by a, source_b order by score desc, b) as place_a,
    row_number() over (partition by b, source_a order by score desc, a) as place_b
  from timed
),
usual_a as (
  select a, source_b, sum(score) / 10 as usual from places where place_a <= 10 group by a, source_b
),
usual_b as (
  select b, source_a, sum(score) / 10 as usual from places where place_b <= 10 group by b, source_a
),
freed as (
  select
    places.a, places.b, source_a, source_b,
    score - settings.hubs * (usual_a.usual + usual_b.usual) / 2 as score
  from places
  join usual_a using (a, source_b)
  join usual_b using (b, source_a)
  cross join settings
),
ranked as (
  select
    a, b, score,
    row_number() over (partition by a, source_b order by score desc, b) as rank_b,
    row_number() over (partition by b, source_a order by score desc, a) as rank_a
  from freed
)
select ranked.a, ranked.b, ranked.score, ranked.rank_a, ranked.rank_b
from ranked
cross join settings
where ranked.rank_a <= settings.best or ranked.rank_b <= settings.best
