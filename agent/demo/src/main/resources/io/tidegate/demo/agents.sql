SELECT agent_id AS agentidentifier, state AS activity, started AS starttime, ended AS endtime
FROM agent_state
