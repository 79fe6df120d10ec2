-- FreeSWITCH: the states of agents, from a table that you have filled by a trigger.
--
-- ACD: FreeSWITCH (mod_callcenter)
-- Data: agent-status
-- Database: PostgreSQL, if mod_callcenter keeps its tables there (odbc-dsn), FusionPBX
-- Tables: FreeSWITCH keeps none: agents, the table of mod_callcenter (its source defines it), has
--   what each agent is now, and a change is an event that nobody stores. So have a table
--   tidegate_agent_change and the trigger made that stand below. History begins there: what was
--   before cannot be had.
-- Run: on PostgreSQL with the trigger on a made-up table agents; never with FreeSWITCH nor on a
--   customer's rows.
-- Times: when the trigger ran, with time zone, so clock changes are safe.
-- States: Receiving and In a queue call, as state has them; else status (Available, Available (On
--   Demand), On Break). Logged Out ends the one before.
-- Left out: wrap-up, which mod_callcenter does not tell from being available. An agent that is
--   deleted is logged out then; FreeSWITCH itself may delete and add all of them when it starts.
-- The agent's identifier is the agent's name in mod_callcenter, which in FusionPBX is a UUID.
-- Login: GRANT SELECT ON tidegate_agent_change TO tidegate
-- Indexes: (at), made below
--
-- To be run once by the owner of the table agents; whatever fails in it, FreeSWITCH goes on:
-- CREATE TABLE tidegate_agent_change (n bigserial PRIMARY KEY, at timestamptz NOT NULL,
--   agent varchar(255) NOT NULL, status varchar(255), state varchar(255));
-- CREATE INDEX ON tidegate_agent_change (at);
-- CREATE FUNCTION tidegate_agent_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
--   SET search_path FROM CURRENT AS $$
-- BEGIN
--   IF TG_OP = 'DELETE' THEN
--     INSERT INTO tidegate_agent_change (at, agent, status, state)
--     VALUES (clock_timestamp(), OLD.name, 'Logged Out', NULL);
--   ELSIF TG_OP = 'INSERT' OR (OLD.name, OLD.status, OLD.state)
--         IS DISTINCT FROM (NEW.name, NEW.status, NEW.state) THEN
--     INSERT INTO tidegate_agent_change (at, agent, status, state)
--     VALUES (clock_timestamp(), NEW.name, NEW.status, NEW.state);
--   END IF;
--   RETURN NULL;
-- EXCEPTION WHEN OTHERS THEN RETURN NULL;
-- END $$;
-- CREATE TRIGGER tidegate_agent_change AFTER INSERT OR UPDATE OR DELETE ON agents
--   FOR EACH ROW EXECUTE FUNCTION tidegate_agent_change();
--
--: status.shape = changes
--: status.log-off = Logged Out
SELECT c.agent AS agentidentifier,
       c.at AS starttime,
       CASE WHEN c.status = 'Logged Out' THEN 'Logged Out'
            WHEN c.state IN ('Receiving', 'In a queue call') THEN c.state
            ELSE c.status END AS activity
  FROM tidegate_agent_change c
 WHERE c.at >= :from AND c.at < :to
 ORDER BY c.at, c.n
