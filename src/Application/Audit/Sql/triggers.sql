-- The last step of the installation. What was written before this day gets its leaves now, in the order of the store.
create temp table events_of_before (like marketplace.mt_events);
create trigger history_has_leaves after insert on events_of_before for each row execute function marketplace_audit.write_leaf();
insert into events_of_before select * from marketplace.mt_events order by seq_id;
drop table events_of_before;

create trigger history_has_leaves after insert on marketplace.mt_events for each row execute function marketplace_audit.write_leaf();
create trigger history_is_append_only before update or delete or truncate on marketplace.mt_events for each statement execute function marketplace_audit.deny();
create trigger history_is_append_only before update or delete or truncate on marketplace_audit.leaves for each statement execute function marketplace_audit.deny();
create trigger history_is_append_only before update or delete or truncate on marketplace_audit.tree for each statement execute function marketplace_audit.deny();
create trigger history_is_append_only before update or delete or truncate on marketplace_audit.nodes for each statement execute function marketplace_audit.deny();
create trigger history_is_append_only before update or delete or truncate on marketplace_audit.checkpoints for each statement execute function marketplace_audit.deny();
