-- Tamper-evident history, format 1 (docs/audit-format.md): the tables. Run once, as the owner of the event table, in one transaction with the
-- functions and then the triggers.
create schema marketplace_audit;

-- One row for each event, written by the trigger below and by nothing else.
create table marketplace_audit.leaves (
    stream_id uuid   not null,
    version   bigint not null,
    seq_id    bigint not null,
    -- The transaction that the event's place in the tree is counted from: its own, or its predecessor's when that is later.
    place     bigint not null,
    leaf      bytea  not null,
    chain     bytea  not null,
    primary key (stream_id, version)
);
create index leaves_in_order on marketplace_audit.leaves using brin (place) with (autosummarize = on);

-- The leaves in the order of the tree, from 0, once no earlier one can come any more.
create table marketplace_audit.tree (
    index     bigint primary key,
    stream_id uuid   not null,
    version   bigint not null,
    -- Null when the event had gone before its leaf was taken.
    event_id  uuid,
    leaf      bytea  not null
);
create index tree_by_event on marketplace_audit.tree (event_id);

-- The hashes of complete subtrees above the leaves: the one at (level, position) covers 2^level leaves from position * 2^level.
create table marketplace_audit.nodes (
    level    smallint not null,
    position bigint   not null,
    hash     bytea    not null,
    primary key (level, position)
);

-- Signed heads of the tree. last_place and last_seq_id are where the next one goes on.
create table marketplace_audit.checkpoints (
    size        bigint primary key,
    root        bytea  not null,
    wallets     bigint not null,
    holds       bigint not null,
    note        text   not null,
    last_place  bigint not null,
    last_seq_id bigint not null,
    signed_at   timestamptz not null
);
