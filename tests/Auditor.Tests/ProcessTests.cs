using System.Text.RegularExpressions;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace Marketplace.Auditor.Tests;

/// <summary>The program as an auditor runs it: a process, its exit code, and what it prints. The leaves are those of the installed trigger.</summary>
public sealed class ProcessTests(StoredHistory stored) : IClassFixture<StoredHistory>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("marketplace-auditor-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void U3_an_export_of_the_database_verifies_and_a_changed_one_does_not()
    {
        var file = Path.Combine(folder, "history.jsonl");
        Run("export", "--connection", stored.Connection, "--out", file).Should().Match<(int Code, string Said, string Errors)>(r => r.Code == 0 && r.Said.StartsWith("OK exported 11 events in ", StringComparison.Ordinal));
        File.Exists(file + ".part").Should().BeFalse();
        Run("verify", "--file", file, "--key", stored.Key, "--checkpoints", stored.Anchors).Should().Match<(int Code, string Said, string Errors)>(r => r.Code == 0 && r.Said.Contains("OK 11 events, 1 checkpoints, the last of size 11", StringComparison.Ordinal));
        Run("verify", "--connection", stored.Connection, "--key", stored.Key, "--checkpoints", stored.Anchors).Code.Should().Be(0);

        File.WriteAllText(file, File.ReadAllText(file).Replace("50000", "50001", StringComparison.Ordinal));
        Run("verify", "--file", file, "--key", stored.Key).Should().Match<(int Code, string Said, string Errors)>(
            r => r.Code == 1 && r.Said.StartsWith($"BAD leaf-differs index=2 sequence=3 stream={StoredHistory.Wallet} version=2:", StringComparison.Ordinal));
        Run("export", "--out", file, "--connection", stored.Connection + ";Database=nowhere").Should().Match<(int Code, string Said, string Errors)>(r => r.Code == 2 && r.Said.Length == 0 && r.Errors.Contains("cannot be reached", StringComparison.Ordinal));
    }

    [Fact]
    public async Task U3_rows_that_somebody_changed_end_the_program_with_1_and_what_cannot_be_read_with_2()
    {
        string[] database = ["verify", "--connection", stored.Connection, "--key", stored.Key, "--checkpoints", stored.Anchors];
        await ChangeAsync("update marketplace.mt_events set data = jsonb_set(data, '{amount}', '50001') where seq_id = 3");
        var changed = Run(database);
        await ChangeAsync("update marketplace.mt_events set data = jsonb_set(data, '{amount}', '50000') where seq_id = 3");
        changed.Should().Match<(int Code, string Said, string Errors)>(r => r.Code == 1 && r.Said.StartsWith($"BAD leaf-differs index=2 sequence=3 stream={StoredHistory.Wallet} version=2:", StringComparison.Ordinal));
        Run(database).Code.Should().Be(0, "it is as it was");

        var nowhere = Path.Combine(folder, "nowhere");
        foreach (var args in new string[][]
        {
            ["verify", "--file", nowhere], ["replay", "--file", nowhere, "--account", $"{StoredHistory.Customer}"], ["diff", nowhere, nowhere], ["verify-proof", "--file", nowhere],
            ["verify", "--connection", stored.Connection, "--key", nowhere], ["verify", "--connection", stored.Connection, "--checkpoints", nowhere],
        })
        {
            Run(args).Should().Match<(int Code, string Said, string Errors)>(r => r.Code == 2 && r.Said.Length == 0 && r.Errors.Contains(nowhere, StringComparison.Ordinal), string.Join(' ', args));
        }
    }

    [Fact]
    public void U3_events_that_no_checkpoint_covers_are_counted_and_are_a_finding_where_they_wait_too_long()
    {
        var file = Path.Combine(folder, "history.jsonl");
        Run("export", "--connection", stored.Connection, "--out", file).Code.Should().Be(0);
        // Eleven events from 09:00:01 to 09:00:11, in the tree and under no checkpoint, or in no tree; the export is of 09:05.
        var at = new Regex("\"exportedAt\":\"[^\"]+\"").Replace(File.ReadAllText(file), "\"exportedAt\":\"2026-11-27T09:05:00Z\"");
        Run("verify", "--file", file, "--key", stored.Key, "--max-uncovered", "0").Should().Match<(int Code, string Said, string Errors)>(r => r.Code == 0 && !r.Said.Contains("no checkpoint", StringComparison.Ordinal));
        var uncovered = new Regex("\\{\"kind\":\"checkpoint\".*\n").Replace(at, "").Replace("\"checkpoints\":1", "\"checkpoints\":0", StringComparison.Ordinal);
        foreach (var text in new[] { uncovered, new Regex("\"place\":\\{[^}]*\\},").Replace(uncovered, "") })
        {
            File.WriteAllText(file, text);
            Run("verify", "--file", file).Should().Match<(int Code, string Said, string Errors)>(
                r => r.Code == 0 && r.Said.Contains("   11 events are in no checkpoint, the oldest since 2026-11-27 09:00:01 UTC, 299 s before the export.", StringComparison.Ordinal));
            Run("verify", "--file", file, "--max-uncovered", "299").Code.Should().Be(0);
            Run("verify", "--file", file, "--max-uncovered", "298").Should().Match<(int Code, string Said, string Errors)>(
                r => r.Code == 1 && r.Said.Contains("BAD uncovered since=2026-11-27T09:00:01.000000Z: 11 events are in no checkpoint", StringComparison.Ordinal));
        }

        Run("verify", "--file", file, "--max-uncovered", "soon").Code.Should().Be(2);
    }

    [Fact]
    public void U14_one_event_is_proved_and_the_proof_is_verified_without_the_database()
    {
        var file = Path.Combine(folder, "proof.json");
        var proved = Run("prove", "--connection", stored.Connection, "--event", $"{StoredHistory.EventId(3)}", "--out", file);
        proved.Should().Match<(int Code, string Said, string Errors)>(r => r.Code == 0 && r.Said.StartsWith($"OK index=2 sequence=3 stream={StoredHistory.Wallet} version=2: wallet_credited is in the history of size 11", StringComparison.Ordinal));
        Run("verify-proof", "--file", file, "--key", stored.Key).Code.Should().Be(0);
        File.WriteAllText(file, File.ReadAllText(file).Replace("50000", "50001", StringComparison.Ordinal));
        Run("verify-proof", "--file", file, "--key", stored.Key).Should().Match<(int Code, string Said, string Errors)>(r => r.Code == 1 && r.Said.StartsWith("BAD proof index=2", StringComparison.Ordinal));
        Run("prove", "--connection", stored.Connection, "--event", $"{Guid.NewGuid()}").Should().Match<(int Code, string Said, string Errors)>(r => r.Code == 1 && r.Said.StartsWith("BAD event-unknown", StringComparison.Ordinal));
        Run("verify-proof", "--file", stored.Key).Code.Should().Be(2);
    }

    [Fact]
    public void U3_a_stream_and_an_account_are_replayed_event_by_event_with_the_state_after_each()
    {
        var file = Path.Combine(folder, "history.jsonl");
        Run("export", "--connection", stored.Connection, "--out", file).Code.Should().Be(0);
        foreach (var source in new[] { new[] { "--file", file }, ["--connection", stored.Connection] })
        {
            var stream = Run(["replay", .. source, "--stream", $"{StoredHistory.Wallet}"]);
            stream.Code.Should().Be(0);
            Lines(stream.Said, "  1  ", "  2  ", "  3  ", "after", "STATE", "OK").Should().Equal(
                $"1  2026-11-27 09:00:02.000000 UTC  wallet_opened  (sequence 2, id {StoredHistory.EventId(2)})",
                $"2  2026-11-27 09:00:03.000000 UTC  wallet_credited  (sequence 3, id {StoredHistory.EventId(3)})",
                "after it: cards -50000, wallet 50000",
                $"3  2026-11-27 09:00:06.000000 UTC  funds_held  (sequence 6, id {StoredHistory.EventId(6)})",
                "after it: cards -50000, hold 20000, wallet 30000",
                $"STATE  stream {StoredHistory.Wallet} at version 3, begun by wallet_opened, last funds_held",
                $"OK 3 events of stream {StoredHistory.Wallet}");
            stream.Said.Should().Contain("\"amount\": 20000").And.Contain("\"source\": \"top-up\"", "it is the newest of that member");
            Run(["replay", .. source, "--stream", $"{StoredHistory.Wallet}", "--version", "2"]).Said.Should().Contain("after it: cards -50000, wallet 50000").And.EndWith($"OK 2 events of stream {StoredHistory.Wallet}\n").And.NotContain("hold");

            var states = Run(["replay", .. source, "--states", "--stream", $"{StoredHistory.Wallet}"]);
            Lines(states.Said, "STATE", "\"amount\"", "\"source\"").Should().Equal(
                $"STATE  stream {StoredHistory.Wallet} at version 1, begun by wallet_opened, last wallet_opened",
                "\"amount\": 50000,", "\"source\": \"top-up\"", $"STATE  stream {StoredHistory.Wallet} at version 2, begun by wallet_opened, last wallet_credited", "\"amount\": 50000,", "\"source\": \"top-up\"",
                "\"amount\": 20000,", $"STATE  stream {StoredHistory.Wallet} at version 3, begun by wallet_opened, last funds_held", "\"amount\": 20000,", "\"source\": \"top-up\",",
                $"STATE  stream {StoredHistory.Wallet} at version 3, begun by wallet_opened, last funds_held", "\"amount\": 20000,", "\"source\": \"top-up\",");
            Lines(Run(["replay", .. source, "--states", "--account", $"{StoredHistory.Customer}"]).Said, "STATE").Should().HaveCount(9 + 4, "one for each event, and for each of the four streams at the end");

            var account = Run(["replay", .. source, "--account", $"{StoredHistory.Customer}"]);
            account.Code.Should().Be(0);
            Lines(account.Said, "stream ").Where(l => l.Contains("sequence", StringComparison.Ordinal)).Select(l => l.Split("sequence ")[1].Split(',')[0])
                .Should().Equal(["1", "2", "3", "4", "6", "8", "9", "10", "11"], "what was taken over later is of the account from its beginning; the stock that somebody reserved from and the other customer are not of the account");
            account.Said.Should().Contain("[pii phone]").And.NotContain("c2VjcmV0").And.EndWith($"OK 9 events of account {StoredHistory.Customer}\n");
            Run(["replay", .. source, "--account", $"{StoredHistory.Customer}", "--until", "2026-11-27T09:00:03Z"]).Said.Should().EndWith($"OK 3 events of account {StoredHistory.Customer}\n");
            Run(["replay", .. source, "--account", $"{Guid.NewGuid()}"]).Code.Should().Be(1);
            Run(["replay", .. source, "--account", $"{StoredHistory.Customer}", "--version", "1"]).Code.Should().Be(2);
            Run(["replay", .. source, "--stream", $"{StoredHistory.Wallet}", "--until", "soon"]).Should().Match<(int Code, string Said, string Errors)>(r => r.Code == 2 && r.Errors.Contains("--until", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void U3_of_two_exports_the_first_difference_is_named()
    {
        string older = Path.Combine(folder, "older.jsonl"), newer = Path.Combine(folder, "newer.jsonl");
        Run("export", "--connection", stored.Connection, "--out", older).Code.Should().Be(0);
        File.Copy(older, newer);
        Run("diff", older, newer).Should().Match<(int Code, string Said, string Errors)>(r => r.Code == 0 && r.Said.StartsWith("OK 11 events are the same, 0 were added", StringComparison.Ordinal));
        File.WriteAllText(newer, File.ReadAllText(newer).Replace("50000", "50001", StringComparison.Ordinal));
        Run("diff", older, newer).Should().Match<(int Code, string Said, string Errors)>(r => r.Code == 1 && r.Said.StartsWith("BAD diff index=2 sequence=3 ", StringComparison.Ordinal));
        Run("diff", older).Code.Should().Be(2);
        Run("unheard-of").Should().Match<(int Code, string Said, string Errors)>(r => r.Code == 2 && r.Errors.Contains("Exit codes", StringComparison.Ordinal));
        Run("help").Should().Match<(int Code, string Said, string Errors)>(r => r.Code == 0 && r.Said.Contains("Exit codes", StringComparison.Ordinal));
    }

    private async Task ChangeAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(stored.Connection);
        await connection.OpenAsync();
        // As somebody with all rights, past the triggers.
        await using var change = new NpgsqlCommand($"set session_replication_role = replica; {sql}", connection);
        (await change.ExecuteNonQueryAsync()).Should().Be(1);
    }

    private static IEnumerable<string> Lines(string said, params string[] with) =>
        said.Split('\n').Where(l => with.Any(w => l.Contains(w, StringComparison.Ordinal))).Select(l => l.Trim());

    private static (int Code, string Said, string Errors) Run(params string[] args) => AuditorProgram.Run(args);
}
