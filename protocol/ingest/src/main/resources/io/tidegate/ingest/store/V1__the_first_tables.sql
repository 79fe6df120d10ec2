-- What is written are the tables whose names end in _row; rows name their stream by a short number.
-- What a person asks are the views, each with tenant, agent and stream: intervals, contacts and agent_status hold the
-- data under the column names of the protocol; stream, queue, stream_window, origin and batch say how it came there.

CREATE TABLE agent_row (
    agent_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant text NOT NULL,
    agent text NOT NULL,
    epoch bigint NOT NULL,
    instance text NOT NULL,          -- who opened the epoch
    heard_at timestamptz NOT NULL,   -- when that instance was last heard, within half a minute
    UNIQUE (tenant, agent)
);

CREATE TABLE stream_row (
    stream_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agent_id int NOT NULL REFERENCES agent_row,
    stream text NOT NULL,
    data text,                       -- null until the first batch with content
    interval_minutes int,
    zone text,
    revision bigint NOT NULL DEFAULT 0,
    UNIQUE (agent_id, stream)
);

-- Apart from stream_row, which a batch locks: a report must not wait for one.
CREATE TABLE state_row (
    stream_id int PRIMARY KEY REFERENCES stream_row,
    complete_until timestamptz,
    last_read timestamptz,
    held bigint NOT NULL,
    paused boolean NOT NULL,
    outside bigint NOT NULL,
    reported_at timestamptz NOT NULL
);

CREATE TABLE lane_row (
    stream_id int NOT NULL REFERENCES stream_row,
    lane text NOT NULL CHECK (lane IN ('live', 'backfill')),
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    open_scope text,                 -- the window or file whose parts wait in part_row
    PRIMARY KEY (stream_id, lane)
) WITH (fillfactor = 50);

-- Parts wait as they came, compressed: what takes effect later is read from the same bytes.
CREATE TABLE part_row (
    stream_id int NOT NULL,
    lane text NOT NULL,
    seq bigint NOT NULL,
    encoding text NOT NULL,
    body bytea NOT NULL,
    rows int NOT NULL,
    PRIMARY KEY (stream_id, lane, seq)
);
ALTER TABLE part_row ALTER body SET STORAGE EXTERNAL;

CREATE TABLE batch_row (
    stream_id int NOT NULL,
    lane text NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    digest bytea NOT NULL,           -- SHA-256 of the encoded body
    rows int NOT NULL,               -- accepted
    answer jsonb NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (stream_id, lane, epoch, seq)
);

CREATE TABLE window_row (
    stream_id int NOT NULL REFERENCES stream_row,
    window_from timestamptz NOT NULL,
    window_to timestamptz NOT NULL CHECK (window_to > window_from),
    revision bigint NOT NULL,
    rows bigint NOT NULL,
    hash text NOT NULL,
    offered bigint NOT NULL,
    answered bigint NOT NULL,
    handlingtime_ms bigint NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (stream_id, window_from)
);

CREATE TABLE origin_row (
    origin_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    stream_id int NOT NULL REFERENCES stream_row,
    sha256 text NOT NULL,
    name text COLLATE "C" NOT NULL,
    modified timestamptz NOT NULL,
    revision bigint NOT NULL,
    mode text NOT NULL,
    rows bigint NOT NULL,            -- that the file brought, less those rejected
    range_from timestamptz,          -- its first time; null without rows
    range_to timestamptz,            -- the end of its last
    at timestamptz NOT NULL,
    UNIQUE (stream_id, sha256)
);

-- For which queues or ACD agents a file of mode replace speaks, and until when.
CREATE TABLE origin_queue_row (
    origin_id int NOT NULL REFERENCES origin_row ON DELETE CASCADE,
    queue text NOT NULL,
    range_to timestamptz NOT NULL,
    PRIMARY KEY (origin_id, queue)
);

CREATE TABLE queue_row (
    stream_id int NOT NULL REFERENCES stream_row,
    queueidentifier text NOT NULL,
    queuename text NOT NULL,
    named_at timestamptz NOT NULL,   -- the time of the newest row that bore the name
    PRIMARY KEY (stream_id, queueidentifier)
);

CREATE TABLE interval_row (
    "timestamp" timestamptz NOT NULL,
    offered bigint NOT NULL,
    answered bigint NOT NULL,
    handlingtime_ms bigint NOT NULL,
    abandoned bigint,
    shortabandoned bigint,
    talktime_ms bigint,
    holdtime_ms bigint,
    wraptime_ms bigint,
    waittime_ms bigint,
    answeredinservicelevel bigint,
    stream_id int NOT NULL,
    origin_id int,
    queueidentifier text NOT NULL,
    queuename text NOT NULL,
    channel text NOT NULL
);
CREATE INDEX interval_row_time ON interval_row (stream_id, "timestamp");
CREATE INDEX interval_row_origin ON interval_row (origin_id) WHERE origin_id IS NOT NULL;

