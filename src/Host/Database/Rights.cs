using Marketplace.Application;
using Marketplace.Application.Audit.Refusals;

namespace Marketplace.Host.Database;

/// <summary>
/// The two roles that work with what the owner has made. They are roles to be granted or to be given a login; the migration makes
/// them when they are missing, and says their rights anew each time, so that a new table has them too.
/// </summary>
public static class Rights
{
    /// <summary>What the host works as: it adds to history and never changes it.</summary>
    public const string Application = "marketplace_app";

    /// <summary>Who verifies history: reads events, leaves and checkpoints, and nothing else.</summary>
    public const string Auditor = "auditor";

    private const string Roles =
        $"""
        do $$ begin
            if to_regrole('{Application}') is null then create role {Application} nologin; end if;
            if to_regrole('{Auditor}') is null then create role {Auditor} nologin; alter role {Auditor} set default_transaction_read_only = on; end if;
        exception when duplicate_object or unique_violation then null; -- of another database of this server, at this moment
        end $$;
        """;

    /// <summary>In the database of events, documents and messages. The leaves are written by the owner's trigger alone.</summary>
    internal static string OfStore =>
        $"""
        {Roles}
        grant usage on schema {MarketplaceStore.Schema}, {MarketplaceStore.MessageSchema}, callbacks, marketplace_audit to {Application};
        grant select, insert, update, delete on all tables in schema {MarketplaceStore.Schema}, {MarketplaceStore.MessageSchema}, callbacks to {Application};
        grant usage, select on all sequences in schema {MarketplaceStore.Schema}, {MarketplaceStore.MessageSchema} to {Application};
        revoke update, delete on {MarketplaceStore.Schema}.mt_events from {Application};
        revoke update on {RefusalTable.Name} from {Application}; -- and its trigger lets nobody delete what is younger than three years
        grant select on all tables in schema marketplace_audit to {Application};
        grant insert on marketplace_audit.tree, marketplace_audit.nodes, marketplace_audit.checkpoints to {Application};
        grant usage on schema {MarketplaceStore.Schema}, marketplace_audit to {Auditor};
        grant select on {MarketplaceStore.Schema}.mt_events to {Auditor};
        grant select on all tables in schema marketplace_audit to {Auditor};
        do $$ begin
            if to_regnamespace('simulators') is not null then
                grant usage on schema simulators to {Application};
                grant select, insert, update, delete on all tables in schema simulators to {Application};
                grant usage, select on all sequences in schema simulators to {Application};
            end if;
        end $$
        """;

    /// <summary>In the database of keys: a key is destroyed by an update, its row stays; a document is deleted.</summary>
    internal static string OfVault =>
        $"""
        {Roles}
        grant select, insert, update on data_keys to {Application};
        grant select, insert, update, delete on identity_documents to {Application}
        """;
}
