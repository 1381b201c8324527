-- purpose: How many articles did each outlet publish on an incident, and from which day
-- purpose: to which? An example of a report of one's own: copy it under a new name.
-- grain: one row per outlet with at least one article on the incident
-- param incident varchar: incident id from config.yaml
-- column outlet varchar: outlet id
-- column articles bigint: articles on the incident, copies counted each time
-- column first_day date: local day of the earliest
-- column last_day date: local day of the latest
-- example: tracker report example incident=durres_fair
select
    articles.outlet,
    count(*) as articles,
    min(articles.day) as first_day,
    max(articles.day) as last_day
from incident_articles
inner join articles
    on
        incident_articles.day = articles.day
        and incident_articles.article_id = articles.article_id
where incident_articles.incident = $incident
group by articles.outlet
order by articles.outlet asc