CREATE TABLE contact_row (
    "timestamp" timestamptz NOT NULL,
    duration_ms bigint,
    talktime_ms bigint,
    holdtime_ms bigint,
    wraptime_ms bigint,
    waittime_ms bigint,
    stream_id int NOT NULL,
    origin_id int,
    answered smallint NOT NULL,
    queueidentifier text NOT NULL,
    queuename text NOT NULL,
    channel text NOT NULL,
    contactidentifier text
);
CREATE INDEX contact_row_time ON contact_row (stream_id, "timestamp");
CREATE INDEX contact_row_origin ON contact_row (origin_id) WHERE origin_id IS NOT NULL;

CREATE TABLE agent_status_row (
    starttime timestamptz NOT NULL,
    endtime timestamptz,
    stream_id int NOT NULL,
    origin_id int,
    agentidentifier text NOT NULL,
    activity text NOT NULL
);
CREATE INDEX agent_status_row_time ON agent_status_row (stream_id, starttime);
CREATE INDEX agent_status_row_origin ON agent_status_row (origin_id) WHERE origin_id IS NOT NULL;

CREATE VIEW stream AS
SELECT a.tenant, a.agent, s.stream, s.data, s.interval_minutes, s.zone, t.complete_until, t.last_read, t.held, t.paused,
    t.outside, t.reported_at
FROM stream_row s JOIN agent_row a USING (agent_id) LEFT JOIN state_row t USING (stream_id);

CREATE VIEW intervals AS
SELECT a.tenant, a.agent, s.stream, r.queueidentifier, r.queuename, r."timestamp", r.offered, r.answered,
    (r.handlingtime_ms * 0.001)::numeric(18, 3) AS handlingtime, r.channel, r.abandoned, r.shortabandoned,
    (r.talktime_ms * 0.001)::numeric(18, 3) AS talktime, (r.holdtime_ms * 0.001)::numeric(18, 3) AS holdtime,
    (r.wraptime_ms * 0.001)::numeric(18, 3) AS wraptime, (r.waittime_ms * 0.001)::numeric(18, 3) AS waittime,
    r.answeredinservicelevel
FROM interval_row r JOIN stream_row s USING (stream_id) JOIN agent_row a USING (agent_id);

CREATE VIEW contacts AS
SELECT a.tenant, a.agent, s.stream, r.queueidentifier, r.queuename, r."timestamp", r.answered,
    (r.duration_ms * 0.001)::numeric(18, 3) AS duration, r.channel, r.contactidentifier,
    (r.talktime_ms * 0.001)::numeric(18, 3) AS talktime, (r.holdtime_ms * 0.001)::numeric(18, 3) AS holdtime,
    (r.wraptime_ms * 0.001)::numeric(18, 3) AS wraptime, (r.waittime_ms * 0.001)::numeric(18, 3) AS waittime
FROM contact_row r JOIN stream_row s USING (stream_id) JOIN agent_row a USING (agent_id);

CREATE VIEW agent_status AS
SELECT a.tenant, a.agent, s.stream, r.agentidentifier, r.starttime, r.activity, r.endtime
FROM agent_status_row r JOIN stream_row s USING (stream_id) JOIN agent_row a USING (agent_id);

CREATE VIEW queue AS
SELECT a.tenant, a.agent, s.stream, q.queueidentifier, q.queuename, q.named_at
FROM queue_row q JOIN stream_row s USING (stream_id) JOIN agent_row a USING (agent_id);

CREATE VIEW stream_window AS
SELECT a.tenant, a.agent, s.stream, w.window_from, w.window_to, w.revision, w.rows, w.hash, w.offered, w.answered,
    (w.handlingtime_ms * 0.001)::numeric(18, 3) AS handlingtime, w.at
FROM window_row w JOIN stream_row s USING (stream_id) JOIN agent_row a USING (agent_id);

CREATE VIEW origin AS
SELECT a.tenant, a.agent, s.stream, o.sha256, o.name, o.modified, o.revision, o.mode, o.rows, o.range_from, o.range_to,
    o.at
FROM origin_row o JOIN stream_row s USING (stream_id) JOIN agent_row a USING (agent_id);

CREATE VIEW batch AS
SELECT a.tenant, a.agent, s.stream, b.lane, b.epoch, b.seq, encode(b.digest, 'hex') AS digest, b.rows, b.answer, b.at
FROM batch_row b JOIN stream_row s USING (stream_id) JOIN agent_row a USING (agent_id);
