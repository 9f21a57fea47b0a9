namespace Marketplace.Bench.Audit;

/// <summary>What a payment from a wallet writes, in PostgreSQL's own words: nothing of ours takes time besides, so that what the audit adds shows most.</summary>
internal static class PaymentSql
{
    private const string Wallet = "('00000000-0000-4000-8000-' || lpad(to_hex(:n::bigint), 12, '0'))::uuid";

    private const string Id = "01a20be1-c945-78cc-88a8-504d07e68a53";

    /// <summary>The wallets that pay, each client's own.</summary>
    public const string Streams =
        """
        insert into marketplace.mt_streams (id, type, version, tenant_id)
        select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'wallet', 0, '*DEFAULT*' from generate_series(1, 8000) n
        """;

    /// <summary>In pgbench's language.</summary>
    public const string Script =
        $$"""
        \set n :client_id * 1000 + random(1, 1000)
        begin;
        select version from marketplace.mt_streams where id = {{Wallet}} for update;
        select data from marketplace.mt_doc_wallet where id = {{Wallet}};
        select marketplace.mt_quick_append_events({{Wallet}}, 'wallet', '*DEFAULT*', array[gen_random_uuid(), gen_random_uuid()], array['funds_held', 'hold_captured'], array['Marketplace.Domain.Wallets.FundsHeld, Marketplace.Domain', 'Marketplace.Domain.Wallets.HoldCaptured, Marketplace.Domain'], array['{"amount": 40000, "heldAt": "2026-11-24T04.47.56.2295787Z", "holdId": "{{Id}}", "purpose": "order", "walletId": "{{Id}}", "expiresAt": null, "purposeId": "{{Id}}"}'::jsonb, '{"amount": 40000, "holdId": "{{Id}}", "purpose": "order", "walletId": "{{Id}}", "purposeId": "{{Id}}", "capturedAt": "2026-11-24T04.47.56.2295787Z"}'::jsonb], array[null, null]::bytea[], array['{{Id}}', '{{Id}}'], array['bf2ae9179904a04729d02056a6fbec43', 'bf2ae9179904a04729d02056a6fbec43'], array['null', 'null']::jsonb[], array[null, null]::varchar[], array[now(), now()]);
        insert into marketplace.mt_doc_wallet (id, data, mt_dotnet_type, mt_version) values ({{Wallet}}, '{"id": "{{Id}}", "holds": [], "topUps": [], "version": 5, "available": 100000, "customerId": "{{Id}}", "withdrawal": null, "withdrawalDay": "0001-01-01", "endedWithdrawals": [], "rememberedTopUps": [], "withdrawalsThatDay": 0}', 'Marketplace.Domain.Wallets.Wallet', 1) on conflict (id) do update set data = excluded.data, mt_last_modified = now(), mt_version = mt_doc_wallet.mt_version + 1;
        insert into marketplace.mt_doc_storedanswer (id, data, mt_dotnet_type, answered_at) values (encode(sha256(uuid_send(gen_random_uuid())), 'hex'), '{"body": {"of": "{{Id}}", "box": "VwcTBF3iOwSjvgOLMNyhNe8v6WMLdFTWjbsi/6gxPoUZKw+e6W92PZuEd+vHHkZMI44id/t/wiRFvxRuGbUniujOrkBzL6U2fnPxLDTyUei9d/+GPtG435x7RMliXQ98rpbtxlG4Eli1MkMZQ6tRbhx5EFX0EdAoJjG64NnTx8blnFf90ic1LdSLAU8O5AkANPuqZ5H/YG0=", "pii": 1, "class": "answer"}, "isFinal": true, "fingerprint": "6f982ff845ada79d15fa8745cefa7389e5934883b742f603d567cbe8f8dd6318"}', 'Marketplace.Application.Idempotency.StoredAnswer', now());
        commit;
        """;
}
