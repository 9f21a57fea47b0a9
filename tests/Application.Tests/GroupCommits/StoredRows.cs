using Npgsql;

namespace Marketplace.Application.Tests.GroupCommits;

/// <summary>What a command left in the database.</summary>
internal static class StoredRows
{
    /// <summary>Everything about these streams and their events but ids, amounts of time and the place in the order of all; the states and views that follow; and the kept answer.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(string connection, Guid[] streams, string key)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand("""
            select regexp_replace(row, '[0-9a-f]{8}-[0-9a-f-]{27}|p-[0-9a-f]{32}|"[^"]*T[0-9:.]+(Z|\+[0-9:]*)"|"box": "[^"]*"|"(id|fingerprint)": "[0-9a-f]*"', '·', 'g') from (
                select 1 as kind, s.type as what, s.version, (to_jsonb(s) - 'id')::text as row from marketplace.mt_streams s where id = any($1)
                union all select 2, e.type, e.version, (to_jsonb(e) - '{seq_id,causation_id}'::text[] || jsonb_build_object('correlation_id', e.correlation_id is null))::text from marketplace.mt_events e where stream_id = any($1)
                union all select 3, 'wallet', 0, (to_jsonb(w) - 'id')::text from marketplace.mt_doc_wallet w where id = any($1)
                union all select 4, 'order', 0, (to_jsonb(o) - '{id,json}'::text[])::text from marketplace.mt_doc_orderview o where id = any($1)
                union all select 5, 'stock', 0, (to_jsonb(s) - 'id')::text from marketplace.mt_doc_productstock s where id = any($1)
                union all select 6, 'first order', 0, (to_jsonb(f) - 'id')::text from marketplace.mt_doc_firstorderdiscount f where id = any($1)
                union all select 7, 'answer', 0, (to_jsonb(a) - 'id')::text from marketplace.mt_doc_storedanswer a where id = $2) r
            order by kind, what, version, row
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = streams });
        command.Parameters.Add(new NpgsqlParameter { Value = key });
        var rows = new List<string>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync()) rows.Add(row.GetString(0));
        return rows;
    }
}
